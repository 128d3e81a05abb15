"""choose(): what a line wants; the most binding thing said wins, and the conversation decides the rest."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.understanding.contract import Awaiting, Context, Intent
from domain.understanding.cues import Cue, Said, standard_cues
from domain.understanding.details import Details
from domain.understanding.hostility import hostile

__all__ = ["Sentence", "Verdict", "choose", "hostile"]

MANY = 20
"""From so many units on, who asks for a price asks for the wholesale price."""
SEVERAL = 10
"""From so many units on, who asks what they would cost together does so too."""
LOWEST_OFFER = 25_000
"""A bare number that would be a lower price is rather a quantity."""
_WHO = frozenset({Awaiting.ADDRESS, Awaiting.RECIPIENT, Awaiting.PHONE})
_ANSWERED = {
    Awaiting.ADDRESS: Intent.DETAILS,
    Awaiting.RECIPIENT: Intent.DETAILS,
    Awaiting.PHONE: Intent.DETAILS,
    Awaiting.REFUND_ACCOUNT: Intent.REFUND_TARGET,
}
_ONLY_CONFIRMING = frozenset({Intent.CONFIRM, Intent.DECLINE})
_ORDER = {intent: at for at, intent in enumerate(Intent)}
_FURTHER = 0.05


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line as its intent is chosen from.

    `words` are the normal words joined by blanks, with marks ("?", "!", ",", "|" for a new line) as words
    and what was recognised replaced: <goods> <part> <qty> <measure> <phone> <waybill> <ref> <amount>
    <courier> <service> <when> <pay> <wallet> <address> <name> <photo>. `goods`: a product or an option's
    value is named; `counted`: and how many; `unsold`: what is named looks like goods but is not sold;
    `most` is the largest number of units said, 0 where none is.
    """

    words: str
    details: Details = field(default_factory=Details)
    goods: bool = False
    counted: bool = False
    unsold: bool = False
    most: int = 0


class Verdict(NamedTuple):
    """An intent, how sure it is (0 to 1) and what spoke for it, the strongest first."""

    intent: Intent
    confidence: float
    cues: tuple[str, ...]


def choose(sentence: Sentence, context: Context) -> Verdict:
    """Return what the line wants. Never raises; the same line in the same context gets the same verdict."""
    cues = standard_cues()
    words = sentence.words.split()
    whole = Said.of(words)
    said = Said.of([word for word in words if word not in cues.polite] or words)
    plain = {*_flags(sentence, context), *cues.raised(said), *cues.raised(whole)}
    flags = frozenset(plain.union(_derived(plain)))
    heard = [cue for cue in cues.cues if cue.speaks(said, whole, flags)]
    ranked = _ranked(heard, context)
    answer = _answer(sentence, context, said.line, ranked[0][1] if ranked else 0.0)
    if answer is not None:
        return Verdict(answer, 0.6, ("answers what was asked",))
    if not ranked:
        return Verdict(Intent.UNKNOWN, 0.5, ())
    (best, score), *others = ranked
    ahead = score - others[0][1] if others else score
    reasons = sorted((c for c in heard if c.intent is best), key=lambda c: (-c.weight, c.why))
    confidence = round(min(0.99, 0.5 + score / 20 + min(ahead, 2) / 20), 2)
    return Verdict(best, confidence, tuple(dict.fromkeys(c.why for c in reasons)))


def _ranked(heard: list[Cue], context: Context) -> list[tuple[Intent, float]]:
    """Intents by the weight of their heaviest cue; several cues outweigh one by a little."""
    weights: dict[Intent, list[float]] = {}
    for cue in heard:
        weights.setdefault(cue.intent, []).append(cue.weight)
    if context.awaiting is not Awaiting.CONFIRM:
        weights = {i: w for i, w in weights.items() if i not in _ONLY_CONFIRMING}
    if not context.cart:
        weights.pop(Intent.CART_CHANGE, None)
    scores = {i: max(w) + _FURTHER * (len(w) - 1) for i, w in weights.items()}
    return sorted(scores.items(), key=lambda one: (-one[1], _ORDER[one[0]]))


def _answer(sentence: Sentence, context: Context, said: str, score: float) -> Intent | None:
    """What was asked for comes in any words: a name, a street that no rule knows."""
    if context.awaiting is None or score >= 4 or "?" in said:
        return None
    meant = _ANSWERED.get(context.awaiting)
    spoken = re.search(r"[^\W\d_]{2,}|\d{4,}", said) is not None
    street = context.awaiting is Awaiting.ADDRESS and len(said.split()) >= 4
    return meant if spoken and not sentence.goods and (score < 2 or street) else None


def _flags(sentence: Sentence, context: Context) -> Iterator[str]:
    details, words = sentence.details, sentence.words
    facts = {
        "goods": sentence.goods or "<goods>" in words,
        "part": "<part>" in words,
        "counted": sentence.counted,
        "unsold": sentence.unsold,
        "many": sentence.most >= MANY,
        "several": sentence.most >= SEVERAL,
        "cart": bool(context.cart),
        "last_order": context.last_order is not None,
        "viewing": context.viewing is not None,
        "address": details.address is not None or "<address>" in words,
        "phone": details.phone is not None or details.bad_phone or "<phone>" in words,
        "ref": details.order_ref is not None or "<ref>" in words,
        "waybill": details.waybill is not None or "<waybill>" in words,
        "offer": max(details.offers, default=0) >= LOWEST_OFFER,
        "hundreds": max(details.offers, default=0) >= 4 * LOWEST_OFFER,
        "amount": bool(details.amounts) or "<amount>" in words,
        "courier": "<courier>" in words or "<service>" in words,
        "travel": details.shipping is not None or "<courier>" in words or "<service>" in words,
        "pay": details.payment is not None or "<pay>" in words,
        "wallet": details.wallet is not None or "<wallet>" in words,
        "photo": details.attachment or "<photo>" in words,
        "terms": details.payment in {"credit", "deposit"},
        "wish": details.wish is not None,
        "fault": details.reason is not None,
        "named": details.recipient is not None or "<name>" in words,
        "street": details.address is not None and not details.place,
        "who": context.awaiting in _WHO,
    }
    yield from (flag for flag, holds in facts.items() if holds)
    if context.awaiting is not None:
        yield f"awaiting:{context.awaiting}"


def _derived(flags: AbstractSet[str]) -> Iterator[str]:
    given = sum(flag in flags for flag in ("phone", "street", "named"))
    if given:
        yield "whereabouts"
    if given >= 2:
        yield "block"
    if "who" in flags:
        yield "awaiting:who"
    if flags & {"goods", "viewing", "part"}:
        yield "about"
    if "cart" in flags and flags & {"goods", "part", "counted", "ordinal"}:
        yield "incart"
    if "counted" in flags and "last_order" not in flags:
        yield "firsttime"
    if "cart" not in flags and flags & {"goods", "unsold"}:
        yield "fresh"
    if "cart" in flags and not flags & {"last_order", "ref", "waybill", "sent"}:
        yield "cartonly"
