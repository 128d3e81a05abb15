"""Money: proofs, receipts, refunds."""

from domain import ledger
from domain.authority import Actor, Right
from domain.due import DueKind
from domain.errors import AlreadyDone, BadAmount, IllegalTransition, NotAllowed
from domain.events import EventKind
from domain.ledger import Account
from domain.orders import DROPPED_STATUSES, Order, OrderStatus
from domain.payments import (
    Payment,
    PaymentAction,
    PaymentEvent,
    PaymentEventKind,
    PaymentStatus,
    PaymentTerm,
)
from domain.ports import UnitOfWork
from domain.usecases.access import expect, not_too_long, order_for, payment_of, who_did
from domain.usecases.closing import complete_if_done
from domain.usecases.waiting import stop_waiting, wait_again

MAX_AMOUNT = 10**12


def submit_proof(uow: UnitOfWork, actor: Actor, number: str, file: str, kind: str) -> Payment:
    """Keep a customer's proof of transfer (a Telegram file id; kind "photo" or "document").

    From now on the order does not expire by itself: staff decide.
    """
    order = order_for(uow, actor, number)
    if order.status in DROPPED_STATUSES:
        raise IllegalTransition("order", number, order.status.value, "submit_proof")
    payment = payment_of(uow, number)
    if payment.proof == file:
        raise AlreadyDone("submit_proof", None)
    if payment.settled or payment.term is PaymentTerm.ON_DELIVERY:
        raise AlreadyDone("pay", None)
    event = PaymentEvent(PaymentEventKind.PROOF_SUBMITTED, 0, file, 0, uow.now)
    payment = uow.payments.save(payment.after(PaymentAction.SUBMIT_PROOF, proof=file), event)
    uow.due.cancel(DueKind.PAYMENT_REMINDER, number)
    uow.stock.hold_without_expiry(number)
    uow.record(EventKind.PROOF_SUBMITTED, number, actor, file=file, file_kind=kind)
    return payment


def refuse_proof(
    uow: UnitOfWork, actor: Actor, number: str, reason: str, version: int | None = None
) -> Payment:
    """Refuse a proof, with a reason that the customer reads; another may follow."""
    order = order_for(uow, actor, number, Right.DECIDE_PAYMENT)
    not_too_long("reason", reason)
    payment = payment_of(uow, number)
    if payment.status is not PaymentStatus.PROOF_SUBMITTED:
        raise AlreadyDone("decide_payment", _who_decided(uow, number))
    expect(version, payment)
    event = PaymentEvent(PaymentEventKind.PROOF_REFUSED, 0, reason, actor.id, uow.now)
    payment = wait_again(uow, order, payment.with_proof_refused())
    payment = uow.payments.save(payment, event)
    uow.record(EventKind.PROOF_REFUSED, number, actor, reason=reason)
    return payment


def confirm_payment(
    uow: UnitOfWork,
    actor: Actor,
    number: str,
    amount: int | None = None,
    version: int | None = None,
) -> Payment:
    """Book money that came in: `amount` in minor units, or all that is outstanding.

    `version` is the payment's version that the person looked at: when two confirm at once, one
    wins and the other gets AlreadyDone with the winner's id; a proof that came in meanwhile is
    Stale. Money beyond what is owed, or for a dropped order, is booked with its amount alone: a tap
    on "paid" from before an order was dropped is no money that came (IllegalTransition).
    """
    order = order_for(uow, actor, number, Right.DECIDE_PAYMENT)
    if amount is None and order.status in DROPPED_STATUSES:
        raise IllegalTransition("order", number, order.status.value, "confirm_payment")
    payment = payment_of(uow, number)
    decided = payment.settled or payment.status is not PaymentStatus.PROOF_SUBMITTED
    if (payment.settled and amount is None) or (decided and version not in {None, payment.version}):
        raise AlreadyDone("decide_payment", _who_decided(uow, number))
    expect(version, payment)
    value = payment.outstanding if amount is None else amount
    if not 0 < value <= MAX_AMOUNT:
        raise BadAmount(value, payment.outstanding)
    cash = payment.term is PaymentTerm.ON_DELIVERY
    event = PaymentEvent(PaymentEventKind.RECEIVED, value, "", actor.id, uow.now)
    payment = uow.payments.save(payment.with_received(value), event)
    into = Account.CASH if cash else Account.BANK
    uow.ledger.post(ledger.receipt(number, value, into, uow.now, ""))
    _stop_waiting(uow, order, payment)
    uow.record(
        EventKind.PAYMENT_RECEIVED,
        number,
        actor,
        amount=value,
        outstanding=payment.outstanding,
    )
    complete_if_done(uow, order, actor)
    return payment


def record_refund(
    uow: UnitOfWork,
    actor: Actor,
    number: str,
    amount: int,
    reference: str,
    version: int | None = None,
) -> Payment:
    """Book money that went back by hand: an overpayment, or what a dropped order had paid."""
    order = order_for(uow, actor, number, Right.REFUND)
    not_too_long("reference", reference)
    payment = payment_of(uow, number)
    if version is not None and version != payment.version:
        raise AlreadyDone("refund", who_did(uow, number, EventKind.REFUND_RECORDED))
    most = refundable(order, payment)
    if not 0 < amount <= most:
        raise BadAmount(amount, most)
    return book_refund(uow, actor, payment, amount, reference)


def refundable(order: Order, payment: Payment) -> int:
    """Return how much may go back without a return: all of a dropped order, else the excess."""
    if order.status in DROPPED_STATUSES:
        return payment.held
    return payment.excess


def book_refund(
    uow: UnitOfWork, actor: Actor, payment: Payment, amount: int, reference: str
) -> Payment:
    """Write the refund on the payment and into the books. Authority was checked by the caller."""
    if actor.kind == "customer":
        raise NotAllowed(Right.REFUND.value)
    event = PaymentEvent(PaymentEventKind.REFUNDED, amount, reference, actor.id, uow.now)
    payment = uow.payments.save(payment.with_refunded(amount), event)
    uow.ledger.post(ledger.refund(payment.order, amount, uow.now, reference))
    uow.record(EventKind.REFUND_RECORDED, payment.order, actor, amount=amount, reference=reference)
    return payment


def credit(uow: UnitOfWork, actor: Actor, payment: Payment, amount: int, memo: str) -> Payment:
    """Let the customer owe less by `amount`: a credit note on the payment and in the books."""
    event = PaymentEvent(PaymentEventKind.CREDITED, amount, memo, actor.id, uow.now)
    payment = uow.payments.save(payment.with_credited(amount), event)
    if payment.settled:
        stop_waiting(uow, payment.order)
    uow.ledger.post(ledger.credit_note(payment.order, amount, uow.now, memo))
    return payment


def _stop_waiting(uow: UnitOfWork, order: Order, payment: Payment) -> None:
    """A paid order must not expire by itself; of a partly paid one the deadline tells staff."""
    uow.due.cancel(DueKind.PAYMENT_REMINDER, order.number)
    if payment.settled:
        stop_waiting(uow, order.number)
    if order.status not in DROPPED_STATUSES and order.status is not OrderStatus.COMPLETED:
        uow.stock.hold_without_expiry(order.number)


def _who_decided(uow: UnitOfWork, number: str) -> int | None:
    for event in reversed(uow.history.of_order(number)):
        if event.kind in {EventKind.PAYMENT_RECEIVED, EventKind.PROOF_REFUSED}:
            return event.actor.id or None
    return None
