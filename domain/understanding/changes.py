"""What a line changes about goods that are there: a cart's, the last order's, those sent back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from domain.understanding.contract import Action, Item, Line
from domain.understanding.draft import Draft
from domain.understanding.names import Names
from domain.understanding.resolving import item


@dataclass(frozen=True, slots=True)
class Present:
    """The goods that are there; `shown` is the SKU or product that the customer looks at."""

    lines: tuple[Line, ...]
    shown: str | None
    names: Names

    def meant(self, draft: Draft, said: Mapping[str, str]) -> list[Line]:
        """The lines that a draft with these options may mean; all of them where it says no goods."""
        return [line for line in self.lines if self._fits(line, draft, said)]

    def _fits(self, line: Line, draft: Draft, said: Mapping[str, str]) -> bool:
        known = self.names.sku_of.get(line.sku)
        if known is None:
            return False
        ware, options = known
        if draft.wares and draft.says_goods and ware.name not in draft.wares:
            return False
        return all(options.get(name) == value for name, value in said.items())

    def referred(self) -> Line | None:
        """What "that one" is: the one shown, else the only line."""
        shown = [line for line in self.lines if self._is_shown(line)]
        if len(shown) == 1:
            return shown[0]
        return self.lines[0] if len(self.lines) == 1 else None

    def _is_shown(self, line: Line) -> bool:
        known = self.names.sku_of.get(line.sku)
        return self.shown is not None and (
            line.sku == self.shown or (known is not None and known[0].name == self.shown)
        )

    def shown_goods(self, draft: Draft) -> Draft | None:
        """The draft of what is shown, where that is not among the lines."""
        known = self.names.sku_of.get(self.shown or "")
        if known is None or any(self._is_shown(line) for line in self.lines):
            return None
        ware, options = known
        return replace(draft, wares=frozenset({ware.name}), options=dict(options))

    def one(self, draft: Draft, said: Mapping[str, str] | None = None) -> Line | None:
        """The single line that a draft means."""
        if not draft.says_goods:
            return self.referred()
        found = self.meant(draft, draft.options if said is None else said)
        return found[0] if len(found) == 1 else None

    def item(self, line: Line, qty: int, action: Action, source: str) -> Item:
        """An item for a line that is there."""
        ware, options = self.names.sku_of[line.sku]
        return Item(line.sku, ware.name, dict(options), qty, ware.unit, action, None, 0.95, source)


class Changes:
    """Reads drafts as changes to what is present."""

    def __init__(self, present: Present, text: str, *, only: bool, usual: Action) -> None:
        self._present = present
        self._text = text
        self._only = only
        self._usual = usual
        self._items: list[Item] = []
        self._removed: Line | None = None
        self._taken: dict[str, int] = {}

    def read(self, drafts: Sequence[Draft]) -> list[Item]:
        """Return the changes in the order of the line."""
        drafts = self._sorted(_carried_on(_recounted(drafts)))
        at = 0
        while at < len(drafts):
            at += self._pair(drafts, at) or self._single(drafts[at])
        return self._items

    def _sorted(self, drafts: Sequence[Draft]) -> list[Draft]:
        """ "bubuk aja, ga jadi biji": what goes is read before what comes in its place."""
        gone = [d for d in drafts if d.verb == "remove" and self._present.one(d) is not None]
        instead = [
            d
            for d in drafts
            if d.verb is None and d.count is None and d.says_goods and self._swaps(d)
        ]
        pair = len(gone) == len(instead) == 1 and gone[0].wares & instead[0].wares
        if not pair or drafts.index(gone[0]) < drafts.index(instead[0]):
            return list(drafts)
        rest = [d for d in drafts if d is not gone[0] and d is not instead[0]]
        return [gone[0], replace(instead[0], verb="replace"), *rest]

    def _pair(self, drafts: Sequence[Draft], at: int) -> int:
        """ "ganti A jadi B", "A jadi B", "A ganti B": two drafts make one change."""
        if at + 1 >= len(drafts):
            return 0
        old, new = drafts[at], drafts[at + 1]
        pairing = (old.verb == "replace" and new.verb in {None, "set"}) or (
            old.verb in {None, "remove"} and new.verb in {"set", "replace"}
        )
        line = self._present.one(old) if old.says_goods else None
        if not pairing or line is None or not new.says_goods:
            return 0
        if self._present.one(new) == line and new.count is not None and not new.options:
            return 0
        if new.verb == "set" and new.named and self._present.one(new) is not None:
            return 0
        self._replace(line, old, new)
        return 2

    def _single(self, draft: Draft) -> int:
        match draft.verb:
            case "remove" | "less":
                self._remove(draft)
            case "set":
                self._set(draft)
            case "replace":
                self._swap(draft)
            case "keep":
                pass
            case _:
                self._plain(draft)
        return 1

    def _source(self, draft: Draft) -> str:
        return self._text[draft.start : draft.end]

    def _remove(self, draft: Draft) -> None:
        lines = self._present.meant(draft, draft.options) if draft.says_goods else []
        line = self._present.one(draft)
        if draft.every and (draft.negated or not draft.says_goods):
            lines = [each for each in self._present.lines if each not in lines]
        elif line is not None:
            lines = [line]
        unclear = len(lines) > 1 and (draft.count is not None or draft.verb == "less")
        if unclear or not lines:
            self._ask(draft, Action.REMOVE)
            return
        for each in lines:
            default = 1 if draft.verb == "less" else each.qty
            qty = min(_whole(draft.count, default), each.qty)
            self._items.append(self._present.item(each, qty, Action.REMOVE, self._source(draft)))
        self._removed = lines[0] if len(lines) == 1 else None

    def _set(self, draft: Draft) -> None:
        if self._swaps(draft):
            self._swap(draft)
            return
        line = self._present.one(draft)
        if line is None and draft.each and draft.count is not None:
            for each in self._present.meant(draft, draft.options):
                qty = self._counted(draft, each)
                self._items.append(self._present.item(each, qty, Action.SET, self._source(draft)))
            return
        if line is None:
            self._ask(draft, Action.SET)
            return
        qty = self._counted(draft, line)
        if qty != line.qty - self._taken.get(line.sku, 0) or line.sku not in self._taken:
            self._items.append(self._present.item(line, qty, Action.SET, self._source(draft)))

    def _counted(self, draft: Draft, line: Line) -> int:
        """So many in the product's own unit: "jadi 2 lusin" is 24."""
        ware, options = self._present.names.sku_of[line.sku]
        whole = replace(draft, wares=frozenset({ware.name}), options=dict(options), lacking=set())
        qty = item(whole, self._present.names, self._text).qty
        return _whole(Fraction(qty), line.qty)

    def _swaps(self, draft: Draft) -> bool:
        """Whether a draft names another variant of what is there, or other goods."""
        return bool(draft.says_goods) and not self._present.meant(draft, draft.options)

    def _swap(self, draft: Draft) -> None:
        if not draft.says_goods and draft.count is not None:
            self._set(replace(draft, verb="set"))
            return
        if draft.count is not None and not self._swaps(draft) and self._removed is None:
            self._set(draft)
            return
        before = {**draft.options, **draft.was, **dict(draft.excluded)}
        changed = bool(draft.was or draft.excluded)
        old = self._present.one(draft, before) if changed else self._old(draft)
        if old is None:
            self._ask(draft, Action.REPLACE)
            return
        self._replace(old, None, draft)

    def _old(self, draft: Draft) -> Line | None:
        """What new goods take the place of: what was just taken out, else a sister, else the only one."""
        if self._removed is not None:
            return self._removed
        for name in draft.options:
            rest = {other: value for other, value in draft.options.items() if other != name}
            near = self._present.meant(draft, rest) if rest else []
            if len(near) == 1:
                return near[0]
        sisters = self._present.meant(draft, {})
        if draft.wares and len(sisters) == 1:
            return sisters[0]
        return self._present.referred() if not sisters or not draft.wares else None

    def _replace(self, old: Line, said: Draft | None, new: Draft) -> None:
        ware, options = self._present.names.sku_of[old.sku]
        part = said.count if said is not None else new.count if new.part else None
        qty = min(_part(part, old.qty), old.qty)
        source = self._source(said or new)
        if self._removed is not old:
            self._items.append(self._present.item(old, qty, Action.REMOVE, source))
            self._taken[old.sku] = qty
        self._removed = None
        same = not new.named or ware.name in new.wares
        if same:
            kept = {name: value for name, value in options.items() if name not in new.lacking}
            new = replace(
                new, wares=frozenset({ware.name}), carried=kept, excluded=set(), verb="replace"
            )
        wanted = item(new, self._present.names, self._text)
        if new.count is None or new.part:
            wanted = replace(wanted, qty=qty, ask=None if wanted.ask == "qty" else wanted.ask)
        self._items.append(replace(wanted, action=Action.REPLACE))

    def _plain(self, draft: Draft) -> None:
        if draft.excluded and not draft.options and self._other(draft):
            return
        if draft.negated or (draft.excluded and not draft.options):
            self._remove(replace(draft, options=dict(draft.excluded) or draft.options))
            return
        there = self._only or self._usual is Action.SET or draft.corrects
        instead = there and draft.count is None and draft.options and self._swaps(draft)
        if draft.was or draft.excluded or (instead and len(self._present.meant(draft, {})) == 1):
            self._swap(draft)
            return
        if not (draft.says_goods or draft.counted or draft.verb):
            return  # "tadi salah" says that something changes, not what
        line = self._present.one(draft)
        if not draft.says_goods and (shown := self._present.shown_goods(draft)) is not None:
            self._items.append(item(shown, self._present.names, self._text))
            return
        if line is None and not draft.says_goods:
            self._ask(draft, Action.ADD)
            return
        if line is not None:
            named = self._only or self._usual is Action.SET
            if named and not draft.counted:
                return  # "lagi gayo yang kemarin" names what is there already
            there = named and draft.verb != "add"
            action = Action.SET if there else Action.ADD
            qty = self._counted(draft, line) if draft.counted else 1
            self._items.append(self._present.item(line, qty, action, self._source(draft)))
            return
        self._items.append(item(draft, self._present.names, self._text, self._present.lines))

    def _other(self, draft: Draft) -> bool:
        """ "jangan pedas": take what else there is of it, where that is one thing only."""
        line = self._present.one(draft, dict(draft.excluded))
        if line is None:
            return False
        ware, options = self._present.names.sku_of[line.sku]
        unwanted = {name for name, _ in draft.excluded}
        kept = {name: value for name, value in options.items() if name not in unwanted}
        left = [v for v in ware.matching(kept) if not draft.excluded & set(v.options.items())]
        if len(left) != 1:
            return False
        self._replace(line, None, replace(draft, options=dict(left[0].options)))
        return True

    def _ask(self, draft: Draft, action: Action) -> None:
        asked = item(draft, self._present.names, self._text)
        if asked.sku is not None or asked.ask is None:
            asked = replace(asked, sku=None, ask="which", confidence=0.4)
        if not draft.says_goods:
            asked = replace(asked, product=None, options={}, ask="which", confidence=0.3)
        self._items.append(replace(asked, action=action))


