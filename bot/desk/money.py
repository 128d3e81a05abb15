"""Money: look at a proof, confirm what came in, record what went back."""

from bot.desk import arguments
from bot.desk.acting import Note, act, card_button, conclude, note, overtaken
from bot.desk.amounts import amount_and_rest, parse_amount
from bot.desk.asking import STOP, ask, ask_again, number_fact, text_fact, typed
from bot.visit import How, Reply, Show, Toast, Visit
from domain.authority import Right, has_right
from domain.errors import BadAmount, NotFound, Stale
from domain.events import EventKind
from domain.numbers import spoken
from domain.payments import Payment
from domain.usecases.access import check, order_for, payment_of
from domain.usecases.paying import confirm_payment, record_refund, refundable
from notifications.render.screen import Button, Screen, Style, call

PARTIAL = "d.partial"
REFUND = "d.refund"
MAX_REFERENCE = 100
_FAR_TOO_MUCH = 10  # times what is due: a slip of the finger, not a generous customer


def proof(visit: Visit) -> Reply:
    """`d.proof:NUM`: the customer's picture with the amount due beside it."""
    number = arguments.order_number(visit.incoming.args)
    order = order_for(visit.uow, visit.actor, number, Right.SEE_ORDERS)
    payment = payment_of(visit.uow, number)
    if payment.proof is None:
        return Reply(toast=Toast("desk.toast.no_proof"))
    customer = visit.uow.customers.get(order.customer_id)
    facts = _facts(visit, payment) | {"customer": customer.name if customer else ""}
    shown = Screen("desk/proof", facts, _buttons(visit, payment), photo=_picture(visit, payment))
    return Reply((Show(shown, How.NEW),))


def _picture(visit: Visit, payment: Payment) -> str | None:
    """A document cannot be shown as a picture: it is sent as what it is."""
    kind = "photo"
    for event in visit.uow.history.of_order(payment.order):
        if event.kind is EventKind.PROOF_SUBMITTED and event.facts.get("file") == payment.proof:
            kind = str(event.facts.get("file_kind"))
    return f"doc:{payment.proof}" if kind == "document" else f"id:{payment.proof}"


def _buttons(visit: Visit, payment: Payment) -> tuple[tuple[Button, ...], ...]:
    number, version = payment.order, payment.version
    if not has_right(visit.roles, Right.DECIDE_PAYMENT):
        return (card_button(number),)
    return (
        (Button("desk.button.paid", call("d.paid", number, version), style=Style.SUCCESS),),
        (
            Button("desk.button.partial", call("d.partial", number, version)),
            Button("desk.button.refuse", call("d.refuse", number, version), style=Style.DANGER),
        ),
        card_button(number),
    )


def _facts(visit: Visit, payment: Payment) -> dict[str, object]:
    return {
        "number": spoken(payment.order),
        "who": visit.incoming.user.name,
        "due": payment.due,
        "outstanding": payment.outstanding,
        "code": payment.unique_code,
    }


def paid(visit: Visit) -> Reply:
    """`d.paid:NUM:PAYVER`: all that is outstanding came in."""
    number = arguments.order_number(visit.incoming.args)
    version = arguments.version(visit.incoming.args)
    if not visit.incoming.on_photo:
        return act(visit, number, Note("desk.toast.paid"), confirm_payment, number, None, version)
    payment = visit.uow.payments.get(number)
    kept = _picture(visit, payment) if payment is not None and payment.proof else None
    done = Note("desk.did.paid", photo=kept)
    return conclude(visit, number, done, confirm_payment, number, None, version)


def partial(visit: Visit) -> Reply:
    """`d.partial:NUM:PAYVER[:AMOUNT]`: part of it, or more than it, came in."""
    args = visit.incoming.args
    check(visit.uow, visit.actor, Right.DECIDE_PAYMENT)
    number, version = arguments.order_number(args), arguments.version(args)
    payment = payment_of(visit.uow, number)
    if payment.version != version:
        return overtaken(visit, number, Stale("payment", number))
    amount = arguments.whole(arguments.argument(args, 2))
    if amount is not None:
        return _receive(visit, payment, amount)
    question = Screen("desk/ask_partial", _facts(visit, payment), (STOP,))
    return ask(visit, PARTIAL, question, key=number, version=version)


