"""Tells the numbers that name a size of a product from those that count it."""

from collections.abc import Sequence

from domain.understanding.assortment import Ware
from domain.understanding.atoms import Atom, Role
from domain.understanding.draft import Draft
from domain.understanding.names import Names, Size

_CERTAIN_SIZE = 20
"""A bare number from here on that is a size of the product is that size: "sandal 40", "madu 250"."""
_NEAR_SIZE = 7


def weighed(group: Sequence[Atom], at: int, ware: Ware, names: Names) -> bool:
    """A bare half or quarter of goods sold by weight is of a kilo."""
    following = group[at + 1].role if at + 1 < len(group) else None
    if following is Role.UNIT:
        return False
    by_weight = any(size.measure == "g" for size in names.sizes[ware.name])
    return by_weight or base_measure(ware, names) == "g"


def named_size(
    group: Sequence[Atom],
    at: int,
    sizes: Sequence[Size],
    draft: Draft,
    *,
    said_size: bool,
    correcting: bool,
    numbers_first: bool,
) -> Size | None:
    """Return the size that a bare number is, rather than a quantity; `said_size`: "ukuran" is before it."""
    atom = group[at]
    following = group[at + 1].role if at + 1 < len(group) else None
    size = next((s for s in sizes if atom.number in {s.amount, s.amount / 1000}), None)
    if size is None or said_size:
        return size
    certain = atom.number >= _CERTAIN_SIZE
    if following is Role.UNIT:
        return size if group[at + 1].meaning.values and certain else None
    if size.option in draft.options and not correcting:
        return size if size.measure == "" and certain else None
    others = any(a.role is Role.NUMBER for a in group[at + 1 :])
    return size if certain or (others and not numbers_first) else None


def lacked_size(
    number: Atom, sizes: Sequence[Size], draft: Draft, *, said_size: bool
) -> str | None:
    """Return the option of which this number would be a size, if the shop had it: "sandal 45"."""
    plain = [size for size in sizes if size.measure == ""]
    if not plain or plain[0].option in draft.options or number.number < _CERTAIN_SIZE:
        return None
    low, high = min(s.amount for s in plain), max(s.amount for s in plain)
    near = low - _NEAR_SIZE <= number.number <= high + _NEAR_SIZE
    return plain[0].option if near or said_size else None


def base_measure(ware: Ware, names: Names) -> str | None:
    """Return the measure in which the product's own unit is said, if it is one."""
    if ware.base is None:
        return None
    return names.words.lexicon.measures[ware.base[1]][0]


def extreme_size(sizes: Sequence[Size], *, largest: bool) -> Size | None:
    """Return the largest or smallest of several measured sizes."""
    measured = sorted((size for size in sizes if size.measure), key=lambda size: size.amount)
    if len(measured) < 2:
        return None
    return measured[-1] if largest else measured[0]
