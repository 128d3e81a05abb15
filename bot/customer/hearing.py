"""What a person wrote, read in the light of where they stand: cart, card, question, latest order."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.customer.catalogue import VIEWING
from bot.customer.checkout import SUMMARY, TALKED
from bot.customer.parsing import MIN_ADDRESS
from bot.customer.replies import form, text_in
from bot.proposal import kept
from bot.readers import READERS
from bot.visit import Visit
from domain.numbers import parse_number
from domain.orders import Order
from domain.proposals import Proposal
from domain.understanding.contract import Awaiting, Context, Intent, LastOrder, Line, Reading
from domain.usecases.proposing import method_meant, names_product

HEARD = "heard"
SAID = "said"
DONE = "done"
"""The words of goods that were done last, and when they were sent."""
PAUSE = timedelta(seconds=20)
"""Messages of one person that follow each other this fast are one message."""
PATIENCE = timedelta(minutes=30)
"""What is typed later than this is no answer to an old card; its buttons still work."""
MAX_SAID = 5
MAX_TOGETHER = 8
MAX_JOINED = 1500
"""Longer than this, together, nobody writes an order: they are read one by one."""
_MAX_WORDS = 80

ASKED = {
    "quantity": Awaiting.QTY,
    "address": Awaiting.ADDRESS,
    "pin": Awaiting.ADDRESS,
    "recipient": Awaiting.RECIPIENT,
    "phone": Awaiting.PHONE,
    "way": Awaiting.SHIPPING_CHOICE,
    "term": Awaiting.PAYMENT_CHOICE,
    "proof": Awaiting.PAYMENT_PROOF,
    "track": Awaiting.ORDER_REF,
}
"""The forms whose answers can be told from other talk, and what each of them asks."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message and its reading.

    Where several messages were one, `whole` is what they say together.
    """

    text: str
    reading: Reading
    context: Context
    whole: Reading | None = None


def hear(visit: Visit) -> Heard:
    """Read the message; with those right before it as one, where they make one order."""
    context = context_of(visit)
    alone = _read(visit, visit.incoming.text, context)
    earlier = _just_before(visit)
    began_open = _began_open(visit, earlier)
    _remember(visit, earlier, began_open)
    goes_on = alone.reading.intent in _GOES_ON and not _makes_sense(visit, alone.reading)
    if earlier and not began_open and goes_on:
        text = "\n".join((*earlier, visit.incoming.text))
        whole = _read(visit, text, _without_proposal(visit, context))
        ordered = whole.reading.intent is Intent.ORDER and whole.reading.items
        current = open_proposal(visit)
        least = max(len(_goods(alone.reading)), len(current.lines) if current else 0)
        if ordered and len(whole.reading.items) >= least:
            return replace(alone, whole=whole.reading)
    return alone


_GOES_ON = frozenset(
    {
        Intent.ORDER,
        Intent.CART_CHANGE,
        Intent.DETAILS,
        Intent.SHIPPING_CHOICE,
        Intent.PAYMENT_CHOICE,
        Intent.ADDRESS_CHANGE,
    }
)


def _makes_sense(visit: Visit, reading: Reading) -> bool:
    """Tell whether the words by themselves say what they do to what is there already."""
    if reading.intent is Intent.CART_CHANGE:
        return True
    if reading.intent is not Intent.ORDER or open_proposal(visit) is None:
        return False
    return all(i.product and i.source and names_product(visit.uow, i) for i in reading.items)


def _goods(reading: Reading) -> tuple[object, ...]:
    return reading.items if reading.intent is Intent.ORDER else ()


def _read(visit: Visit, text: str, context: Context) -> Heard:
    return Heard(text, READERS.of(visit.uow).read(text, context), context)


def elsewhere(visit: Visit, name: str) -> Heard | None:
    """Return what was typed where the open question is not answered by it, but clearly another."""
    if name not in ASKED:
        return None
    heard = _read(visit, visit.incoming.text, context_of(visit))
    reading = heard.reading
    if reading.intent in _FITS.get(name, frozenset()):
        return heard if _fits(visit, name, reading) else None
    if name in _BY_BUTTON:
        of_another = reading.intent is Intent.PAYMENT_CLAIM and reading.amount is not None
        if of_another:
            return heard
        nothing_new = _NOTHING_NEW | ({Intent.TRACK} if name == "track" else frozenset())
        if reading.intent in nothing_new | (_OF_THE_CART if name in _AFTER else frozenset()):
            return None
    elif reading.intent not in _CLEAR | _BESIDE.get(name, frozenset()):
        return None
    if name in {"address", "pin"} and _begins_with_address(visit, reading):
        return None
    if reading.intent in {Intent.ORDER, Intent.CART_CHANGE}:
        known = [i for i in reading.items if i.product and i.source and names_product(visit.uow, i)]
        named = len(known) == len(reading.items) > 0
        if not named or (name == "quantity" and not _names_other(visit, reading)):
            return None
    return heard


_CLEAR = frozenset(
    {
        Intent.ORDER,
        Intent.CART_CHANGE,
        Intent.CART_SHOW,
        Intent.CANCEL,
        Intent.AVAILABILITY,
        Intent.PRICE,
        Intent.CATALOGUE,
        Intent.SHIPPING_QUOTE,
        Intent.PAYMENT_QUESTION,
        Intent.TRACK,
        Intent.COMPLAINT_LATE,
        Intent.RETURN,
        Intent.STORE_INFO,
        Intent.HUMAN,
        Intent.PRIVACY,
    }
)
"""What may be said in the middle of a question. The reader knows what is asked: an answer to it is
none of these."""

_BY_BUTTON = frozenset({"way", "term", "proof", "track"})
"""Questions that words hardly answer: whatever the reader understands comes before them."""
_NOTHING_NEW = frozenset(
    {
        Intent.UNKNOWN,
        Intent.CONFIRM,
        Intent.DECLINE,
        Intent.GREETING,
        Intent.THANKS,
        Intent.PAYMENT_CLAIM,
    }
)
_AFTER = frozenset({"proof", "track"})
_OF_THE_CART = frozenset({Intent.DETAILS, Intent.SHIPPING_CHOICE, Intent.PAYMENT_CHOICE})
_BESIDE = {
    "address": frozenset({Intent.PAYMENT_CHOICE, Intent.SHIPPING_CHOICE}),
    "phone": frozenset({Intent.PAYMENT_CHOICE, Intent.SHIPPING_CHOICE}),
}
"""What of an order may be said while another part of it is asked."""
_FITS = {
    "way": frozenset({Intent.SHIPPING_CHOICE}),
    "term": frozenset({Intent.PAYMENT_CHOICE}),
    "address": frozenset({Intent.DETAILS, Intent.ADDRESS_CHANGE}),
}
"""The answers that the reader knows in more words than the form itself does."""


def _fits(visit: Visit, name: str, reading: Reading) -> bool:
    """Tell whether the reader's answer is better than the whole text: it tells the parts apart."""
    if name == "way":
        said = method_meant(visit.uow, reading.shipping, visit.incoming.text)
        return said is not None
    if name == "term":
        return reading.payment is not None
    told_apart = reading.recipient is not None or reading.intent is Intent.ADDRESS_CHANGE
    return told_apart and len(reading.address or "") >= MIN_ADDRESS


