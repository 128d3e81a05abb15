"""Settles drafts among each other: totals and their parts, "each", verbs and corrections between names."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from domain.understanding.draft import Draft
from domain.understanding.names import Names


def share_each(found: Sequence[Draft], draft: Draft) -> None:
    for one in reversed(found):
        if one.count is not None:
            break
        one.count, one.unit = draft.count, draft.unit


def tidied(found: list[Draft], names: Names) -> list[Draft]:
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
            share_each(kept, draft)
        kept.append(draft)
    _all_alike(kept, names)
    _share_out(kept)
    return _said_again(_without_headers(_completed(kept), names))


def _said_again(found: Sequence[Draft]) -> list[Draft]:
    """ "coklat sama gula, coklatnya 6": goods that come again with their number are the same goods."""
    return [
        draft
        for at, draft in enumerate(found)
        if draft.count is not None
        or draft.verb is not None
        or not any(
            after.count is not None
            and after.verb is None
            and after.wares == draft.wares
            and after.all_options == draft.all_options
            for after in found[at + 1 :]
        )
    ]


def _share_out(found: Sequence[Draft]) -> None:
    """ "2 pasang, 40 sama 42": a number said before its parts is one of each, where that adds up."""
    for at, draft in enumerate(found):
        rest = []
        for after in found[at + 1 :]:
            if after.named or after.wares != draft.wares or after.count is not None:
                break
            rest.append(after)
        clash = [
            any(draft.options.get(o, v) != v for o, v in after.options.items()) for after in rest
        ]
        if rest and all(clash) and draft.total and draft.count == len(rest) + 1:
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
        settles = draft.verb is None or (draft.verb == "set" and waiting == "replace")
        if waiting is not None and settles:
            draft.verb = waiting
        waiting = None
        kept.append(draft)
    if waiting is not None and kept and kept[-1].verb is None:
        kept[-1].verb = waiting
    return kept


def _completed(found: list[Draft]) -> list[Draft]:
    """ "hitam dan putih L": what is said once at the end holds for what stood before it."""
    for before, after in pairwise(found):
        counted = before.count is not None and not (after.each or after.every)
        if after.named or before.wares != after.wares or counted:
            continue
        for option, value in after.options.items():
            before.carried.setdefault(option, value)
    return found


def _all_alike(found: list[Draft], names: Names) -> None:
    """ "gayo sama toraja, dua-duanya bubuk": what is said of all of them holds for each."""
    last = found[-1] if found else None
    if last is None or not last.every or last.named or not last.options or len(found) < 3:
        return
    for draft in found[:-1]:
        ware = names.wares[draft.ware] if draft.ware else None
        for option, value in last.options.items():
            if ware is not None and value in ware.values(option):
                draft.options.setdefault(option, value)
    found.pop()


def _units(draft: Draft, names: Names) -> Fraction | None:
    """How many single units a draft counts: "2 lusin" is 24."""
    if draft.count is None:
        return None
    known = dict(names.assortment.units)
    if draft.ware is not None:
        known |= names.wares[draft.ware].units
    return draft.count * known.get(draft.unit or "", 1)


def _fill_up(whole: Draft, parts: Sequence[Draft], names: Names) -> None:
    """ "10 bungkus, pedas 6 sisanya ori": the rest of a total is what the other parts leave."""
    total = _units(whole, names)
    for part in parts:
        if total is not None and part.count is not None and part.count < 1 and total > 1:
            part.count, part.unit = part.count * total, None
    open_ones = [part for part in parts if part.rest and part.count is None]
    if len(open_ones) == 1 and total is not None:
        left = total - sum(_units(part, names) or 0 for part in parts)
        if left > 0:
            open_ones[0].count, open_ones[0].unit = left, None


def _without_headers(found: list[Draft], names: Names) -> list[Draft]:
    kept: list[Draft] = []
    for at, draft in enumerate(found):
        rest = []
        for after in found[at + 1 :]:
            if after.named or after.wares != draft.wares:
                break
            rest.append(after)
        _fill_up(draft, rest, names)
        split = any(after.options.keys() - draft.all_options.keys() for after in rest)
        others = any(
            after.options.get(o, v) != v for after in rest for o, v in draft.options.items()
        )
        if draft.named and split and not others and draft.count is not None:
            parts = [_units(after, names) or Fraction(1) for after in rest if not after.negated]
            if sum(parts) == _units(draft, names):
                continue
        kept.append(draft)
    return kept
