"""The card of an order that staff write down: kept as an intake, corrected by taps.

Every change makes the card's buttons new ones: a tap on an older card changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.desk import arguments
from bot.desk.acting import card, note
from bot.desk.asking import close, number_fact, remember, text_fact
from bot.proposal import PARTS, Extra, Front, corrected, keep, kept, proposal_screen
from bot.readers import READERS
from bot.visit import Handler, How, Kind, Reply, Show, Toast, Visit, message, screen
from domain.authority import Right
from domain.channels import Channel
from domain.intakes import Intake
from domain.orders import Order
from domain.proposals import Proposal, ProposedLine
from domain.understanding.contract import Context
from domain.usecases.access import check
from domain.usecases.learning import note_correction
from domain.usecases.proposing import renewed
from notifications.render.catalogue import Names
from notifications.render.screen import call

MORE = "d.more"
CHANNEL = "channel"
SAID = "said"
NO_PHONE = "no_phone"
OLDER = Toast("take.toast.older")


@dataclass(frozen=True, slots=True)
class DeskFront(Front):
    """The card's buttons name the intake beside its version, for many cards stand in one group."""

    intake: int = 0

    def data(self, step: str, proposal: Proposal, *args: object) -> str:
        """Return the callback data of a step: `d.p.STEP:INTAKE.VERSION:...`."""
        return call(f"{self.prefix}.{step}", f"{self.intake}.{proposal.version}", *args)


@dataclass(frozen=True, slots=True)
class Writing:
    """An order being written down: where it is kept, and what it is so far."""

    intake: Intake
    proposal: Proposal
    told: bool = False
    """A fact beside the proposal was said, and is not kept yet."""

    @property
    def front(self) -> DeskFront:
        """Return the card's front."""
        return DeskFront(
            "d.p", "take.title", "take.button.go_on", "take.button.stop", self.intake.id
        )

    def data(self, step: str, *args: object) -> str:
        """Return the callback data of a step."""
        return self.front.data(step, self.proposal, *args)

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
        return replace(self, intake=replace(self.intake, state=state), told=True)


def order_before(visit: Visit, phone: str) -> Order | None:
    """Return the latest order of the customer without Telegram who has this number."""
    known = visit.uow.customers.by_phone(phone) if phone else None
    return next(iter(visit.uow.orders.of_customer(known.id, 1)), None) if known else None


def writing_of(intake: Intake | None) -> Writing | None:
    """Return what is being written down; None once it is placed, or given up."""
    proposal = kept(intake.state) if intake is not None else None
    return Writing(intake, proposal) if intake is not None and proposal is not None else None


def saved(visit: Visit, writing: Writing) -> Writing:
    """Keep what is known now, at present prices and stock; what has changed has a new version."""
    was, fresh = kept(writing.intake.state), renewed(visit.uow, writing.proposal)
    if was is not None:
        fresh = replace(fresh, version=was.version)
        if fresh == was and not writing.told:
            return replace(writing, proposal=fresh)
    fresh = replace(fresh, version=fresh.version + 1)
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
    elif text_fact(visit, "name") == MORE and number_fact(visit, "intake") == writing.intake.id:
        close(visit)
    shown = proposal_screen(
        visit.uow,
        proposal,
        writing.front,
        focus=focus,
        extra=_extra(writing),
        wrong=wrong,
        missing=_asked_next(visit, writing),
    )
    return Reply((Show(shown, how),), toast)


def _asked_next(visit: Visit, writing: Writing) -> Names:
    """Name what is asked after the card, in the order in which it is asked."""
    proposal, left = writing.proposal, writing.proposal.missing(visit.uow.policy)
    parts = (
        ("take.part.channel", writing.channel is None),
        (PARTS["shipping"], "shipping" in left),
        (PARTS["phone"], "phone" in left and NO_PHONE not in writing.intake.state),
        ("take.part.name", not proposal.recipient),
        (PARTS["address"], "address" in left),
        (PARTS["term"], "term" in left),
    )
    return Names(tuple(text for text, missing in parts if missing))


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


Step = Callable[[Visit, Writing], Reply]


def older(visit: Visit, writing: Writing) -> Reply:
    """Answer a tap on a card that is no longer as it was: with the card as it is now."""
    return show(visit, writing, OLDER)


def tapped(step: Step, late: Step | None = older) -> Handler:
    """Let the handler see the intake that the button names, of a member who has the right.

    `late` answers the button of an older version; without it the version does not matter.
    """

    def handle(visit: Visit) -> Reply:
        check(visit.uow, visit.actor, Right.TAKE_ORDER)
        named, _, version = arguments.argument(visit.incoming.args, 0).partition(".")
        intake_id = arguments.whole(named)
        intake = found(visit, intake_id) if intake_id is not None else None
        writing = writing_of(intake)
        if writing is None:
            return over(visit, intake)
        if late is not None and arguments.whole(version) != writing.proposal.version:
            return late(visit, writing)
        return step(visit, writing)

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
    note_correction(visit.uow, person(visit), text, reading, before.source, str(after.product))


def _edit(visit: Visit, writing: Writing) -> Reply:
    return show(visit, writing, focus=arguments.whole(arguments.argument(visit.incoming.args, 1)))


def _card(visit: Visit, writing: Writing) -> Reply:
    return show(visit, saved(visit, writing))


def _stop(visit: Visit, writing: Writing) -> Reply:
    visit.uow.intakes.remove(writing.intake.id)
    close(visit)
    return screen(note("take.stopped"), Toast("take.toast.stopped"))


edit = tapped(_edit)
whole_card = tapped(_card, late=None)
stop = tapped(_stop)


def person(visit: Visit) -> str:
    """Return who wrote it, as the lessons tell people apart."""
    return f"s:{visit.actor.id}"