@typed
def partial_typed(visit: Visit) -> Reply:
    """Take the typed amount; more than is due is asked back first."""
    payment = _asked_payment(visit)
    if payment.version != number_fact(visit, "version"):
        return _outdated(visit, payment.order)
    amount = parse_amount(visit.incoming.text)
    if amount is None or not 0 < amount <= _FAR_TOO_MUCH * payment.due:
        facts = _facts(visit, payment)
        return ask_again(
            Screen("desk/wrong_amount", facts | {"most": payment.outstanding}, (STOP,))
        )
    if amount > payment.outstanding:
        sure = Button("desk.button.sure", call("d.partial", payment.order, payment.version, amount))
        facts = _facts(visit, payment) | {"amount": amount}
        return ask_again(Screen("desk/too_much", facts, ((sure,), STOP)))
    return _receive(visit, payment, amount)


def _receive(visit: Visit, payment: Payment, amount: int) -> Reply:
    if not 0 < amount <= _FAR_TOO_MUCH * payment.due:
        raise BadAmount(amount, payment.outstanding)
    done = Note("desk.did.received")
    number, version = payment.order, payment.version
    return conclude(visit, number, done, confirm_payment, number, amount, version)


def refund(visit: Visit) -> Reply:
    """`d.refund:NUM:PAYVER[:AMOUNT]`: what an overpaid or dropped order gets back."""
    args = visit.incoming.args
    check(visit.uow, visit.actor, Right.REFUND)
    number, version = arguments.order_number(args), arguments.version(args)
    order = order_for(visit.uow, visit.actor, number, Right.REFUND)
    payment = payment_of(visit.uow, number)
    if payment.version != version:
        return overtaken(visit, number, Stale("payment", number))
    amount = arguments.whole(arguments.argument(args, 2))
    if amount is not None:
        return _refund(visit, payment, amount, "")
    most = refundable(order, payment)
    if not most:
        return overtaken(visit, number, Stale("payment", number))
    sure = Button("desk.button.refund_all", call("d.refund", number, version, most))
    question = Screen(
        "desk/ask_refund", {"number": spoken(number), "amount": most}, ((sure,), STOP)
    )
    return ask(visit, REFUND, question, key=number, version=version)


@typed
def refund_typed(visit: Visit) -> Reply:
    """Take "amount reference"."""
    payment = _asked_payment(visit)
    if payment.version != number_fact(visit, "version"):
        return _outdated(visit, payment.order)
    order = order_for(visit.uow, visit.actor, payment.order, Right.REFUND)
    most = refundable(order, payment)
    amount, reference = amount_and_rest(visit.incoming.text)
    if amount is None or not 0 < amount <= most:
        return wrong_refund(payment.order, most)
    if len(reference) > MAX_REFERENCE:
        return ask_again(note("desk.wrong.reference", (STOP,), limit=MAX_REFERENCE))
    return _refund(visit, payment, amount, reference)


def wrong_refund(number: str, most: int) -> Reply:
    """Tell which amounts are possible, and ask again."""
    facts: dict[str, object] = {"number": spoken(number), "most": most}
    return ask_again(Screen("desk/wrong_amount", facts, (STOP,)))


def _refund(visit: Visit, payment: Payment, amount: int, reference: str) -> Reply:
    done = Note("desk.did.refunded", {"reference": reference})
    number, version = payment.order, payment.version
    return conclude(visit, number, done, record_refund, number, amount, reference, version)


def _outdated(visit: Visit, number: str) -> Reply:
    visit.state.pop("form", None)
    return overtaken(visit, number, Stale("payment", number))


def _asked_payment(visit: Visit) -> Payment:
    payment = visit.uow.payments.get(text_fact(visit, "key"))
    if payment is None:
        raise NotFound("payment", "")
    return payment
