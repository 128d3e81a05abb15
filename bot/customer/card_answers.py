"""Answers to the questions of a card, in words: by what the reader made of them, or by their place."""

import re
from dataclasses import replace

from bot.customer.parsing import parse_quantity
from bot.visit import Visit
from domain.proposals import (
    Choice,
    Proposal,
    ProposedLine,
    with_choice,
    with_quantity,
    without,
)
from domain.understanding.contract import Intent, Item, Reading
from domain.usecases.proposing import choose_product, propose


def answered(visit: Visit, proposal: Proposal, reading: Reading) -> Proposal | None:
    """Return the proposal with a question of it answered by what was read; None where none is.

    The question that was shown comes first, but whoever says "krem" may mean the mug further down.
    """
    item = reading.items[0] if len(reading.items) == 1 else None
    if item is None or reading.address:
        return None
    for asked in proposal.lines:
        if asked.ask is None:
            continue
        found = _answered(visit, proposal, asked, item)
        if found is not None:
            return found
    return None


def _answered(visit: Visit, proposal: Proposal, asked: ProposedLine, item: Item) -> Proposal | None:
    if asked.ask == "qty":
        fits = item.sku in {None, asked.sku}
        return with_quantity(proposal, asked.key, int(item.qty)) if fits else None
    if asked.product is None:
        shown = asked is proposal.question
        return _named_at_last(visit, proposal, asked, item) if shown else None
    product = visit.uow.catalogue.product(asked.product)
    if product is None or item.product not in {None, product.name}:
        return None
    options = {**asked.options, **item.options}
    skus = visit.uow.catalogue.skus_of(asked.product)
    fitting = [s for s in skus if all(s.options.get(n) == v for n, v in options.items())]
    if not item.options or not fitting:
        return None
    if item.qty != 1:
        proposal = with_quantity(proposal, asked.key, int(item.qty))
    choices = tuple(Choice(s.code, s.product, s.title, s.price) for s in fitting)
    if len(choices) == 1:
        return with_choice(proposal, asked.key, choices[0])
    narrowed = replace(asked, options=options, choices=choices)
    lines = tuple(narrowed if x.key == asked.key else x for x in proposal.lines)
    return replace(proposal, lines=lines)


def _named_at_last(
    visit: Visit, proposal: Proposal, asked: ProposedLine, item: Item
) -> Proposal | None:
    """What was not found by its name is named anew: the number of it is kept."""
    fresh = propose(visit.uow, Reading(Intent.ORDER, items=(item,)), proposal.version)
    line = fresh.lines[0]
    if line.product is None and (asked.choices or not item.source):
        return None
    count = asked.quantity if line.quantity == 1 else line.quantity
    named = replace(line, key=asked.key, quantity=count)
    lines = tuple(named if x.key == asked.key else x for x in proposal.lines)
    return replace(proposal, lines=lines)


_YES = frozenset(
    [
        "ya",
        "iya",
        "yes",
        "yup",
        "y",
        "ok",
        "oke",
        "betul",
        "bener",
        "benar",
        "itu",
        "yg",
        "yang",
        "kak",
        "min",
        "dong",
        "aja",
    ]
)
_NO = frozenset(["bukan", "tidak", "gak", "ga", "nggak", "enggak", "no", "lewati", "skip"])


def plain(text: str) -> bool:
    """Tell whether it is a yes or a no, and nothing else."""
    words = set(re.findall(r"[^\W_]+", text.casefold()))
    return bool(words) and words <= _YES | _NO


def by_words(visit: Visit, proposal: Proposal, text: str) -> Proposal | None:
    """Return the proposal answered by words that the reader makes nothing of: "yang kedua", "krem"."""
    asked = proposal.question
    if asked is None:
        return None
    if asked.ask == "qty":
        count = parse_quantity(text)
        return None if count is None or count < 0 else with_quantity(proposal, asked.key, count)
    words = set(re.findall(r"[^\W_]+", text.casefold()))
    if words & _NO and words <= _NO | _YES:
        return without(proposal, asked.key)
    only = asked.choices[0] if len(asked.choices) == 1 and words and words <= _YES else None
    chosen = only or _choice_said(asked, text)
    if chosen is None:
        return None
    if chosen.sku:
        return with_choice(proposal, asked.key, chosen)
    return choose_product(visit.uow, proposal, asked.key, chosen.product)


_ORDINALS = {
    "pertama": 0, "kesatu": 0, "first": 0, "kedua": 1, "second": 1, "ketiga": 2, "third": 2,
    "keempat": 3, "fourth": 3, "terakhir": -1, "last": -1,
}  # fmt: skip


def by_place(asked: ProposedLine, text: str) -> Choice | None:
    """ "yang kedua"."""
    words = text.casefold().replace(",", " ").replace(".", " ").split()
    places = [_ORDINALS[w] for w in words if w in _ORDINALS]
    fits = len(places) == 1 and bool(asked.choices) and places[0] < len(asked.choices)
    return asked.choices[places[0]] if fits else None


def _choice_said(asked: ProposedLine, text: str) -> Choice | None:
    words = text.casefold().replace(",", " ").replace(".", " ").split()
    placed = by_place(asked, text)
    if placed is not None:
        return placed
    telling = [w for w in words if len(w) > 1]
    fits = [c for c in asked.choices if any(w in c.title.casefold().split() for w in telling)]
    return fits[0] if len(fits) == 1 else None
