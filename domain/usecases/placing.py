"""Placing an order: the cart becomes an order, its stock is claimed, its payment opened."""

import secrets
from dataclasses import replace
from datetime import timedelta

from domain import ledger
from domain.authority import Actor, Right
from domain.channels import Channel
from domain.due import Due, DueKind
from domain.errors import (
    AlreadyDone,
    Incomplete,
    NotAllowed,
    NotOffered,
    NotOnSale,
    PriceChanged,
    Stale,
)
from domain.events import EventKind
from domain.orders import Order, OrderAction, OrderStatus
from domain.payments import (
    Payment,
    PaymentEvent,
    PaymentEventKind,
    PaymentTerm,
)
from domain.ports import UnitOfWork
from domain.shipments import Shipment, ShipmentAction, ShipmentStatus
from domain.stock import Movement, MovementKind, Reservation
from domain.usecases.access import (
    check_owner,
    could_be_key,
    expect,
    not_too_long,
    own_or_staff_order,
    payment_of,
    who_did,
)
from domain.usecases.cart import offered_terms, priced
from domain.usecases.paying import credit
from domain.usecases.waiting import stop_waiting, wait_until

UNIQUE_CODES = range(1, 1000)
_LUCKY_TRIES = 8


def place_order(
    uow: UnitOfWork, actor: Actor, number: str, version: int, expected_total: int
) -> Order:
    """Turn the cart into an order at the prices that the customer saw.

    The same confirmation again raises AlreadyDone; a cart that changed since raises Stale, a price
    that changed PriceChanged, a SKU that sold out OutOfStock: nothing is written in these cases.
    """
    draft = uow.orders.get(number) if could_be_key(number) else None
    if draft is None:
        raise Stale("order", number)
    check_owner(draft, actor)
    if draft.status is not OrderStatus.DRAFT:
        raise AlreadyDone("place_order", None)
    expect(version, draft)
    return submit(uow, actor, draft, expected_total)


def submit(uow: UnitOfWork, actor: Actor, draft: Order, expected_total: int) -> Order:
    """Place a draft, stored or not: authority, and that it happens once, are the caller's."""
    order = priced(uow, draft)
    _complete_or_refuse(uow, order, expected_total)
    order = replace(order.after(OrderAction.SUBMIT), submitted_at=uow.now)
    order = uow.orders.save(order) if draft.version else uow.orders.add(order)
    payment = _open_payment(uow, order)
    if order.address is not None and order.address.phone:
        uow.customers.use_address(order.customer_id, order.address, uow.now)
    uow.record(
        EventKind.ORDER_SUBMITTED,
        order.number,
        actor,
        total=payment.due,
        channel=order.channel.value,
    )
    uow.stock.reserve(
        [
            Reservation(
                order.number,
                line.position,
                line.sku,
                uow.policy.location,
                line.quantity,
                payment.deadline,
            )
            for line in order.lines
        ]
    )
    return order


def _complete_or_refuse(uow: UnitOfWork, order: Order, expected_total: int) -> None:
    parts = {
        "lines": order.lines,
        "shipping": order.shipping,
        "address": order.address,
        "phone": order.address is None or order.address.phone or _at_the_counter(order),
        "term": order.term,
    }
    missing = tuple(name for name, value in parts.items() if not value)
    if missing:
        raise Incomplete(missing)
    skus = uow.catalogue.skus(line.sku for line in order.lines)
    for line in order.lines:
        if line.sku not in skus or not skus[line.sku].active:
            raise NotOnSale(line.sku)
    if order.total != expected_total:
        raise PriceChanged(expected_total, order.total)
    if order.term is not None and order.term not in offered_terms(uow, order):
        raise NotOffered("term", order.term.value)


def _at_the_counter(order: Order) -> bool:
    """Whoever stands in the shop and takes the goods along need not be called."""
    fetched = order.shipping is not None and order.shipping.pickup
    return fetched and order.channel is Channel.WALK_IN


def _open_payment(uow: UnitOfWork, order: Order) -> Payment:
    policy = uow.policy
    term = order.term or PaymentTerm.PREPAID
    payment = Payment(order.number, term, order.currency, order.total)
    if term is not PaymentTerm.ON_DELIVERY:
        code = unique_code(uow, order.total)
        payment = replace(payment, unique_code=code, due=order.total + code)
    if term is PaymentTerm.PREPAID:
        payment = wait_until(uow, payment, uow.now + timedelta(hours=policy.payment_hours))
    else:
        at = uow.now + timedelta(hours=policy.approval_hours)
        uow.due.put(Due(DueKind.APPROVAL_REMINDER, order.number, at))
    return uow.payments.add(payment)


