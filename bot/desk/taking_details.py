"""What an order that staff write down still lacks: asked one by one, then shown whole and placed."""

from dataclasses import replace

from bot.customer.parsing import (
    MAX_ADDRESS,
    MAX_NAME,
    MIN_ADDRESS,
    is_name,
    one_line,
    parse_phone,
    take_phone,
)
from bot.desk import arguments
from bot.desk.acting import card, note
from bot.desk.asking import STOP, ask_again, close, number_fact, remember, text_fact, typed
from bot.desk.taking_card import (
    CHANNEL,
    NO_PHONE,
    OLDER,
    Writing,
    channel_name,
    found,
    order_before,
    over,
    saved,
    show,
    tapped,
    writing_of,
)
from bot.sentences import refusal
from bot.visit import How, Reply, Show, Toast, Visit
from domain.authority import Right
from domain.channels import STAFF_CHANNELS, Channel
from domain.errors import (
    AlreadyDone,
    BadQuantity,
    BadText,
    CartTooLarge,
    Incomplete,
    NotOffered,
    NotOnSale,
    OutOfStock,
    PriceChanged,
)
from domain.orders import Order
from domain.payments import PaymentTerm
from domain.usecases.access import check
from domain.usecases.cart import offered_terms
from domain.usecases.taking import TakenOrder, drafted, take_order
from notifications.render.screen import Button, Rows, Screen, Style
from notifications.render.texts import shorten

FORM = "d.part"
PARTS = ("channel", "shipping", "phone", "name", "address", "term")
SAVED = 3
CHANGED = (PriceChanged, OutOfStock, NotOnSale, NotOffered, BadQuantity, CartTooLarge, BadText)
_QUESTIONS = {
    "channel": "take.ask.channel",
    "shipping": "take.ask.shipping",
    "phone": "take.ask.phone",
    "name": "take.ask.name",
    "address": "take.ask.address",
    "term": "take.ask.term",
}
_BUTTONS = {
    "channel": "take.button.channel",
    "shipping": "take.button.shipping",
    "phone": "take.button.phone",
    "name": "take.button.name",
    "address": "take.button.address",
    "term": "take.button.term",
}


def taken(writing: Writing) -> TakenOrder:
    """Return the order as the use case takes it."""
    proposal = writing.proposal
    terms = {term.value: term for term in PaymentTerm}
    return TakenOrder(
        writing.intake.number,
        writing.channel or Channel.OTHER,
        proposal.recipient,
        tuple((line.sku, line.quantity) for line in proposal.lines if line.sku),
        proposal.phone,
        proposal.address,
        proposal.shipping,
        terms.get(proposal.term),
        proposal.note,
    )


def go_on(visit: Visit, writing: Writing, toast: Toast | None = None) -> Reply:
    """Ask for the next part that is missing; where nothing is, show the whole to be placed."""
    how = How.EDIT if visit.incoming.callback_id else How.NEW
    if not writing.proposal.ready(visit.uow.policy):
        return show(visit, writing, toast, how=how)
    part = _missing(visit, writing)
    shown = _question(visit, writing, part) if part else _summary(visit, writing)
    return Reply((Show(shown, how),), toast)


def _missing(visit: Visit, writing: Writing) -> str | None:
    proposal, method = writing.proposal, visit.uow.policy.method(writing.proposal.shipping)
    pickup = method is not None and method.pickup
    there = {
        "channel": writing.channel is not None,
        "shipping": method is not None,
        "phone": bool(proposal.phone) or (_may_lack_phone(visit, writing) and _no_phone(writing)),
        "name": bool(proposal.recipient),
        "address": pickup or bool(proposal.address),
    }
    part = next((part for part in PARTS if not there.get(part, True)), None)
    if part is None and taken(writing).term not in _terms(visit, writing):
        return "term"
    return part


def _no_phone(writing: Writing) -> bool:
    return writing.intake.state.get(NO_PHONE) == "none"


def _may_lack_phone(visit: Visit, writing: Writing) -> bool:
    """Who stands at the counter and takes the goods along need not be called."""
    method = visit.uow.policy.method(writing.proposal.shipping)
    return writing.channel is Channel.WALK_IN and method is not None and method.pickup


