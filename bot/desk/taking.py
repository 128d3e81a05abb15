"""`/pesan`: an order given elsewhere is read from its words, corrected on a card, and placed.

The card is any member's who has the right; what is known so far is kept as an intake, so that two
members at one card, or with one forwarded message, make one order.
"""

from collections.abc import Collection
from dataclasses import replace

from bot.desk import arguments, welcome
from bot.desk.acting import card, note
from bot.desk.asking import STOP, ask, ask_again, close, number_fact, text_fact, typed
from bot.desk.names import with_name
from bot.desk.taking_card import (
    SAID,
    Writing,
    found,
    learn,
    order_before,
    over,
    person,
    saved,
    show,
    writing_of,
)
from bot.readers import READERS
from bot.visit import Handler, How, Kind, Reply, Show, Visit
from domain.authority import Right
from domain.intakes import Intake
from domain.numbers import spoken
from domain.orders import Order
from domain.proposals import Proposal
from domain.understanding.contract import (
    Awaiting,
    Context,
    Intent,
    Item,
    LastOrder,
    Line,
    Reading,
)
from domain.usecases.access import check
from domain.usecases.amending import apply_reading
from domain.usecases.learning import note_unread
from domain.usecases.proposing import propose

TEXT = "d.take"
MAX_TEXT = 2_000
_SAID_TO_A_CARD = frozenset(
    {
        Intent.ORDER,
        Intent.REORDER,
        Intent.CART_CHANGE,
        Intent.DETAILS,
        Intent.SHIPPING_CHOICE,
        Intent.PAYMENT_CHOICE,
    }
)
"""What is written while a card asks, and replies to nothing, is for the card only with these."""


def take(visit: Visit) -> Reply:
    """`/pesan TEXT`, `/pesan` in reply to a message, or alone: then it asks for the text."""
    check(visit.uow, visit.actor, Right.TAKE_ORDER)
    incoming = visit.incoming
    _, _, text = incoming.text.strip().replace("\n", " \n", 1).partition(" ")
    source = None
    named = _named_by_reply(visit)
    if named is not None and text.strip():
        return _more(visit, named, text.strip()[:MAX_TEXT])
    if incoming.reply_to is not None and not incoming.reply_to.is_bot:
        source = incoming.reply_to_message_id
        known = visit.uow.intakes.of_message(incoming.chat_id, source or 0)
        if known is not None:
            return _again(visit, known, text.strip()[:MAX_TEXT])
        text = f"{incoming.reply_text}\n{text}"
        if not text.strip():
            return ask(visit, TEXT, note("take.no_text", (STOP,)))
    if not text.strip():
        return ask(visit, TEXT, note("take.ask", (STOP,), who=incoming.user.name))
    return _begin(visit, text, source)


@typed
def text_typed(visit: Visit) -> Reply:
    """Take the text that was asked for."""
    check(visit.uow, visit.actor, Right.TAKE_ORDER)
    close(visit)
    return _begin(visit, visit.incoming.text, None)


def _begin(visit: Visit, text: str, source: int | None) -> Reply:
    uow, text = visit.uow, text.strip()[:MAX_TEXT]
    reading, before = _read(visit, text)
    note_unread(uow, person(visit), text, reading)
    intake = uow.intakes.add(
        Intake(
            0,
            visit.incoming.chat_id,
            visit.actor.id,
            uow.new_number(),
            uow.now,
            {SAID: text},
            source,
        )
    )
    proposal = propose(uow, reading, 0, before=before)
    return show(visit, saved(visit, Writing(intake, proposal)), how=How.NEW)


def _read(visit: Visit, text: str) -> tuple[Reading, Order | None]:
    """Return what the text says, and the latest order of who it is from, where that is known."""
    reader = READERS.of(visit.uow)
    reading = with_name(reader.read(text, Context()), text)
    before = order_before(visit, reading.phone or "")
    if before is None:
        return reading, None
    units: dict[str, int] = {}
    for line in before.lines:
        units[line.sku] = units.get(line.sku, 0) + line.quantity
    lines = tuple(Line(sku, count) for sku, count in units.items())
    known = Context(last_order=LastOrder(before.number, lines))
    reading = with_name(reader.read(text, known), text)
    if reading.intent is Intent.REORDER and not reading.items:
        same = tuple(Item(line.sku, None, qty=line.qty) for line in lines)
        reading = replace(reading, items=same)
    return reading, before


