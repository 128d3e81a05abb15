"""Lets a stretch without a name go on with the goods before it, or correct them."""

from collections.abc import Sequence

from domain.understanding.draft import Draft
from domain.understanding.totals import share_each


def merge(found: Sequence[Draft], draft: Draft) -> bool:
    """Let a stretch without a name go on with the draft before it, where nothing clashes."""
    last = found[-1] if found else None
    if last is not None and _counts_what_is_shown(last, draft):
        last.count, last.unit, last.verb = draft.count, draft.unit, draft.verb
        return True
    if draft.every and draft.options and len(found) > 1:
        return False
    if last is None or draft.verb is not None or draft.referring or draft.unsold:
        return False
    if not last.says_goods and not (last.referring and draft.count is None):
        return False
    if draft.corrects:
        _correct(_corrected(found, draft), draft)
        return True
    again = _again(found, draft)
    if again is not None:
        _correct(again, draft)
        return True
    if draft.each and not draft.says_goods:
        share_each(found, draft)
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
    last.options |= draft.options
    last.lacking = (last.lacking | draft.lacking) - draft.options.keys()
    last.excluded |= draft.excluded
    last.refusing = draft.refusing
    last.wares = draft.wares & last.wares or last.wares
    if draft.count is not None:
        last.count, last.unit = draft.count, draft.unit
    last.times *= draft.times
    last.sized = last.sized or draft.sized
    last.each = last.each or draft.each
    last.measured = last.measured or draft.measured
    last.end = max(last.end, draft.end)
    return True


def _counts_what_is_shown(last: Draft, draft: Draft) -> bool:
    """ "yang ini, tambah 2", "beras kebanyakan, jadi 1": the number is of what was spoken of."""
    if not draft.counted or draft.says_goods or last.counted:
        return False
    pointed = last.referring and not last.says_goods and draft.verb == "add"
    return pointed or (last.says_goods and last.verb is None and draft.verb == "set")


def _again(found: Sequence[Draft], draft: Draft) -> Draft | None:
    """ "pedas 5, ori 5. yang pedas 3 aja": counted goods that are counted anew, and no more than so."""
    if not draft.only or draft.count is None or not draft.options:
        return None
    same = [
        b
        for b in found
        if b.wares == draft.wares and draft.options.items() <= b.all_options.items()
    ]
    return same[0] if len(same) == 1 and same[0].count is not None else None


def _corrected(found: Sequence[Draft], draft: Draft) -> Draft:
    """The draft that a correction speaks of: the latest with these options, else the latest."""
    for before in reversed(found):
        if draft.options and draft.options.items() <= before.all_options.items():
            return before
    return found[-1]


def _correct(last: Draft, draft: Draft) -> None:
    """Take what the correction says over what was said."""
    last.excluded |= draft.excluded
    last.options = {o: v for o, v in last.options.items() if (o, v) not in draft.excluded}
    last.options |= draft.options
    last.lacking = (last.lacking | draft.lacking) - draft.options.keys()
    if draft.count is not None:
        last.count, last.unit = draft.count, draft.unit
    last.end = max(last.end, draft.end)
