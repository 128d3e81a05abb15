"""Staff look at a new order: approve, reject, hold, release."""

from dataclasses import replace

from domain.authority import Actor, Right
from domain.due import DueKind
from domain.errors import AlreadyDone
from domain.events import EventKind
from domain.orders import Order, OrderAction, OrderStatus
from domain.ports import UnitOfWork
from domain.shipments import Shipment, ShipmentLine
from domain.usecases.access import expect, not_on_hold, order_for, payment_of, who_did
from domain.usecases.placing import close_down


def approve_order(uow: UnitOfWork, actor: Actor, number: str, version: int | None = None) -> Order:
    """Accept the order as it stands; its first shipment is opened."""
    order = order_for(uow, actor, number, Right.DECIDE_ORDER)
    if order.status is OrderStatus.CONFIRMED:
        raise AlreadyDone("approve_order", who_did(uow, number, EventKind.ORDER_CONFIRMED))
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
    if order.status is OrderStatus.REJECTED:
        raise AlreadyDone("reject_order", who_did(uow, number, EventKind.ORDER_REJECTED))
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
    expect(version, order)
    not_on_hold(order)
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
    uow.record(EventKind.ORDER_RELEASED, number, actor)
    return order


def _courier(order: Order) -> str:
    return order.shipping.courier if order.shipping else ""