def _begins_with_address(visit: Visit, reading: Reading) -> bool:
    """ "Jl Melati 5, depan kedai kopi toraja 2": what follows an address describes the place."""
    address = (reading.address or "").casefold()[:10]
    return bool(address) and visit.incoming.text.strip().casefold().startswith(address)


def _names_other(visit: Visit, reading: Reading) -> bool:
    """Other goods are ordered where it was asked how many of one."""
    sku = visit.uow.catalogue.sku(text_in(form(visit), "sku"))
    return sku is not None and any(i.product != sku.product_name for i in reading.items)


def context_of(visit: Visit) -> Context:
    """Return what the reader has to know of the conversation."""
    draft = visit.uow.orders.draft_of(visit.actor.id)
    proposal = open_proposal(visit)
    held = tuple(Line(line.sku, line.quantity) for line in draft.lines) if draft else ()
    viewing = text_in(visit.state, VIEWING) or None
    last = last_order(visit)
    awaiting = ASKED.get(text_in(form(visit), "name"))
    if awaiting is Awaiting.QTY:
        viewing = text_in(form(visit), "sku") or viewing
    if proposal is not None and awaiting is None:
        held = tuple(Line(x.sku, x.quantity) for x in proposal.lines if x.sku)
        awaiting, viewing = _asked_by(visit, proposal, viewing)
    elif awaiting is None and summary_open(visit, draft):
        awaiting = Awaiting.CONFIRM
    if last is None:
        return Context(viewing, held, None, awaiting)
    units: dict[str, int] = {}
    for line in last.lines:
        units[line.sku] = units.get(line.sku, 0) + line.quantity
    lines = tuple(Line(sku, count) for sku, count in units.items())
    return Context(viewing, held, LastOrder(last.number, lines), awaiting)


def _without_proposal(visit: Visit, context: Context) -> Context:
    """Messages that make one order are read as if nothing had been proposed yet."""
    draft = visit.uow.orders.draft_of(visit.actor.id)
    held = tuple(Line(line.sku, line.quantity) for line in draft.lines) if draft else ()
    return Context(text_in(visit.state, VIEWING) or None, held, context.last_order, None)


def _asked_by(visit: Visit, proposal: Proposal, viewing: str | None) -> tuple[Awaiting, str | None]:
    asked = proposal.question
    if asked is None:
        return Awaiting.CONFIRM, viewing
    if asked.ask == "qty":
        return Awaiting.QTY, asked.sku
    product = visit.uow.catalogue.product(asked.product) if asked.product else None
    return Awaiting.VARIANT, product.name if product else viewing


