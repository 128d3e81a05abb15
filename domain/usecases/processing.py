"""Staff look at a new order: approve, reject, hold, release."""

from dataclasses import replace

from domain.authority import Actor, Right
from domain.due import DueKind
from domain.errors import AlreadyDone, IllegalTransition
from domain.events import EventKind
from domain.orders import OPEN_STATUSES, Order, OrderAction, OrderStatus
from domain.ports import UnitOfWork
from domain.shipments import Shipment, ShipmentLine
from domain.usecases.access import (
    expect,
    not_on_hold,
    not_too_long,
    order_for,
    payment_of,
    who_did,
)
from domain.usecases.placing import close_down
from domain.usecases.waiting import wait_again


def approve_order(uow: UnitOfWork, actor: Actor, number: str, version: int | None = None) -> Order:
    """Accept the order as it stands; its first shipment is opened."""
    order = order_for(uow, actor, number, Right.DECIDE_ORDER)
    _undecided(uow, order)
    expect(version, order)
    not_on_hold(order)
    order = uow.orders.save(order.after(OrderAction.CONFIRM))
    lines = tuple(ShipmentLine(line.position, line.quantity) for line in order.lines)
    uow.shipments.add(
        Shipment(f"{number}-S1", number, uow.policy.location, lines, courier=_courier(order))
    )
    uow.due.cancel(DueKind.APPROVAL_REMINDER, number)
    uow.record(EventKind.ORDER_CONFIRMED, number, actor)
    return order


def reject_order(
    uow: UnitOfWork, actor: Actor, number: str, reason: str, version: int | None = None
) -> Order:
    """Turn the order down, with a reason that the customer reads."""
    order = order_for(uow, actor, number, Right.DECIDE_ORDER)
    not_too_long("reason", reason)
    _undecided(uow, order)
    expect(version, order)
    order = uow.orders.save(order.after(OrderAction.REJECT, reason))
    close_down(uow, order, payment_of(uow, number), actor)
    uow.record(EventKind.ORDER_REJECTED, number, actor, reason=reason)
    return order


def hold_order(
    uow: UnitOfWork, actor: Actor, number: str, reason: str, version: int | None = None
) -> Order:
    """Put the order on hold: nothing is approved, packed or handed over meanwhile."""
    order = order_for(uow, actor, number, Right.DECIDE_ORDER)
    not_too_long("reason", reason)
    if order.status not in OPEN_STATUSES:
        raise IllegalTransition("order", number, order.status.value, "hold")
    if order.hold_reason is not None:
        raise AlreadyDone("hold_order", who_did(uow, number, EventKind.ORDER_HELD))
    expect(version, order)
    order = uow.orders.save(replace(order, hold_reason=reason))
    uow.record(EventKind.ORDER_HELD, number, actor, reason=reason)
    return order


def release_order(uow: UnitOfWork, actor: Actor, number: str, version: int | None = None) -> Order:
    """Let an order on hold go on."""
    order = order_for(uow, actor, number, Right.DECIDE_ORDER)
    if order.hold_reason is None:
        raise AlreadyDone("release_order", who_did(uow, number, EventKind.ORDER_RELEASED))
    expect(version, order)
    order = uow.orders.save(replace(order, hold_reason=None))
    payment = payment_of(uow, number)
    if payment.deadline is not None and payment.deadline <= uow.now:
        anew = wait_again(uow, order, payment)
        if anew != payment:
            uow.payments.save(anew)
    uow.record(EventKind.ORDER_RELEASED, number, actor)
    return order


_DECISIONS = {
    OrderStatus.CONFIRMED: ("approve_order", EventKind.ORDER_CONFIRMED),
    OrderStatus.PROCESSING: ("approve_order", EventKind.ORDER_CONFIRMED),
    OrderStatus.COMPLETED: ("approve_order", EventKind.ORDER_CONFIRMED),
    OrderStatus.REJECTED: ("reject_order", EventKind.ORDER_REJECTED),
    OrderStatus.CANCELLED: ("cancel_order", EventKind.ORDER_CANCELLED),
    OrderStatus.EXPIRED: ("expire_order", EventKind.ORDER_EXPIRED),
}


def _undecided(uow: UnitOfWork, order: Order) -> None:
    """Raise AlreadyDone, with what was decided and by whom, once nobody waits for a decision."""
    if order.status in _DECISIONS:
        action, kind = _DECISIONS[order.status]
        raise AlreadyDone(action, who_did(uow, order.number, kind))


def _courier(order: Order) -> str:
    return order.shipping.courier if order.shipping else ""