def _recounted(drafts: Sequence[Draft]) -> list[Draft]:
    """ "ga jadi selusin, 1 box aja": a number that is taken back for another sets the other."""
    counts = [draft for draft in drafts if draft.counted and not draft.says_goods]
    back = [draft for draft in counts if draft.verb == "remove"]
    new = [draft for draft in counts if draft.verb in {None, "set"}]
    if len(back) != 1 or len(new) != 1:
        return list(drafts)
    changed = replace(new[0], verb="set")
    return [changed if d is new[0] else d for d in drafts if d is not back[0]]


def _carried_on(drafts: Sequence[Draft]) -> list[Draft]:
    """ "buang sepatunya sama keripiknya": what is done to goods is done to those behind "and" too."""
    carried: list[Draft] = []
    for draft in drafts:
        last = carried[-1] if carried else None
        going = last is not None and last.verb == "remove" and draft.verb is None
        going = going and draft.linked and not draft.counted and draft.says_goods
        carried.append(replace(draft, verb="remove") if going else draft)
    return carried


def _part(part: Fraction | None, whole: int) -> int:
    """How many of a line are meant: all, so many, or "setengah" of them."""
    if part is not None and 0 < part < 1:
        part = part * whole
    return _whole(part, whole)


def _whole(count: Fraction | None, otherwise: int) -> int:
    whole = count is not None and count.denominator == 1 and count > 0
    return int(count) if whole and count is not None else otherwise
