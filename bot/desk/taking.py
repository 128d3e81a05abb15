"""`/pesan`: an order given elsewhere is read from its words, corrected on a card, and placed.

The card is any member's who has the right; what is known so far is kept as an intake, so that two
members at one card, or with one forwarded message, make one order.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.desk import arguments
from bot.desk.acting import card, note
from bot.desk.asking import STOP, ask, ask_again, close, number_fact, remember, text_fact, typed
from bot.proposal import Extra, Front, corrected, keep, kept, proposal_screen
from bot.readers import READERS
from bot.visit import Handler, How, Kind, Reply, Show, Toast, Visit, message, screen
from domain.authority import Right
from domain.channels import Channel
from domain.intakes import Intake
from domain.numbers import spoken
from domain.orders import Order
from domain.proposals import Proposal, ProposedLine, joined
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
from domain.usecases.learning import note_correction, note_unread
from domain.usecases.proposing import propose, renewed
from notifications.render.catalogue import Names

TEXT = "d.take"
MORE = "d.more"
FRONT = Front("d.p", "take.title", "take.button.go_on", "take.button.stop")
MAX_TEXT = 2_000
CHANNEL = "channel"
SAID = "said"


@dataclass(frozen=True, slots=True)
class Writing:
    """An order being written down: where it is kept, and what it is so far."""

    intake: Intake
    proposal: Proposal

    @property
    def channel(self) -> Channel | None:
        """Where it came from, once that was said."""
        said = self.intake.state.get(CHANNEL)
        return Channel(said) if isinstance(said, str) else None

    def with_proposal(self, proposal: Proposal) -> "Writing":
        """Return it with another proposal."""
        return replace(self, proposal=proposal)

    def with_fact(self, key: str, value: str) -> "Writing":
        """Return it with one more fact."""
        state = {**self.intake.state, key: value}
        return replace(self, intake=replace(self.intake, state=state))


def take(visit: Visit) -> Reply:
    """`/pesan TEXT`, `/pesan` in reply to a message, or alone: then it asks for the text."""
    check(visit.uow, visit.actor, Right.TAKE_ORDER)
    incoming = visit.incoming
    _, _, text = incoming.text.strip().replace("\n", " \n", 1).partition(" ")
    source = None
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
    note_unread(uow, _person(visit), text, reading)
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
    proposal = propose(uow, reading, intake.id, before=before)
    return show(visit, saved(visit, Writing(intake, proposal)), how=How.NEW)


def _read(visit: Visit, text: str) -> tuple[Reading, Order | None]:
    """Return what the text says, and the latest order of who it is from, where that is known."""
    reader = READERS.of(visit.uow)
    reading = reader.read(text, Context())
    before = order_before(visit, reading.phone or "")
    if before is None:
        return reading, None
    units: dict[str, int] = {}
    for line in before.lines:
        units[line.sku] = units.get(line.sku, 0) + line.quantity
    lines = tuple(Line(sku, count) for sku, count in units.items())
    reading = reader.read(text, Context(last_order=LastOrder(before.number, lines)))
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
    added = _added(visit, writing, more) if more else None
    if added is not None:
        writing = saved(visit, writing.with_proposal(added))
    return show(visit, writing, how=How.NEW)


def order_before(visit: Visit, phone: str) -> Order | None:
    """Return the latest order of the customer without Telegram who has this number."""
    known = visit.uow.customers.by_phone(phone) if phone else None
    return next(iter(visit.uow.orders.of_customer(known.id, 1)), None) if known else None


# The card --------------------------------------------------------------------------------------


def writing_of(intake: Intake | None) -> Writing | None:
    """Return what is being written down; None once it is placed, or given up."""
    proposal = kept(intake.state) if intake is not None else None
    return Writing(intake, proposal) if intake is not None and proposal is not None else None


def saved(visit: Visit, writing: Writing) -> Writing:
    """Keep what is known now, at present prices and stock."""
    fresh = renewed(visit.uow, writing.proposal)
    state = dict(writing.intake.state)
    keep(state, fresh)
    return Writing(visit.uow.intakes.save(replace(writing.intake, state=state)), fresh)


def show(
    visit: Visit,
    writing: Writing,
    toast: Toast | None = None,
    *,
    focus: int | None = None,
    how: How = How.EDIT,
    wrong: str | None = None,
) -> Reply:
    """Return the card; what a member types next may answer its question."""
    proposal = writing.proposal
    asked = proposal.question
    if asked is not None or not proposal.lines:
        remember(visit, MORE, intake=writing.intake.id)
    elif text_fact(visit, "name") == MORE:
        close(visit)
    shown = proposal_screen(
        visit.uow, proposal, FRONT, focus=focus, extra=_extra(writing), wrong=wrong
    )
    return Reply((Show(shown, how),), toast)


def _extra(writing: Writing) -> tuple[Extra, ...]:
    lines: list[Extra] = []
    if writing.channel is not None:
        lines.append(("take.line.channel", {"channel": channel_name(writing.channel)}))
    if not writing.proposal.lines:
        lines.append(("take.line.type_goods", {}))
    asked = writing.proposal.question
    if asked is not None and not asked.choices:
        lines.append(("take.line.reply", {}))
    return tuple(lines)


def channel_name(channel: Channel) -> Names:
    """Return the channel for people, whatever their language."""
    return Names((f"take.channel.{channel.value}",))


def tapped(step: Callable[[Visit, Writing], Reply]) -> Handler:
    """Let the handler see the intake that the button names, of a member who has the right."""

    def handle(visit: Visit) -> Reply:
        check(visit.uow, visit.actor, Right.TAKE_ORDER)
        intake_id = arguments.whole(arguments.argument(visit.incoming.args, 0))
        intake = found(visit, intake_id) if intake_id is not None else None
        writing = writing_of(intake)
        return step(visit, writing) if writing is not None else over(visit, intake)

    return handle


def found(visit: Visit, intake_id: int) -> Intake | None:
    """Return the intake of a number that somebody may have made up."""
    return visit.uow.intakes.get(intake_id) if 0 < intake_id < 2**31 else None


def over(visit: Visit, intake: Intake | None) -> Reply:
    """Answer about what is written down no more: it is an order, or nothing."""
    if intake is not None and visit.uow.orders.get(intake.number) is not None:
        how = How.EDIT if visit.incoming.kind is Kind.TAP else How.NEW
        return Reply((card(visit, intake.number, how),), Toast("take.toast.placed_before"))
    if visit.incoming.kind is Kind.TAP:
        return screen(note("take.gone"), Toast("take.toast.gone"))
    return message(note("take.gone"))


def correct(step: str) -> Handler:
    """Return the handler of a button that changes a line."""

    def handle(visit: Visit, writing: Writing) -> Reply:
        args = visit.incoming.args
        key, value = arguments.whole(arguments.argument(args, 1)), arguments.argument(args, 2)
        count = arguments.whole(value) if step == "set" else 0
        before = writing.proposal.line(key) if key is not None else None
        if before is None or count is None or count < 0:
            return show(visit, writing, Toast("take.toast.gone_line"))
        changed = corrected(
            visit.uow, writing.proposal, step, before.key, count if step == "set" else value
        )
        after = changed.line(before.key)
        learn(visit, writing, before, after)
        return show(visit, saved(visit, writing.with_proposal(changed)))

    return tapped(handle)


def learn(visit: Visit, writing: Writing, before: ProposedLine, after: ProposedLine | None) -> None:
    """Keep that the words of a line mean another product than was understood."""
    if after is None or after.product in {None, before.product} or not before.source:
        return
    said = writing.intake.state.get(SAID)
    text = said if isinstance(said, str) else before.source
    reading = READERS.of(visit.uow).read(text, Context())
    note_correction(visit.uow, _person(visit), text, reading, before.source, str(after.product))


def _edit(visit: Visit, writing: Writing) -> Reply:
    return show(visit, writing, focus=arguments.whole(arguments.argument(visit.incoming.args, 1)))


def _card(visit: Visit, writing: Writing) -> Reply:
    return show(visit, saved(visit, writing))


def _stop(visit: Visit, writing: Writing) -> Reply:
    visit.uow.intakes.remove(writing.intake.id)
    close(visit)
    return screen(note("take.stopped"), Toast("take.toast.stopped"))


edit = tapped(_edit)
whole_card = tapped(_card)
stop = tapped(_stop)


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
    asked = writing.proposal.question
    if asked is None and writing.proposal.lines:  # somebody else has answered it
        close(visit)
        return Reply()
    answered = _answered(visit, writing, asked, text) if asked is not None else None
    if answered is None:
        answered = _added(visit, writing, text)
    if answered is None:
        # Members talk to each other as well: only a reply was certainly meant for the card.
        replied = visit.incoming.reply_to is not None
        return ask_again(note("take.not_understood", (STOP,))) if replied else Reply()
    close(visit)
    return show(visit, saved(visit, writing.with_proposal(answered)), how=How.NEW)


def _answered(visit: Visit, writing: Writing, asked: ProposedLine, text: str) -> Proposal | None:
    """Return the proposal with its open question answered; None where the words answer it not."""
    awaiting = Awaiting.QTY if asked.ask == "qty" else Awaiting.VARIANT
    viewing = asked.sku or asked.title if asked.product else None
    reading = READERS.of(visit.uow).read(text, Context(viewing=viewing, awaiting=awaiting))
    if len(reading.items) != 1:
        return None
    (item,) = reading.items
    count = asked.quantity if item.qty == 1 and asked.ask != "qty" else item.qty
    if asked.ask == "qty" and item.sku in {None, asked.sku}:
        return corrected(visit.uow, writing.proposal, "set", asked.key, int(count))
    wanted = Reading(Intent.ORDER, items=(replace(item, qty=count),))
    line = propose(visit.uow, wanted, writing.intake.id).lines[0]
    if line.product is None or (asked.product is not None and line.product != asked.product):
        return None
    named = replace(line, key=asked.key)
    if asked.product is None:
        learn(visit, writing, asked, named)
    lines = tuple(named if x.key == asked.key else x for x in writing.proposal.lines)
    return replace(writing.proposal, lines=lines)


def _added(visit: Visit, writing: Writing, text: str) -> Proposal | None:
    """Return the proposal with further goods or details; None where nothing was understood."""
    reading = READERS.of(visit.uow).read(text, Context())
    goods = [item for item in reading.items if item.sku or item.product]
    details = (reading.address, reading.recipient, reading.phone, reading.shipping, reading.payment)
    if not goods and not any(details):
        return None
    fresh = propose(visit.uow, replace(reading, items=tuple(goods)), writing.intake.id)
    return joined(writing.proposal, fresh)


def _person(visit: Visit) -> str:
    return f"s:{visit.actor.id}"