def unique_code(uow: UnitOfWork, total: int) -> int:
    """Return a code of 1-999 whose sum with the total no open transfer waits for; 0 if all do."""
    taken = uow.payments.open_amounts(total + 1, total + UNIQUE_CODES[-1])
    for _ in range(_LUCKY_TRIES):  # most codes are free: listing them all would be slow
        code = secrets.choice(UNIQUE_CODES)
        if total + code not in taken:
            return code
    free = [code for code in UNIQUE_CODES if total + code not in taken]
    return secrets.choice(free) if free else 0


def cancel_order(
    uow: UnitOfWork, actor: Actor, number: str, reason: str, version: int | None = None
) -> Order:
    """Cancel before shipping: stock goes back, an unpaid payment is void.

    The customer may until the shop has taken money or begun to pack; staff until hand-over, and when
    the parcel was lost or came back. Money that was received stays on the books until a refund is
    recorded.
    """
    order = own_or_staff_order(uow, actor, number, Right.CANCEL_ORDER)
    not_too_long("reason", reason)
    if order.status is OrderStatus.CANCELLED:
        raise AlreadyDone("cancel_order", who_did(uow, number, EventKind.ORDER_CANCELLED))
    expect(version, order)
    payment = payment_of(uow, number)
    if actor.kind == "customer" and not customer_may_cancel(order, payment):
        raise NotAllowed(Right.CANCEL_ORDER.value)
    order = uow.orders.save(order.after(OrderAction.CANCEL, reason))
    close_down(uow, order, payment, actor)
    uow.record(EventKind.ORDER_CANCELLED, number, actor, reason=reason)
    return order


def customer_may_cancel(order: Order, payment: Payment | None) -> bool:
    """Tell whether the customer may still cancel alone."""
    if payment is None or payment.held or payment.proof:
        return False
    return order.status in {OrderStatus.SUBMITTED, OrderStatus.CONFIRMED}


def close_down(uow: UnitOfWork, order: Order, payment: Payment, actor: Actor) -> None:
    """Give back what a dropped order claimed: parcels, payment, due times, stock (last).

    Raises IllegalTransition for a parcel that is with the courier or the customer.
    """
    came_back: list[Movement] = []
    for shipment in uow.shipments.of_order(order.number):
        if shipment.status is ShipmentStatus.RETURNED_TO_SENDER:
            came_back += _taken_back(uow, order, shipment, actor)
        if shipment.status is not ShipmentStatus.CANCELLED:
            uow.shipments.save(shipment.after(ShipmentAction.CANCEL))
            uow.due.cancel(DueKind.TRACK_SHIPMENT, shipment.id)
            uow.record(EventKind.SHIPMENT_CANCELLED, order.number, actor, shipment=shipment.id)
    _let_off(uow, payment, actor)
    stop_waiting(uow, order.number)
    uow.due.cancel(DueKind.APPROVAL_REMINDER, order.number)
    uow.stock.release(order.number)
    if came_back:
        uow.stock.move(came_back)


def _taken_back(uow: UnitOfWork, order: Order, shipment: Shipment, actor: Actor) -> list[Movement]:
    """A parcel that the courier brought back was never opened: its units go on the shelf again."""
    skus = {line.position: line.sku for line in order.lines}
    return [
        Movement(
            skus[line.position],
            shipment.location,
            MovementKind.RETURN,
            line.quantity,
            0,
            shipment.id,
            shipment.status.value,
            actor.id,
            uow.now,
        )
        for line in shipment.lines
    ]


def _let_off(uow: UnitOfWork, payment: Payment, actor: Actor) -> None:
    """Nothing is owed any more: an invoice is credited, the rest void, the transfer's code free."""
    rest = payment.due - payment.credited
    if rest > 0 and uow.ledger.has(payment.order, ledger.INVOICE):
        payment = credit(uow, actor, payment, rest, "cancelled")
    dropped = payment.dropped()
    if dropped != payment:
        uow.payments.save(dropped, PaymentEvent(PaymentEventKind.VOIDED, 0, "", actor.id, uow.now))