def _again(visit: Visit, intake: Intake, more: str) -> Reply:
    """The message was taken up already: go on with the one card, or show the order that it is."""
    writing = writing_of(intake)
    if writing is None:
        told = Show(note("take.placed_before", number=spoken(intake.number)), How.NEW)
        return Reply((told, card(visit, intake.number, How.NEW)))
    if not more:
        return show(visit, writing, how=How.NEW)
    changed = _with(visit, writing, more)
    if changed is None:
        return show(visit, writing, how=How.NEW, wrong="take.not_followed")
    return show(visit, saved(visit, writing.with_proposal(changed)), how=How.NEW)


def of_its_card(handler: Handler) -> Handler:
    """Let what replies to a card belong to that card, whatever was asked of the member last."""

    def handle(visit: Visit) -> Reply:
        incoming = visit.incoming
        intake = _named_by_reply(visit) if incoming.kind is Kind.TEXT else None
        if intake is None and number_fact(visit, "intake") > 0 and _elsewhere(visit):
            return welcome.fallback(visit)
        if intake is None or (intake == number_fact(visit, "intake") and _part_is_asked(visit)):
            return handler(visit)
        return _more(visit, intake, incoming.text.strip()[:MAX_TEXT])

    return handle


def _part_is_asked(visit: Visit) -> bool:
    return bool(text_fact(visit, "part"))


def _named_by_reply(visit: Visit) -> int | None:
    """Return the number of the intake whose card a member of the desk replies to."""
    incoming, group = visit.incoming, visit.uow.shop.staff_group()
    if not visit.roles or group is None or group.chat_id != incoming.chat_id:
        return None
    if incoming.reply_to is None or not incoming.reply_to.is_bot:
        return None
    cards = (data.split(":") for data in incoming.reply_data if data.startswith("d.p."))
    numbers = (arguments.whole(parts[1].partition(".")[0]) for parts in cards if len(parts) > 1)
    return next((number for number in numbers if number is not None), None)


def _elsewhere(visit: Visit) -> bool:
    """Tell whether the member replies to a message of ours that is no card and no question."""
    data = visit.incoming.reply_data
    return bool(data) and not any(d == "d.stop" or d.startswith("d.p.") for d in data)


def _more(visit: Visit, intake_id: int, text: str) -> Reply:
    """Take what was said of this card: an answer, more goods, what is missing."""
    check(visit.uow, visit.actor, Right.TAKE_ORDER)
    intake = found(visit, intake_id)
    writing = writing_of(intake)
    if writing is None:
        return over(visit, intake)
    changed = _with(visit, writing, text)
    if changed is None:
        return show(visit, writing, how=How.NEW, wrong="take.not_followed")
    if number_fact(visit, "intake") == writing.intake.id:
        close(visit)
    return show(visit, saved(visit, writing.with_proposal(changed)), how=How.NEW)


def _with(
    visit: Visit, writing: Writing, text: str, meant: Collection[Intent] = frozenset(Intent)
) -> Proposal | None:
    """Return the proposal as the words leave it; None where they were not understood of it.

    The lines of the card are to the reader what a cart is: "jangan mug" takes the mug off it.
    `meant` are the intents with which the words can be for the card at all.
    """
    uow, proposal = visit.uow, writing.proposal
    asked = proposal.question
    viewing = (asked.sku or asked.title) if asked is not None and asked.product else None
    awaiting = None
    if asked is not None:
        awaiting = Awaiting.QTY if asked.ask == "qty" else Awaiting.VARIANT
    cart = tuple(Line(x.sku, x.quantity) for x in proposal.lines if x.sku)
    reading = READERS.of(uow).read(text, Context(viewing=viewing, cart=cart, awaiting=awaiting))
    if reading.intent not in meant:
        return None
    applied = apply_reading(uow, proposal, with_name(reading, text), text=text)
    if applied.answered is not None:
        learn(visit, writing, applied.answered, applied.answer)
    return applied.proposal if applied.changed else None


@typed
def more_typed(visit: Visit) -> Reply:
    """Answer the card's question in words, or add what was forgotten."""
    check(visit.uow, visit.actor, Right.TAKE_ORDER)
    intake = found(visit, number_fact(visit, "intake"))
    writing = writing_of(intake)
    if writing is None:
        close(visit)
        return over(visit, intake)
    text = visit.incoming.text[:MAX_TEXT]
    if writing.proposal.question is None and writing.proposal.lines:  # another member's answer
        close(visit)
        return Reply()
    # Members talk to each other as well: only a reply was certainly meant for the card.
    replied = visit.incoming.reply_to is not None
    changed = _with(visit, writing, text, frozenset(Intent) if replied else _SAID_TO_A_CARD)
    if changed is None:
        return ask_again(note("take.not_understood", (STOP,))) if replied else Reply()
    close(visit)
    return show(visit, saved(visit, writing.with_proposal(changed)), how=How.NEW)
