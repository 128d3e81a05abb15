"""Cuts the atoms of a line into stretches that speak of at most one product each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from domain.understanding.atoms import Atom, Role
from domain.understanding.names import Meaning


def stretches(atoms: Sequence[Atom]) -> Iterator[tuple[list[Atom], bool]]:
    """Return them in order, each with whether an "and" goes before it.

    A stretch is what stands between separators, cut once more before each further name.
    """
    for clause, linked in _clauses(_without_times(atoms)):
        for at, group in enumerate(_groups(clause)):
            yield group, linked and at == 0


def _without_times(atoms: Sequence[Atom]) -> list[Atom]:
    """ "3x mug 1x grinder": the sign for times carries nothing, and would part a number from its name."""
    before = [None, *atoms]
    return [
        atom
        for last, atom in zip(before, atoms, strict=False)
        if last is None
        or last.role is not Role.NUMBER
        or atom.role is not Role.OTHER
        or (last.end, atom.end) != (atom.start, atom.start + 1)
    ]


def _clauses(atoms: Sequence[Atom]) -> Iterator[tuple[list[Atom], bool]]:
    clause: list[Atom] = []
    linked = False
    for atom in atoms:
        if atom.role is not Role.SEPARATOR:
            clause.append(atom)
            continue
        if clause:
            yield clause, linked
            linked = False
        clause = []
        linked = atom.word == "and"
    if clause:
        yield clause, linked


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
        either = before is not None and before.role is Role.EITHER and atom.role is Role.NAME
        if either and _one_or_other(joined, atom):
            continue
        if before is not None and before.role is Role.UNKNOWN and atom.role is Role.NAME:
            _close_up(joined, atom)
            before = joined[-1]
        if before is not None and before.role is Role.NAME and atom.role is Role.NAME:
            ours = before.meaning.wares or before.meaning.partly
            theirs = atom.meaning.wares or atom.meaning.partly
            if both := ours & theirs:
                meaning = replace(before.meaning, wares=both, partly=frozenset())
                joined[-1] = replace(before, end=atom.end, meaning=meaning)
                continue
            if before.meaning.wares and not atom.meaning.wares:
                continue  # "mug polos": a word that is a part of another product's name
        joined.append(atom)
    return joined


def _one_or_other(joined: list[Atom], name: Atom) -> bool:
    """ "gayo atau toraja": one name that may be either, to be asked about."""
    last = joined[-2] if len(joined) > 1 else None
    if last is None or last.role is not Role.NAME:
        return False
    ours, theirs = (a.meaning.wares or a.meaning.partly for a in (last, name))
    joined[-2:] = [replace(last, end=name.end, meaning=Meaning(partly=ours | theirs))]
    return True


def _close_up(joined: list[Atom], name: Atom) -> None:
    """ "kopi arab gayo": an unknown word between two parts of one name is a part of it."""
    last = joined[-2] if len(joined) > 1 else None
    if last is None or last.role is not Role.NAME:
        return
    ours, theirs = (a.meaning.wares or a.meaning.partly for a in (last, name))
    if ours & theirs:
        joined.pop()


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


_LETTERS = {Role.NUMBER: "n", Role.VALUE: "v", Role.MEASURE: "nv"}
_EACH_BEFORE = re.compile(r"v*(?:nv+){2,}")


def counted_before(group: Sequence[Atom]) -> bool:
    """ "donat 1 box campur 1 box coklat": behind the name, each number stands before its values."""
    roles = [atom.role for atom in group]
    if Role.NAME not in roles:
        return False
    said = "".join(_LETTERS.get(role, "") for role in roles[roles.index(Role.NAME) + 1 :])
    return roles.index(Role.NAME) == 0 and _EACH_BEFORE.fullmatch(said) is not None
