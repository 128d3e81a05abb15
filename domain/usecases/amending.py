"""Applies what was said to a proposal: the one way in which words change an order before it is one."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from domain.orders import Order
from domain.ports import UnitOfWork
from domain.proposals import (
    Choice,
    Proposal,
    ProposedLine,
    appended,
    joined,
    with_choice,
    with_quantity,
)
from domain.understanding.contract import Action, Intent, Item, Line, Reading
from domain.usecases.proposing import names_product, propose, renewed, skus_fitting

_NONE_OF_IT = re.compile(r"(?<![\w.,/])0(?![\w.,/])")
_JUST_ONE = re.compile(
    r"(?<![\w.,/])(?:(?:1|x1|1x)(?![\d.,/])(?! ?(?:kg|kilo|l|liter|g|gr|gram)\b)|(?:satu|sebuah|sebiji)\b)"
    r"|^(?:one|an?)\b"
)
_CORRECTS = re.compile(
    r"\b(?:eh|de+ng|ding|maksud\w*|salah|ralat|koreksi|wait|actually|sorry)\b|\w ?nya\b"
)
_MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Applied:
    """What words made of a proposal.

    `unclear` is what was said of goods and could not be done: it is not known of which line.
    `answered` is the line, as it was asked, whose goods were named at last, and `answer` what it is.
    """

    proposal: Proposal
    changed: bool
    unclear: tuple[Item, ...] = ()
    answered: ProposedLine | None = None
    answer: ProposedLine | None = None

    @property
    def understood(self) -> bool:
        """The words were about this proposal, even where they could not be followed."""
        return self.changed or bool(self.unclear)


def apply_reading(
    uow: UnitOfWork,
    proposal: Proposal,
    reading: Reading,
    *,
    text: str = "",
    held: Sequence[Line] = (),
    before: Order | None = None,
    in_view: Collection[str] = (),
) -> Applied:
    """Return the proposal as the words leave it; each item is done as its action says.

    The reading is to be made with the proposal's lines as the context's cart, so that a bare number
    or a correction sets. A single item that answers an open question answers it. `text`, `held`,
    `before` and `in_view` are as for `propose`.
    """
    shown = renewed(uow, proposal, held)
    parts = propose(
        uow, replace(reading, items=()), proposal.version, text=text, held=held, before=before
    )
    whole = joined(shown, parts)
    work = _Work(uow, whole, reading.intent, held, frozenset(in_view), text)
    if len(reading.items) != 1 or reading.address or not work.answer(reading.items[0]):
        for item in reading.items:
            work.do(item)
    result = renewed(uow, work.proposal, held)
    changed = _told(result) != _told(shown)
    return Applied(result, changed, tuple(work.unclear), *work.answered)


def _told(proposal: Proposal) -> Proposal:
    """What of a proposal can be seen: not its keys, nor which words a known line came from."""
    lines = tuple(
        replace(x, key=0, confidence=1.0, source="" if x.product else x.source)
        for x in proposal.lines
    )
    return replace(proposal, lines=lines, next_key=0)


def counted(item: Item) -> bool:
    """Tell whether it was said how many; "1" is said as much as any other number."""
    return item.qty != 1 or _JUST_ONE.search(item.source.casefold()) is not None


class _Work:
    """One reading being applied, item by item."""

    def __init__(
        self,
        uow: UnitOfWork,
        proposal: Proposal,
        intent: Intent,
        held: Sequence[Line],
        in_view: frozenset[str],
        text: str,
    ) -> None:
        self._uow = uow
        self._text = text
        self.proposal = proposal
        self._intent = intent
        self._held = held
        codes = {x.product for x in proposal.lines if x.product}
        products = [p for p in map(uow.catalogue.product, sorted(codes)) if p is not None]
        self._names = {p.name: p.code for p in products}
        self._view = in_view | frozenset(self._names)
        self.unclear: list[Item] = []
        self.answered: tuple[ProposedLine | None, ProposedLine | None] = (None, None)
        self._gone_at: int | None = None

    # One item ------------------------------------------------------------------------------------

    def do(self, item: Item) -> None:
        """Do what an item says."""
        gone_at, self._gone_at = self._gone_at, None
        if item.action is Action.REMOVE or _NONE_OF_IT.search(item.source):
            self._remove(item)
        elif item.action is Action.SET:
            self._set(item)
        elif item.action is Action.REPLACE and gone_at is None:
            self.unclear.append(item)  # what it takes the place of is not known
        else:
            self._add(item, gone_at)

    def _remove(self, item: Item) -> None:
        line = self._meant(item)
        if line is None:
            self.unclear.append(item)
            return
        known = line.sku is not None and item.sku is not None
        rest = max(0, line.quantity - int(item.qty)) if known else 0
        self._gone_at = self.proposal.lines.index(line) + (rest > 0)
        self.proposal = with_quantity(self.proposal, line.key, rest)

    def _set(self, item: Item) -> None:
        line = self._meant(item)
        if line is not None:
            self.proposal = with_quantity(self.proposal, line.key, int(item.qty))
        elif item.sku is not None:
            self._add(item, None)
        else:
            self.unclear.append(item)

    def _add(self, item: Item, place: int | None) -> None:
        if item.product is None and not item.source:
            self.unclear.append(item)
            return
        line = self._meant(item) if item.product else None
        bare = item.action is Action.ADD and (not self._named(item) or self._again(item))
        if line is not None and bare and self._intent is Intent.ORDER:
            if line.sku is None or counted(item):
                self.proposal = with_quantity(self.proposal, line.key, int(item.qty))
            return
        fresh = self._line(item)
        same = next((x for x in self.proposal.lines if fresh.sku and x.sku == fresh.sku), None)
        if same is not None:
            whole = same.quantity + fresh.quantity
            self.proposal = with_quantity(self.proposal, same.key, whole)
        elif len(self.proposal.lines) < _MOST_LINES:
            self.proposal = appended(self.proposal, fresh, place)

    def _line(self, item: Item) -> ProposedLine:
        wanted = Reading(Intent.ORDER, items=(item,))
        version = self.proposal.version
        return propose(self._uow, wanted, version, held=self._held, in_view=self._view).lines[0]

    def _again(self, item: Item) -> bool:
        """ "eh mugnya 2 deng": of what is there already there shall be so many."""
        corrects = _CORRECTS.search(f"{self._text} ".casefold()) is not None
        return corrects and item.sku is None and not item.options and counted(item)

    def _named(self, item: Item) -> bool:
        return bool(item.source) and names_product(self._uow, item)

    def _meant(self, item: Item) -> ProposedLine | None:
        """The one line that an item is about: of its SKU, of its product, or of the same words."""
        lines = self.proposal.lines
        if item.sku is not None:
            exact = [x for x in lines if x.sku == item.sku]
            if exact:
                return exact[0]
        if item.product is not None:
            found = [x for x in lines if self._fits(x, item)]
        else:
            words = set(item.source.casefold().split())
            found = [
                x for x in lines
                if x.product is None and words & set(x.source.casefold().split()) - {str(x.quantity)}
            ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    def _fits(self, line: ProposedLine, item: Item) -> bool:
        if line.product is None or line.product != self._names.get(item.product or ""):
            return False
        if line.sku is not None and item.sku is not None:
            return False  # another SKU of the same product
        sku = self._uow.catalogue.sku(line.sku) if line.sku else None
        options = sku.options if sku is not None else line.options
        return all(options.get(name, value) == value for name, value in item.options.items())

    # Answers -------------------------------------------------------------------------------------

    def answer(self, item: Item) -> bool:
        """Answer an open question: the one that is shown, but "krem" may mean the mug further down."""
        if item.action in {Action.REMOVE, Action.REPLACE}:
            return False
        return any(self._answers(x, item) for x in self.proposal.lines if x.ask is not None)

    def _answers(self, asked: ProposedLine, item: Item) -> bool:
        if asked.ask == "qty":
            if item.sku not in {None, asked.sku} or not counted(item):
                return False
            self.proposal = with_quantity(self.proposal, asked.key, int(item.qty))
            return True
        if item.action is not Action.ADD:
            return False
        if asked.product is None:
            return asked is self.proposal.question and self._names_at_last(asked, item)
        return self._chooses(asked, item)

    def _chooses(self, asked: ProposedLine, item: Item) -> bool:
        if not item.options or item.product is None:
            return False
        if self._names.get(item.product) != asked.product:
            return False
        others = any(asked.options.get(n, v) != v for n, v in item.options.items())
        if others and counted(item) and self._named(item):
            return False  # further goods of the same product
        fitting = skus_fitting(self._uow, asked.product or "", {**asked.options, **item.options})
        if not fitting:
            return False
        if counted(item):
            self.proposal = with_quantity(self.proposal, asked.key, int(item.qty))
        choices = tuple(Choice(s.code, s.product, s.title, s.price) for s in fitting)
        if len(choices) == 1:
            self.proposal = with_choice(self.proposal, asked.key, choices[0])
            return True
        narrowed = {"options": {**asked.options, **item.options}, "choices": choices}
        self._put(asked.key, **narrowed)
        return True

    def _names_at_last(self, asked: ProposedLine, item: Item) -> bool:
        """What was not found by its name is named anew, without a number; the number is kept.

        With a number it is a further order, and the question stays.
        """
        line = self._line(item)
        offered = {c.product for c in asked.choices}
        known = line.product in offered if offered else self._named(item)
        if line.product is None or counted(item) or not known:
            return False
        named = replace(line, key=asked.key, quantity=asked.quantity, fraction=asked.fraction)
        self.answered = (asked, named)
        lines = tuple(named if x.key == asked.key else x for x in self.proposal.lines)
        self.proposal = replace(self.proposal, lines=lines)
        return True

    def _put(self, key: int, **facts: object) -> None:
        lines = tuple(
            replace(x, **facts) if x.key == key else x  # type: ignore[arg-type]  # fields by name
            for x in self.proposal.lines
        )
        self.proposal = replace(self.proposal, lines=lines)
