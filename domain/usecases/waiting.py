"""How long the shop waits for money: a deadline, and one reminder before it."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.due import Due, DueKind
from domain.orders import Order, OrderStatus
from domain.payments import Payment, PaymentStatus, PaymentTerm
from domain.ports import UnitOfWork

UNTOUCHED_STATUSES = frozenset({OrderStatus.SUBMITTED, OrderStatus.CONFIRMED})
"""While an order stands here nothing was packed, so it may still expire."""


def wait_until(uow: UnitOfWork, payment: Payment, deadline: datetime) -> Payment:
    """Return the payment with this deadline, which replaces an earlier one; save it."""
    stop_waiting(uow, payment.order)
    reminder = deadline - timedelta(hours=uow.policy.payment_reminder_hours)
    if reminder > uow.now:
        uow.due.put(Due(DueKind.PAYMENT_REMINDER, payment.order, reminder))
    uow.due.put(Due(DueKind.PAYMENT_DEADLINE, payment.order, deadline))
    return replace(payment, deadline=deadline)


def wait_again(uow: UnitOfWork, order: Order, payment: Payment) -> Payment:
    """Return an unpaid payment with its full time anew, any other as it is; save it.

    A deadline that passed while staff had the order in hand (a proof to look at, a hold) fell due
    without letting it expire; without a new one its stock would wait for ever.
    """
    prepaid = payment.term is PaymentTerm.PREPAID
    unpaid = payment.status is PaymentStatus.UNPAID and not payment.settled
    if not (prepaid and unpaid and order.status in UNTOUCHED_STATUSES):
        return payment
    return wait_until(uow, payment, uow.now + timedelta(hours=uow.policy.payment_hours))


def stop_waiting(uow: UnitOfWork, number: str) -> None:
    """Drop the reminder and the deadline."""
    uow.due.cancel(DueKind.PAYMENT_REMINDER, number)
    uow.due.cancel(DueKind.PAYMENT_DEADLINE, number)
