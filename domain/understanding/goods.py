"""Groups the atoms of a line into drafts: so many of such a product with such options, as far as said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from domain.understanding.assortment import Ware
from domain.understanding.atoms import Atom, Role
from domain.understanding.names import Meaning, Names, Size

_CERTAIN_SIZE = 20
"""A bare number from here on that is a size of the product is that size: "sandal 40", "madu 250"."""
_NEAR_SIZE = 7
_CONTENT = {Role.NAME, Role.VALUE, Role.NUMBER, Role.MEASURE, Role.REFERENCE}


@dataclass(slots=True)
class Draft:
    """Goods as one stretch of the line names them.

    `wares` may be several where the name is shared, and empty where none is said; `named` says that the
    stretch has a name of its own. `options` are said here, `carried` taken over from before; `lacking`
    are options for which a value was said that the product does not have. `count` is None where no
    quantity is said, `unit` its unit as written (normal form), `measured` an amount of a base measure
    that is no option. `was` are options that the line itself corrects, `part` that the count is of what is
    replaced, `every` that each variant left open is meant, `rest` that what is left of a
    total is, `sized` the option by which a larger amount was split into units, `unsold` that a word which is no product of
    this shop is counted; `joined` are options that a later stretch has added. `verb` is add, set, remove, less or replace.
    """

    start: int
    end: int
    wares: frozenset[str] = frozenset()
    named: bool = False
    referring: bool = False
    options: dict[str, str] = field(default_factory=dict)
    carried: dict[str, str] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)
    excluded: set[tuple[str, str]] = field(default_factory=set)
    was: dict[str, str] = field(default_factory=dict)
    part: bool = False
    every: bool = False
    rest: bool = False
    sized: str | None = None
    unsold: bool = False
    joined: set[str] = field(default_factory=set)
    count: Fraction | None = None
    unit: str | None = None
    times: Fraction = Fraction(1)
    measured: Fraction | None = None
    each: bool = False
    verb: str | None = None
    corrects: bool = False
    negated: bool = False
    sure: float = 1.0

    @property
    def ware(self) -> str | None:
        """The product, where only one is meant."""
        return next(iter(self.wares)) if len(self.wares) == 1 else None

    @property
    def says_goods(self) -> bool:
        """Whether a name or an option is said, not only a number."""
        return bool(self.named or self.options or self.lacking or self.excluded or self.unsold)

    @property
    def all_options(self) -> dict[str, str]:
        """Options said, over those carried from before."""
        return {**self.carried, **self.options}


def drafts(atoms: Sequence[Atom], names: Names, assumed: frozenset[str]) -> list[Draft]:
    """Return what the line says of goods; `assumed` are the products that the context suggests."""
    found: list[Draft] = []
    for clause in _clauses(atoms):
        for group in _groups(clause):
            _Group(group, names, found, assumed).read()
    return _tidy(found)


def _clauses(atoms: Sequence[Atom]) -> Iterator[list[Atom]]:
    clause: list[Atom] = []
    for atom in atoms:
        if atom.role is Role.SEPARATOR:
            if clause:
                yield clause
            clause = []
        else:
            clause.append(atom)
    if clause:
        yield clause


def _groups(clause: Sequence[Atom]) -> Iterator[list[Atom]]:
    """Split before each further name; the number before it goes along where numbers come first."""
    clause = _joined_names(clause)
    names = [at for at, atom in enumerate(clause) if atom.role is Role.NAME]
    begun = 0
    if names:
        numbers_first = any(a.role in {Role.NUMBER, Role.MEASURE} for a in clause[: names[0]])
        for last, at in pairwise(names):
            cut = _beginning(clause, last, at, numbers_first=numbers_first)
            yield list(clause[begun:cut])
            begun = cut
    yield list(clause[begun:])


def _joined_names(clause: Sequence[Atom]) -> list[Atom]:
    """ "kopi" beside "gayo" is one name: what both can mean."""
    joined: list[Atom] = []
    for atom in clause:
        before = joined[-1] if joined else None
        if before is not None and before.role is Role.NAME and atom.role is Role.NAME:
            ours = before.meaning.wares or before.meaning.partly
            theirs = atom.meaning.wares or atom.meaning.partly
            if both := ours & theirs:
                meaning = replace(before.meaning, wares=both, partly=frozenset())
                joined[-1] = replace(before, end=atom.end, meaning=meaning)
                continue
        joined.append(atom)
    return joined


def _beginning(clause: Sequence[Atom], last: int, at: int, *, numbers_first: bool) -> int:
    cut = at
    along = {Role.VERB, Role.NOT, Role.CORRECTION}
    if numbers_first:
        while cut - 1 > last and clause[cut - 1].role is Role.VALUE:
            cut -= 1
        if clause[cut - 1].role not in {Role.NUMBER, Role.UNIT, Role.MEASURE}:
            cut = at
        along |= {Role.NUMBER, Role.UNIT, Role.MEASURE}
    while cut - 1 > last and clause[cut - 1].role in along:
        cut -= 1
        if clause[cut].role in {Role.NUMBER, Role.MEASURE}:
            along -= {Role.NUMBER, Role.UNIT, Role.MEASURE}
    return cut


def _counted_before(group: Sequence[Atom]) -> bool:
    """ "donat 1 box campur 1 box coklat": behind the name, each number stands before its value."""
    roles = [a.role for a in group if a.role in {Role.NAME, Role.NUMBER, Role.VALUE}]
    if not roles or roles[0] is not Role.NAME:
        return False
    pairs = roles[1:]
    whole = len(pairs) >= 4 and len(pairs) % 2 == 0
    return whole and pairs == [Role.NUMBER, Role.VALUE] * (len(pairs) // 2)


class _Group:
    """Reads atoms around at most one name into one draft, or several where options repeat."""

    def __init__(
        self,
        group: Sequence[Atom],
        names: Names,
        found: list[Draft],
        assumed: frozenset[str],
    ) -> None:
        self._group = group
        self._names = names
        self._found = found
        self._assumed = assumed
        self._not = False
        self._correcting = False
        self._each = False
        self._size_named = False
        name = next((atom for atom in group if atom.role is Role.NAME), None)
        first = next((at for at, atom in enumerate(group) if atom.role in _CONTENT), 0)
        self._numbers_first = bool(group) and group[first].role is Role.NUMBER
        self._numbers_first = self._numbers_first or _counted_before(group)
        self._named = name is not None
        self._draft = self._begin(group[0] if group else None, self._wares(name))
        self._added = False

    def read(self) -> None:
        """Add what this group says to the drafts found so far."""
        for at, atom in enumerate(self._group):
            match atom.role:
                case Role.NAME:
                    self._name(atom)
                case Role.VALUE:
                    self._value(at, atom)
                case Role.NUMBER:
                    self._number(at, atom)
                case Role.MEASURE:
                    self._measure(atom)
                case Role.UNIT:
                    self._unit(at, atom)
                case Role.REFERENCE:
                    self._draft.referring = True
                    self._spread(atom)
                case Role.EACH:
                    self._each = True
                case Role.ALL:
                    self._draft.every = True
                case Role.REST:
                    self._draft.rest = True
                case Role.UNKNOWN:
                    self._not = False
                    self._unknown(at)
                case Role.SIZE:
                    self._size_named = True
                case Role.NOT:
                    self._not = True
                case Role.CORRECTION:
                    self._correct()
                case Role.VERB:
                    self._verb(atom)
                case _:
                    self._not = self._size_named = False
        self._settle()

    def _begin(self, atom: Atom | None, wares: frozenset[str]) -> Draft:
        start = atom.start if atom else 0
        return Draft(start, start, wares, named=False)

    def _wares(self, name: Atom | None) -> frozenset[str]:
        if name is not None:
            return name.meaning.wares or name.meaning.partly
        values = [atom for atom in self._group if atom.role is Role.VALUE]
        before = self._found[-1].wares if self._found else frozenset()
        for wares in (before, self._assumed):
            if wares and (not values or any(self._fitting(w, values) for w in wares)):
                fitting = frozenset(w for w in wares if self._fitting(w, values))
                return fitting or wares
        pairs = {pair for atom in values for pair in atom.meaning.values}
        return frozenset(
            ware.name
            for ware in self._names.assortment.wares
            if pairs
            and any(v in pairs for variant in ware.variants for v in variant.options.items())
        )

    def _fitting(self, ware: str, values: Sequence[Atom]) -> bool:
        options = self._names.wares[ware]
        return all(
            any(value in options.values(option) for option, value in atom.meaning.values)
            or any(option in options.option_names for option, _ in atom.meaning.lacking)
            for atom in values
        )

    def _spread(self, atom: Atom) -> None:
        """Note that the draft reaches to this atom."""
        if not self._added:
            self._draft.start = (
                min(self._draft.start, atom.start) if self._draft.end else atom.start
            )
        self._draft.end = max(self._draft.end, atom.end)
        self._draft.sure = min(self._draft.sure, atom.sure)

    def _name(self, atom: Atom) -> None:
        self._draft.named = True
        if not atom.meaning.wares:
            self._draft.sure = min(self._draft.sure, 0.85)
        if self._not:
            self._draft.negated = True
            self._not = False
        self._spread(atom)
        if atom.meaning.values and self._ware is not None:
            self._value(0, replace(atom, role=Role.VALUE))

    @property
    def _ware(self) -> Ware | None:
        name = self._draft.ware
        return self._names.wares[name] if name else None

    def _value(self, at: int, atom: Atom) -> None:
        pair = self._pair(atom)
        if pair is None:
            lacking = self._lacked(atom)
            if lacking is not None and not self._not:
                if lacking in self._draft.options:
                    self._divide(at, lacking)
                self._draft.lacking.add(lacking)
                self._spread(atom)
            self._not = False
            return
        option, value = pair
        if self._not:
            self._draft.excluded.add(pair)
            self._not = False
            if self._draft.options.get(option) == value:
                del self._draft.options[option]
            self._spread(atom)
            return
        said = self._draft.options.get(option)
        if said is not None and said != value:
            if self._correcting:
                self._draft.was[option] = said
            else:
                self._divide(at, option)
        self._draft.options[option] = value
        self._draft.lacking.discard(option)
        self._correcting = False
        self._spread(atom)

    def _pair(self, atom: Atom) -> tuple[str, str] | None:
        """The option's value that the atom is for this product, or for one of those that it may be."""
        free: tuple[str, str] | None = None
        for ware in sorted(self._draft.wares):
            for option, value in sorted(atom.meaning.values):
                if value in self._names.wares[ware].values(option):
                    if option not in self._draft.options:
                        return option, value
                    free = free or (option, value)
        return free

    def _lacked(self, atom: Atom) -> str | None:
        if self._ware is None:
            return None
        names = self._ware.option_names
        return next((option for option, _ in sorted(atom.meaning.lacking) if option in names), None)

    def _divide(self, at: int, option: str) -> None:
        """Begin a further draft of the same product: an option is said a second time."""
        whole = self._draft
        count, unit, moved = whole.count, whole.unit, None
        if self._numbers_first and at and self._group[at - 1].role in {Role.NUMBER, Role.UNIT}:
            moved = self._moved(at)
        self._settle()
        carried = {name: value for name, value in whole.all_options.items() if name != option}
        self._draft = replace(
            whole,
            start=self._group[at].start,
            end=0,
            options={},
            carried=carried,
            lacking=set(),
            excluded=set(),
            was={},
            count=None,
            unit=None,
            times=Fraction(1),
            measured=None,
            named=False,
        )
        self._added = False
        if moved is not None:
            whole.count, whole.unit = moved
            self._draft.count, self._draft.unit = count, unit

    def _moved(self, at: int) -> tuple[Fraction | None, str | None] | None:
        """What the draft counted before the number that stands right before this value."""
        numbers = [n for n in range(at) if self._group[n].role is Role.NUMBER]
        if len(numbers) < 2 or not self._second:
            return None
        return self._second

    _second: tuple[Fraction | None, str | None] | None = None

    def _number(self, at: int, atom: Atom) -> None:
        if atom.number < 1 and self._ware is not None and self._weighed(at):
            self._measure(replace(atom, number=atom.number * 1000, word="g"))
            return
        size = self._as_size(at, atom)
        if self._not:
            self._not = False
            if size is not None:
                self._draft.excluded.add((size.option, size.value))
            return
        if size is not None:
            self._size_named = False
            said = self._draft.options.get(size.option)
            if said is not None and said != size.value:
                if self._correcting:
                    self._draft.was[size.option] = said
                else:
                    self._divide(at, size.option)
            self._draft.options[size.option] = size.value
            self._draft.lacking.discard(size.option)
            self._correcting = False
        elif (lacked := self._lacked_size(atom)) is not None:
            self._size_named = False
            self._draft.lacking.add(lacked)
        else:
            self._count(atom)
        self._spread(atom)

    def _weighed(self, at: int) -> bool:
        """A bare half or quarter of goods sold by weight is of a kilo."""
        following = self._group[at + 1].role if at + 1 < len(self._group) else None
        ware = self._ware
        if ware is None or following is Role.UNIT:
            return False
        by_weight = any(size.measure == "g" for size in self._names.sizes[ware.name])
        return by_weight or _in_base(ware, self._names) == "g"

    def _count(self, atom: Atom) -> None:
        self._second = (self._draft.count, self._draft.unit)
        counted = self._draft.count is not None and not self._numbers_first
        if counted and not self._correcting and self._draft.verb != "set":
            return
        self._draft.count, self._draft.unit = atom.number, None
        self._draft.each = self._draft.each or self._each
        self._correcting = False

    def _as_size(self, at: int, atom: Atom) -> Size | None:
        """Return the size that a bare number is, rather than a quantity."""
        if self._ware is None or self._each:
            return None
        following = self._group[at + 1].role if at + 1 < len(self._group) else None
        sizes = [
            size
            for size in self._names.sizes[self._ware.name]
            if atom.number in {size.amount, size.amount / 1000}
        ]
        if not sizes:
            return None
        if self._size_named:
            return sizes[0]
        if following is Role.UNIT:
            value_follows = self._group[at + 1].meaning.values
            return sizes[0] if value_follows and atom.number >= _CERTAIN_SIZE else None
        size = sizes[0]
        if size.option in self._draft.options and not self._correcting:
            return size if size.measure == "" and atom.number >= _CERTAIN_SIZE else None
        if atom.number >= _CERTAIN_SIZE:
            return size
        others = sum(a.role is Role.NUMBER for a in self._group[at + 1 :])
        return size if others and not self._numbers_first else None

    def _lacked_size(self, atom: Atom) -> str | None:
        """Return the option of which this number would be a size, if the shop had it: sandal 45."""
        if self._ware is None or self._each:
            return None
        plain = [s for s in self._names.sizes[self._ware.name] if s.measure == ""]
        if not plain or plain[0].option in self._draft.options or atom.number < _CERTAIN_SIZE:
            return None
        low, high = min(s.amount for s in plain), max(s.amount for s in plain)
        near = low - _NEAR_SIZE <= atom.number <= high + _NEAR_SIZE
        return plain[0].option if near or self._size_named else None

    def _measure(self, atom: Atom) -> None:
        ware = self._ware
        self._spread(atom)
        if ware is None:
            self._draft.measured = atom.number
            self._draft.unit = atom.word
            return
        if ware.base is not None and _in_base(ware, self._names) == atom.word:
            self._draft.measured = atom.number
            self._draft.unit = atom.word
            return
        sizes = [size for size in self._names.sizes[ware.name] if size.measure == atom.word]
        if not sizes:
            self._letter(atom)
            return
        option = sizes[0].option
        fitting = [s for s in sizes if (atom.number / s.amount).denominator == 1]
        if not fitting:
            self._draft.lacking.add(option)
            return
        size = max(fitting, key=lambda s: s.amount)
        said = self._draft.options.get(option)
        if said is not None and said != size.value:
            if self._correcting:
                self._draft.was[option] = said
            else:
                self._divide(self._group.index(atom), option)
        self._draft.options[option] = size.value
        self._draft.times = atom.number / size.amount
        self._draft.sized = option if self._draft.times != 1 else None
        self._correcting = False

    def _letter(self, atom: Atom) -> None:
        """ "2 L" of something that has no volume: two, and size L."""
        ware = self._ware
        amount = atom.number / 1000
        if ware is None or atom.word != "ml" or amount.denominator != 1:
            return
        option = next((name for name in ware.option_names if "L" in ware.values(name)), None)
        if option is None:
            return
        counted = replace(atom, role=Role.NUMBER, number=amount)
        meaning = Meaning(values=frozenset({(option, "L")}))
        if not self._numbers_first:
            self._count(counted)
        self._value(self._group.index(atom), replace(atom, role=Role.VALUE, meaning=meaning))
        if self._numbers_first:
            self._count(counted)

    def _unit(self, at: int, atom: Atom) -> None:
        before = self._group[at - 1] if at else None
        if before is not None and before.role is Role.NUMBER and self._draft.count == before.number:
            self._draft.unit = atom.word
            self._spread(atom)
        elif self._draft.count is None and self._names.assortment.units.get(atom.word, 1) > 1:
            self._draft.count, self._draft.unit = Fraction(1), atom.word
            self._spread(atom)

    def _unknown(self, at: int) -> None:
        """An unknown word beside a number, where no product is named, is a product of other shops."""
        beside = self._group[max(0, at - 2) : at] + self._group[at + 1 : at + 2]
        if not self._named and any(atom.role is Role.NUMBER for atom in beside):
            self._draft.unsold = not any(atom.role is Role.VALUE for atom in self._group)
            self._draft.wares = frozenset() if self._draft.unsold else self._draft.wares
            self._spread(self._group[at])

    def _correct(self) -> None:
        if self._draft.says_goods or self._draft.count is not None or self._found:
            self._correcting = True
            if not (self._draft.says_goods or self._draft.count is not None):
                self._draft.corrects = True

    def _verb(self, atom: Atom) -> None:
        self._not = False
        said = self._draft.verb
        if said in {None, "add"} or (said == "less" and atom.word == "set"):
            self._draft.verb = atom.word
            self._draft.part = atom.word == "replace" and self._draft.count is not None
        if atom.word in {"set", "replace"} and (
            self._draft.says_goods or self._draft.count is not None
        ):
            self._correcting = self._draft.count is not None or bool(self._draft.options)
        self._spread(atom)

    def _settle(self) -> None:
        draft = self._draft
        if self._added:
            return
        draft.each = draft.each or self._each
        if self._group and self._group[-1].word == "jangan" and draft.says_goods:
            draft.negated = True
        if not self._named and self._merge(draft):
            return
        counted = draft.count is not None or draft.measured is not None
        if draft.says_goods or counted or draft.referring or draft.verb is not None:
            self._found.append(draft)
            self._added = True

    def _merge(self, draft: Draft) -> bool:
        """Let a stretch without a name go on with the draft before it, where nothing clashes."""
        last = self._found[-1] if self._found else None
        if last is None or draft.verb is not None or draft.referring or draft.unsold:
            return False
        if not last.says_goods and not (last.referring and draft.count is None):
            return False
        if draft.corrects:
            _correct(_corrected(self._found, draft), draft)
            return True
        if draft.each and not draft.says_goods:
            _each(self._found, draft)
            return True
        if not (draft.says_goods or draft.count is not None or draft.measured):
            return False
        if last.wares != draft.wares and draft.says_goods and not draft.wares & last.wares:
            return False
        if draft.negated:
            draft.carried = dict(last.all_options)
            return False
        counted = last.count is not None and draft.count is not None
        clash = any(last.options.get(o, v) != v for o, v in draft.options.items())
        if counted and not draft.says_goods:
            return True
        if counted or clash or (draft.lacking & last.options.keys()):
            draft.carried = {o: v for o, v in last.all_options.items() if o not in draft.lacking}
            return False
        last.joined |= draft.options.keys() if last.count is not None else set()
        last.options |= draft.options
        last.lacking = (last.lacking | draft.lacking) - draft.options.keys()
        last.excluded |= draft.excluded
        last.wares = draft.wares & last.wares or last.wares
        if draft.count is not None:
            last.count, last.unit = draft.count, draft.unit
        last.times *= draft.times
        last.sized = last.sized or draft.sized
        last.each = last.each or draft.each
        last.measured = last.measured or draft.measured
        last.end = max(last.end, draft.end)
        return True


