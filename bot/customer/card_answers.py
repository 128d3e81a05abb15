"""Answers to the questions of a card, in words: that the reader makes nothing of."""

import re

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
from domain.usecases.proposing import choose_product

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
        "pesan",
        "pesen",
        "lanjut",
        "sip",
        "yess",
        "okay",
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