def open_proposal(visit: Visit) -> Proposal | None:
    """Return the proposal that is being talked about, None where it was shown long ago."""
    proposal = kept(visit.state)
    if proposal is None or not recently(visit, text_in(visit.state, TALKED), PATIENCE):
        return None
    return proposal


def summary_open(visit: Visit, draft: Order | None) -> bool:
    """Tell whether the last that was shown is the summary of the cart as it still is."""
    shown = visit.state.get(SUMMARY)
    if not isinstance(shown, list) or len(shown) != 4 or draft is None:
        return False
    number, version, _, at = shown
    same = number == draft.number and version == draft.version
    return same and recently(visit, str(at), PATIENCE)


def last_order(visit: Visit) -> Order | None:
    """Return the customer's latest placed order."""
    return next(iter(visit.uow.orders.of_customer(visit.actor.id, 1)), None)


def order_said(visit: Visit, text: str) -> str | None:
    """Return the number of an own order that the text names."""
    words = [w.strip(".,;:!?#()\"'") for w in text.split()[:_MAX_WORDS]]
    pairs = [f"{a}{b}" for a, b in pairwise(words)]
    for word in (*words, *pairs):
        if len(word) < 6:
            continue  # a number may be letters alone: that such an order is there tells it from words
        number = parse_number(word)
        order = visit.uow.orders.get(number) if number else None
        if order is not None and order.customer_id == visit.actor.id and order.submitted_at:
            return order.number
    return None


def moment(visit: Visit) -> datetime:
    """Return when the message was sent, as Telegram says; now where it does not say."""
    sent = visit.incoming.sent_at
    return datetime.fromtimestamp(sent, visit.uow.now.tzinfo) if sent else visit.uow.now


def recently(visit: Visit, at: str, within: timedelta) -> bool:
    """Tell whether that moment (ISO 8601) of our clock was at most so long ago."""
    return _within(visit.uow.now, at, within)


def at_once(visit: Visit, at: str) -> bool:
    """Tell whether this message was sent right after that moment (ISO 8601) of Telegram's clock."""
    return _within(moment(visit), at, PAUSE)


def _within(now: datetime, at: str, within: timedelta) -> bool:
    try:
        return abs(now - datetime.fromisoformat(at)) <= within
    except (ValueError, TypeError):
        return False


def _just_before(visit: Visit) -> tuple[str, ...]:
    """Return the messages that this one follows at once."""
    heard = visit.state.get(HEARD)
    if not isinstance(heard, dict) or not at_once(visit, str(heard.get("at", ""))):
        return ()
    texts = heard.get("texts")
    found = tuple(map(str, texts)) if isinstance(texts, list) else ()
    return found if sum(map(len, found)) + len(visit.incoming.text) <= MAX_JOINED else ()


def _began_open(visit: Visit, earlier: tuple[str, ...]) -> bool:
    """Tell whether a card was open already when the first of the messages came."""
    heard = visit.state.get(HEARD)
    if earlier and isinstance(heard, dict):
        return bool(heard.get("open"))
    return open_proposal(visit) is not None


def _remember(visit: Visit, earlier: tuple[str, ...], began_open: bool) -> None:  # noqa: FBT001
    text = visit.incoming.text
    together = [*earlier, text][-MAX_TOGETHER:]
    visit.state[HEARD] = {"texts": together, "at": moment(visit).isoformat(), "open": began_open}
    said = visit.state.get(SAID)
    before = [str(s) for s in said] if isinstance(said, list) else []
    visit.state[SAID] = [*before, text[:300]][-MAX_SAID:]


def forget_pause(visit: Visit) -> None:
    """Whatever is written next stands for itself."""
    visit.state.pop(HEARD, None)


def changes_what_is_there(visit: Visit) -> None:
    """Words have changed the card: what follows at once is said to it as it is now."""
    heard = visit.state.get(HEARD)
    if isinstance(heard, dict):
        visit.state[HEARD] = {**heard, "open": True}


def said_twice(visit: Visit) -> bool:
    """Tell whether the very words that were done just now have come once more: a bad connection."""
    done = visit.state.get(DONE)
    if not isinstance(done, list) or len(done) != 2:
        return False
    return done[0] == _plain(visit) and at_once(visit, str(done[1]))


def done(visit: Visit) -> None:
    """The words of this message have been done."""
    visit.state[DONE] = [_plain(visit), moment(visit).isoformat()]


def done_no_more(visit: Visit) -> None:
    """The same words would be said on purpose."""
    visit.state.pop(DONE, None)


def _plain(visit: Visit) -> str:
    return " ".join(visit.incoming.text.split())[:MAX_JOINED]