def _terms(visit: Visit, writing: Writing) -> list[PaymentTerm]:
    return offered_terms(visit.uow, _draft(visit, writing))


def _draft(visit: Visit, writing: Writing) -> Order:
    named = replace(taken(writing), name=writing.proposal.recipient or "-")
    return drafted(visit.uow, visit.actor, named)


def _question(visit: Visit, writing: Writing, part: str) -> Screen:
    """Return the question; what is typed next is its answer, where it can be typed."""
    facts = {"who": visit.incoming.user.name}
    close(visit)
    if part in {"phone", "name", "address"}:
        remember(visit, FORM, intake=writing.intake.id, part=part)
    back = (Button("base.back", writing.data("card")),)
    return note(_QUESTIONS[part], (*_answers(visit, writing, part), back), **facts)


def _answers(visit: Visit, writing: Writing, part: str) -> Rows:
    def button(text: str, value: object, *, literal: bool = False) -> Button:
        data = writing.data("is", part, value)
        return Button(text, data, literal=literal)

    if part == "channel":
        buttons = [button(f"take.channel.{c.value}", c.value) for c in STAFF_CHANNELS]
        return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    if part == "shipping":
        methods = visit.uow.policy.shipping_methods
        return tuple((button(m.name, m.code, literal=True),) for m in methods)
    if part == "term":
        return tuple((button(f"orders.term.{t.value}", t.value),) for t in _terms(visit, writing))
    if part == "phone" and _may_lack_phone(visit, writing):
        return ((button("take.button.no_phone", "none"),),)
    if part == "address":
        known = visit.uow.customers.by_phone(writing.proposal.phone)
        used = visit.uow.customers.addresses(known.id, SAVED) if known else []
        return tuple((button(shorten(a.address.text, 48), a.id, literal=True),) for a in used)
    return ()


def _summary(visit: Visit, writing: Writing) -> Screen:
    draft = _draft(visit, writing)
    close(visit)
    place = Button("take.button.place", writing.data("place", draft.total), style=Style.SUCCESS)
    changes = [
        Button(_BUTTONS[part], writing.data("ask", part))
        for part in PARTS
        if part != "address" or not (draft.shipping and draft.shipping.pickup)
    ]
    rows: Rows = (
        (place,),
        (Button("take.button.goods", writing.data("card")),),
        *(tuple(changes[i : i + 2]) for i in range(0, len(changes), 2)),
        (Button("take.button.stop", writing.data("no")),),
    )
    facts: dict[str, object] = {
        "order": draft,
        "policy": visit.uow.policy,
        "payment": None,
        "channel": channel_name(draft.channel),
    }
    return Screen("desk/taking", facts, rows)


# Taps -----------------------------------------------------------------------------------------


def _accept(visit: Visit, writing: Writing) -> Reply:
    return go_on(visit, saved(visit, writing))


def _ask(visit: Visit, writing: Writing) -> Reply:
    part = arguments.argument(visit.incoming.args, 1)
    if part not in PARTS or not writing.proposal.ready(visit.uow.policy):
        return show(visit, writing)
    return Reply((Show(_question(visit, writing, part)),))


def _chosen(visit: Visit, writing: Writing) -> Reply:
    """`d.p.is:ID:PART:VALUE`; a value that is not offered (any more) is asked again."""
    part, value = (arguments.argument(visit.incoming.args, place) for place in (1, 2))
    changed = _with_choice(visit, writing, part, value)
    if changed is None:
        return go_on(visit, writing, Toast("take.toast.not_offered"))
    return go_on(visit, saved(visit, changed))


def _with_choice(visit: Visit, writing: Writing, part: str, value: str) -> Writing | None:
    proposal = writing.proposal
    if part == "channel" and value in {c.value for c in STAFF_CHANNELS}:
        return writing.with_fact(CHANNEL, value)
    if part == "shipping" and visit.uow.policy.method(value) is not None:
        changed = replace(proposal, shipping=value, shipping_wish="")
        return writing.with_proposal(changed)
    if part == "term" and value in {t.value for t in _terms(visit, writing)}:
        return writing.with_proposal(replace(proposal, term=value, payment_wish=""))
    if part == "phone" and value == "none" and _may_lack_phone(visit, writing):
        cleared = replace(proposal, phone="", phone_wrong=False)
        return writing.with_proposal(cleared).with_fact(NO_PHONE, value="none")
    if part == "address":
        known = visit.uow.customers.by_phone(proposal.phone)
        used = visit.uow.customers.addresses(known.id, SAVED) if known else []
        text = next((a.address.text for a in used if str(a.id) == value), None)
        return writing.with_proposal(replace(proposal, address=text)) if text else None
    return None