def _in_base(ware: Ware, names: Names) -> str | None:
    if ware.base is None:
        return None
    return names.words.lexicon.measures[ware.base[1]][0]


def _corrected(found: Sequence[Draft], draft: Draft) -> Draft:
    """The draft that a correction speaks of: the latest with these options, else the latest."""
    for before in reversed(found):
        if draft.options and draft.options.items() <= before.all_options.items():
            return before
    return found[-1]


def _correct(last: Draft, draft: Draft) -> None:
    """Take what the correction says over what was said."""
    last.options |= draft.options
    last.lacking = (last.lacking | draft.lacking) - draft.options.keys()
    if draft.count is not None:
        last.count, last.unit = draft.count, draft.unit
    last.end = max(last.end, draft.end)


def _each(found: Sequence[Draft], draft: Draft) -> None:
    for one in reversed(found):
        if one.count is not None:
            break
        one.count, one.unit = draft.count, draft.unit


def _tidy(found: list[Draft]) -> list[Draft]:
    """Apply corrections between names, "each", and totals that are then split up."""
    kept: list[Draft] = []
    for draft in _with_verbs(found):
        if draft.corrects and draft.named and kept:
            last = kept.pop()
            if draft.count is None:
                draft.count, draft.unit = last.count, last.unit
            if draft.wares == last.wares:
                draft.options = {**last.options, **draft.options}
        elif draft.each and draft.count is not None:
            _each(kept, draft)
        kept.append(draft)
    _share_out(kept)
    return _without_headers(_completed(kept))


