"""Finds which product a stretch of a line speaks of, and what an option's value is for it."""

from collections.abc import Sequence

from domain.understanding.assortment import Ware
from domain.understanding.atoms import Atom, Role
from domain.understanding.draft import Draft
from domain.understanding.names import Names


def wares_meant(
    group: Sequence[Atom], found: Sequence[Draft], assumed: frozenset[str], names: Names
) -> tuple[frozenset[str], bool]:
    """Return the products that a stretch may mean, and whether its options alone say so.

    It is the product that it names, else the one before it or the one that the context suggests where
    the options fit, else those that have such options; an ingredient ("gula") names no product.
    """
    name = next((atom for atom in group if atom.role is Role.NAME), None)
    if name is not None:
        return name.meaning.wares or name.meaning.partly, False
    values = [atom for atom in group if atom.role is Role.VALUE]
    before = found[-1].wares if found else frozenset()
    for wares in (before, assumed):
        fitting = frozenset(w for w in wares if _fitting(names.wares[w], values))
        if wares and (fitting or not values):
            return fitting or wares, False
    plain = names.words.lexicon.words["ingredients"]
    if len(values) == 1 and any(value in plain for _, value in values[0].meaning.values):
        return frozenset(), True
    pairs = {pair for atom in values for pair in atom.meaning.values}
    return frozenset().union(*(names.wares_with[pair] for pair in pairs)), True


def _fitting(ware: Ware, values: Sequence[Atom]) -> bool:
    return all(
        any(value in ware.values(option) for option, value in atom.meaning.values)
        or any(option in ware.option_names for option, _ in atom.meaning.lacking)
        for atom in values
    )


def option_meant(atom: Atom, draft: Draft, names: Names) -> tuple[str, str] | None:
    """Return (option, value) that the atom is for the draft's product; an open option goes first."""
    taken: tuple[str, str] | None = None
    for ware in sorted(draft.wares):
        for option, value in sorted(atom.meaning.values):
            if value in names.wares[ware].values(option):
                if option not in draft.options:
                    return option, value
                taken = taken or (option, value)
    return taken


def option_lacking(atom: Atom, ware: Ware | None) -> str | None:
    """Return the option of which the shop does not have this value."""
    if ware is None:
        return None
    said = sorted(option for option, _ in atom.meaning.lacking)
    return next((option for option in said if option in ware.option_names), None)


def wares_with(pair: tuple[str, str], wares: frozenset[str], names: Names) -> frozenset[str]:
    """Return those of the products that have this option's value; all where none has."""
    return wares & names.wares_with.get(pair, frozenset()) or wares


def names_other_goods(group: Sequence[Atom], at: int, *, inferred: bool) -> bool:
    """Whether an unknown word stands where a product would.

    It does beside a number, behind "tambah", and before a value where nothing else says of what:
    "ember 3", "tambah ember", "kaos hitam" in a shop without shirts.
    """
    before, after = group[max(0, at - 2) : at], group[at + 1 : at + 2]
    leads = not before or before[-1].role in {Role.VERB, Role.NUMBER, Role.NOT}
    if after and after[0].role is Role.VALUE and (inferred or leads):
        return True
    added = bool(before) and before[-1].role is Role.VERB and before[-1].word == "add"
    counted = any(atom.role is Role.NUMBER for atom in (*before, *after))
    valued = any(atom.role is Role.VALUE for atom in group)
    return (counted or added) and (inferred or not valued)


def refuses_too(group: Sequence[Atom], found: Sequence[Draft]) -> bool:
    """ "ga pakai gula sama coklat": what is refused goes on behind "and"."""
    bare = all(atom.role is Role.VALUE for atom in group)
    return bare and bool(found) and found[-1].refusing