def _place(visit: Visit, writing: Writing) -> Reply:
    """`d.p.place:ID:TOTAL`: once; whatever changed since it was shown is shown first."""
    total = arguments.whole(arguments.argument(visit.incoming.args, 1))
    ready = writing.proposal.ready(visit.uow.policy)
    if total is None or not ready or _missing(visit, writing) is not None:
        return go_on(visit, saved(visit, writing))
    number = writing.intake.number
    try:
        visit.uow.attempt(take_order, visit.actor, taken(writing), total)
    except AlreadyDone:
        return over(visit, writing.intake)
    except Incomplete:
        return go_on(visit, saved(visit, writing))
    except CHANGED as error:
        return go_on(visit, saved(visit, writing), refusal(visit, error).toast)
    visit.uow.intakes.save(replace(writing.intake, state={}))
    close(visit)
    return Reply((card(visit, number),), Toast("take.toast.placed"))


def _older(visit: Visit, writing: Writing) -> Reply:
    """Answer a button of an older version with what is asked, or shown, now."""
    return go_on(visit, saved(visit, writing), OLDER)


accept = tapped(_accept)
ask_part = tapped(_ask)
chosen = tapped(_chosen, late=_older)
place = tapped(_place, late=_older)


# What is typed --------------------------------------------------------------------------------


@typed
def part_typed(visit: Visit) -> Reply:
    """Take a phone number, a name or an address."""
    check(visit.uow, visit.actor, Right.TAKE_ORDER)
    intake = found(visit, number_fact(visit, "intake"))
    writing = writing_of(intake)
    if writing is None:
        close(visit)
        return over(visit, intake)
    changed = _typed(visit, writing, text_fact(visit, "part"))
    if isinstance(changed, Screen):
        return ask_again(changed)
    close(visit)
    return go_on(visit, saved(visit, changed))


def _typed(visit: Visit, writing: Writing, part: str) -> Writing | Screen:
    country, text = visit.uow.policy.country, one_line(visit.incoming.text)
    proposal = writing.proposal
    if part == "phone":
        phone = parse_phone(text, country)
        if phone is None:
            return note("take.wrong.phone", (*_answers(visit, writing, part), STOP))
        return with_known(visit, writing.with_proposal(replace(proposal, phone=phone)))
    if part == "name":
        if not is_name(text):
            return note("take.wrong.name", (STOP,), limit=MAX_NAME)
        return writing.with_proposal(replace(proposal, recipient=text))
    text, phone = take_phone(text, country)
    if not MIN_ADDRESS <= len(text) <= MAX_ADDRESS:
        rows = (*_answers(visit, writing, part), STOP)
        return note("take.wrong.address", rows, low=MIN_ADDRESS, high=MAX_ADDRESS)
    usual = tuple(name for name in proposal.usual if name != "address")
    phone = proposal.phone or phone or ""
    changed = replace(proposal, address=text, phone=phone, usual=usual)
    return writing.with_proposal(changed)


def with_known(visit: Visit, writing: Writing) -> Writing:
    """Fill in what is known of the customer of this number, where nothing else was said."""
    proposal = replace(writing.proposal, phone_wrong=False)
    before = order_before(visit, proposal.phone)
    if before is None or before.address is None:
        return writing.with_proposal(proposal)
    pickup = before.shipping is not None and before.shipping.pickup
    name = proposal.recipient or before.address.recipient
    if proposal.address or pickup:
        return writing.with_proposal(replace(proposal, recipient=name))
    usual = (*proposal.usual, "address")
    filled = replace(proposal, recipient=name, address=before.address.text, usual=usual)
    return writing.with_proposal(filled)