def _share_out(found: Sequence[Draft]) -> None:
    """ "2 pasang, 40 sama 42": a total whose parts are named after it is one of each."""
    for at, draft in enumerate(found):
        rest = []
        for after in found[at + 1 :]:
            if after.named or after.wares != draft.wares or after.count is not None:
                break
            rest.append(after)
        shared = rest and draft.joined and draft.count == len(rest) + 1
        if shared and all(draft.joined & after.options.keys() for after in rest):
            for one in (draft, *rest):
                one.count, one.unit = Fraction(1), None


def _with_verbs(found: Sequence[Draft]) -> list[Draft]:
    """A verb that stands alone belongs to the goods after it, else to those before it."""
    kept: list[Draft] = []
    waiting: str | None = None
    for draft in found:
        bare = not (draft.says_goods or draft.referring)
        if bare and draft.count is None and draft.measured is None:
            waiting = waiting or draft.verb
            continue
        if waiting is not None and draft.verb in {None, "set"}:
            draft.verb = waiting
        waiting = None
        kept.append(draft)
    if waiting is not None and kept and kept[-1].verb is None:
        kept[-1].verb = waiting
    return kept


def _completed(found: list[Draft]) -> list[Draft]:
    """ "hitam dan putih L": what is said once at the end holds for what stood before it."""
    for before, after in pairwise(found):
        counted = before.count is not None and not after.each
        if after.named or before.wares != after.wares or counted:
            continue
        for option, value in after.options.items():
            before.carried.setdefault(option, value)
    return found


def _fill_up(whole: Draft, parts: Sequence[Draft]) -> None:
    """ "10 bungkus, pedas 6 sisanya ori": the rest of a total is what the other parts leave."""
    open_ones = [part for part in parts if part.rest and part.count is None]
    if len(open_ones) == 1 and whole.count is not None:
        left = whole.count - sum(part.count or 0 for part in parts)
        if left > 0:
            open_ones[0].count, open_ones[0].unit = left, None


def _without_headers(found: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for at, draft in enumerate(found):
        rest = []
        for after in found[at + 1 :]:
            if after.named or after.wares != draft.wares:
                break
            rest.append(after)
        _fill_up(draft, rest)
        split = any(after.options.keys() - draft.all_options.keys() for after in rest)
        others = any(
            after.options.get(o, v) != v for after in rest for o, v in draft.options.items()
        )
        if draft.named and split and not others and draft.count is not None:
            total = sum((after.count or Fraction(1)) for after in rest if not after.negated)
            if total == draft.count:
                continue
        kept.append(draft)
    return kept
