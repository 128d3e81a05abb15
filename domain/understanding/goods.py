"""Groups the atoms of a line into drafts: so many of such a product with such options, as far as said."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from domain.understanding.assortment import Ware
from domain.understanding.atoms import Atom, Role
from domain.understanding.draft import Draft
from domain.understanding.identifying import (
    names_other_goods,
    option_lacking,
    option_meant,
    refuses_too,
    wares_meant,
    wares_with,
)
from domain.understanding.merging import merge
from domain.understanding.names import Meaning, Names, Size
from domain.understanding.sizing import base_measure, extreme_size, lacked_size, named_size, weighed
from domain.understanding.stretches import counted_before, stretches
from domain.understanding.totals import tidied

_CONTENT = {Role.NAME, Role.VALUE, Role.NUMBER, Role.MEASURE, Role.REFERENCE}


def drafts(atoms: Sequence[Atom], names: Names, assumed: frozenset[str]) -> list[Draft]:
    """Return what the line says of goods; `assumed` are the products that the context suggests."""
    found: list[Draft] = []
    correcting = False
    for stretch, linked in stretches(atoms):
        _Group(stretch, names, found, assumed, linked=linked, correcting=correcting).read()
        roles = {atom.role for atom in stretch}
        correcting = Role.CORRECTION in roles and not roles & _CONTENT
    return tidied(found, names)


class _Group:
    """Reads atoms around at most one name into one draft, or several where options repeat."""

    def __init__(
        self,
        group: Sequence[Atom],
        names: Names,
        found: list[Draft],
        assumed: frozenset[str],
        *,
        linked: bool,
        correcting: bool,
    ) -> None:
        self._group = group
        self._names = names
        self._found = found
        self._not = False
        self._either = False
        self._share: Fraction | None = None
        self._correcting = False
        self._each = False
        self._size_named = False
        first = next((at for at, atom in enumerate(group) if atom.role in _CONTENT), 0)
        self._numbers_first = bool(group) and group[first].role is Role.NUMBER
        self._numbers_first = self._numbers_first or counted_before(group)
        self._named = any(atom.role is Role.NAME for atom in group)
        wares, self._inferred = wares_meant(group, found, assumed, names)
        start = group[0].start if group else 0
        self._draft = Draft(start, 0, wares)
        self._draft.corrects = correcting
        self._draft.linked = linked
        self._not = linked and refuses_too(group, found)
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
                    self._measure(at, atom)
                case Role.UNIT:
                    self._unit(at, atom)
                case Role.REFERENCE:
                    self._draft.referring = True
                    self._spread(atom)
                case Role.EACH:
                    self._each = True
                case Role.ALL:
                    self._draft.every = True
                case Role.EITHER:
                    self._either = True
                case Role.REST:
                    self._rest()
                case Role.EXTREME:
                    self._extreme(atom)
                case Role.ONLY:
                    self._draft.only = True
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
                    self._not = self._not and atom.word in self._still_refusing
                    self._size_named = False
        self._settle()

    _still_refusing = frozenset({"ada", "kasih", "dikasih", "campur", "terlalu"})

    def _rest(self) -> None:
        """ "gula 10 sisanya coklat": what comes next is what is left."""
        if self._draft.options or self._draft.count is not None:
            self._settle()
            self._draft = replace(
                self._draft, end=0, options={}, count=None, unit=None, named=False, verb=None
            )
            self._added = False
        self._draft.rest = True

    def _extreme(self, atom: Atom) -> None:
        """ "yang gede", "madu kecil": the largest or smallest size, where goods have measured sizes."""
        sizes = self._names.sizes[self._ware.name] if self._ware else ()
        size = extreme_size(sizes, largest=atom.word == "large")
        if size is not None and size.option not in self._draft.options:
            self._draft.options[size.option] = size.value
            self._draft.sure = min(self._draft.sure, 0.8)
            self._spread(atom)

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
        pair = option_meant(atom, self._draft, self._names)
        if pair is None:
            lacking = option_lacking(atom, self._ware)
            if lacking is not None and not self._not:
                if lacking in self._draft.options:
                    self._divide(at, lacking)
                self._draft.lacking.add(lacking)
            if not self._not and (lacking is not None or not self._draft.wares):
                self._spread(atom)
            self._not = False
            return
        option, value = pair
        if self._not:
            self._draft.excluded.add(pair)
            self._draft.refusing = True
            self._not = False
            if self._draft.options.get(option) == value:
                del self._draft.options[option]
            self._spread(atom)
            return
        self._draft.wares = wares_with(pair, self._draft.wares, self._names)
        if self._share is not None:
            self._divide(at, option)
            self._draft.count, self._share = self._share, None
        if self._either and self._draft.options.get(option, value) != value:
            del self._draft.options[option]
        else:
            self._choose(at, option, value)
        self._spread(atom)

    def _choose(self, at: int, option: str, value: str) -> None:
        """Take an option's value; a second one corrects the first, or begins a further draft."""
        said = self._draft.options.get(option)
        if said is not None and said != value:
            if self._correcting:
                self._draft.was[option] = said
            else:
                self._divide(at, option)
        self._draft.options[option] = value
        self._draft.lacking.discard(option)
        self._draft.refusing = self._correcting = False

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
            total=False,
            measured=None,
            named=False,
            verb=None if whole.verb == "replace" else whole.verb,
        )
        self._added = False
        if moved is not None:
            whole.count, whole.unit = moved
            self._draft.count, self._draft.unit = count, unit

    def _moved(self, at: int) -> tuple[Fraction | None, str | None] | None:
        """What the draft counted before the number that stands right before this value."""
        counts = {Role.NUMBER, Role.MEASURE}
        numbers = [n for n in range(at) if self._group[n].role in counts]
        if len(numbers) < 2 or not self._second:
            return None
        return self._second

    _second: tuple[Fraction | None, str | None] | None = None

    def _number(self, at: int, atom: Atom) -> None:
        ware = self._ware
        if ware is not None and 0 < atom.number < 1 and weighed(self._group, at, ware, self._names):
            self._measure(at, replace(atom, number=atom.number * 1000, word="g"))
            return
        size = self._size(at)
        if atom.number < 1 and self._draft.count not in {None, 1}:
            self._share = atom.number
            return
        if self._not:
            self._not = False
            if size is not None:
                self._draft.excluded.add((size.option, size.value))
            else:
                self._draft.verb = self._draft.verb or "set"
            return
        if size is not None:
            self._size_named = False
            self._choose(at, size.option, size.value)
        elif (lacked := self._lacked_size(atom)) is not None:
            self._size_named = False
            self._draft.lacking.add(lacked)
        else:
            self._count(atom)
        self._spread(atom)

    def _size(self, at: int) -> Size | None:
        if self._ware is None or self._each:
            return None
        return named_size(
            self._group,
            at,
            self._names.sizes[self._ware.name],
            self._draft,
            said_size=self._size_named,
            correcting=self._correcting,
            numbers_first=self._numbers_first,
        )

    def _lacked_size(self, atom: Atom) -> str | None:
        if self._ware is None or self._each:
            return None
        sizes = self._names.sizes[self._ware.name]
        return lacked_size(atom, sizes, self._draft, said_size=self._size_named)

    def _count(self, atom: Atom) -> None:
        self._second = (self._draft.count, self._draft.unit)
        counted = self._draft.count is not None and not self._numbers_first
        if counted and not self._correcting and self._draft.verb != "set":
            return
        self._draft.count, self._draft.unit = atom.number, None
        self._draft.total = not self._draft.options
        self._draft.each = self._draft.each or self._each
        self._correcting = False

    def _measure(self, at: int, atom: Atom) -> None:
        ware = self._ware
        self._spread(atom)
        if ware is None:
            self._draft.measured = atom.number
            self._draft.unit = atom.word
            return
        if ware.base is not None and base_measure(ware, self._names) == atom.word:
            self._draft.measured = atom.number
            self._draft.unit = atom.word
            return
        sizes = [size for size in self._names.sizes[ware.name] if size.measure == atom.word]
        if not sizes:
            self._letter(at, atom)
            return
        option = sizes[0].option
        fitting = [s for s in sizes if (atom.number / s.amount).denominator == 1]
        if not fitting:
            self._draft.lacking.add(option)
            return
        size = max(fitting, key=lambda s: s.amount)
        at = next(n for n, one in enumerate(self._group) if one.start == atom.start)
        self._choose(at, option, size.value)
        self._draft.times = atom.number / size.amount
        self._draft.sized = option if self._draft.times != 1 else None

    def _letter(self, at: int, atom: Atom) -> None:
        """ "2 L" of something that has no volume: two, and size L."""
        ware = self._ware
        litres = atom.number / 1000
        if ware is None or atom.word != "ml" or litres.denominator != 1:
            return
        option = next((name for name in ware.option_names if "L" in ware.values(name)), None)
        if option is None:
            return
        counted = replace(atom, role=Role.NUMBER, number=litres)
        meaning = Meaning(values=frozenset({(option, "L")}))
        if not self._numbers_first:
            self._count(counted)
        self._value(at, replace(atom, role=Role.VALUE, meaning=meaning))
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
        """An unknown word in a product's place, where none is named, is a product of other shops."""
        if self._named:
            shared = at and self._group[at - 1].role is Role.NAME and len(self._draft.wares) > 1
            if shared:
                self._spread(self._group[at])  # "kopi luwak": the word that would tell which
            return
        if not names_other_goods(self._group, at, inferred=self._inferred):
            return
        self._draft.unsold = True
        self._draft.wares = frozenset()
        self._spread(self._group[at])

    def _correct(self) -> None:
        self._not = False
        begun = self._draft.says_goods or self._draft.count is not None
        self._correcting = begun or bool(self._found)
        self._draft.corrects = self._draft.corrects or not begun

    def _verb(self, atom: Atom) -> None:
        if self._not and atom.word in {"add", "less"}:
            atom = replace(atom, word="keep")
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
        if not self._named and merge(self._found, draft):
            return
        counted = draft.count is not None or draft.measured is not None
        if counted and not draft.wares and any(a.role is Role.VALUE for a in self._group):
            draft.unsold = True
        if draft.says_goods or counted or draft.referring or draft.verb is not None:
            self._found.append(draft)
            self._added = True
