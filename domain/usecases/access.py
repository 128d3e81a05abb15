"""Loads things for somebody, or refuses: every use case begins here."""

from domain.authority import Actor, ActorKind, Right, require
from domain.errors import BadText, NotAllowed, NotFound, OnHold, Stale
from domain.events import EventKind
from domain.orders import Order, OrderStatus
from domain.payments import Payment
from domain.ports import UnitOfWork
from domain.returns import Return
from domain.shipments import Shipment

MAX_REASON = 500


def check(uow: UnitOfWork, actor: Actor, right: Right) -> None:
    """Raise NotAllowed unless the actor is the clock or staff with the right."""
    if actor.kind is ActorKind.SYSTEM:
        return
    if actor.kind is not ActorKind.STAFF:
        raise NotAllowed(right.value)
    require(uow.staff.roles(actor.id), right)


def check_owner(order: Order, actor: Actor) -> None:
    """Raise NotFound unless the customer owns the order: a stranger learns nothing."""
    if actor.kind is not ActorKind.CUSTOMER or order.customer_id != actor.id:
        raise NotFound("order", order.number)


def could_be_key(text: str) -> bool:
    """Tell whether a database can look for it: NUL and half an emoji are an error there."""
    return text.isprintable()


def order_for(uow: UnitOfWork, actor: Actor, number: str, right: Right | None = None) -> Order:
    """Return the order for its owner, or for staff who have the right (if one is given).

    A cart is its customer's alone: staff see an order once it is placed.
    """
    if actor.kind is not ActorKind.CUSTOMER:
        check(uow, actor, right or Right.SEE_ORDERS)
    elif right is not None:
        raise NotAllowed(right.value)
    order = uow.orders.get(number) if could_be_key(number) else None
    if order is None:
        raise NotFound("order", number)
    if actor.kind is ActorKind.CUSTOMER:
        check_owner(order, actor)
    elif actor.kind is ActorKind.STAFF and order.status is OrderStatus.DRAFT:
        raise NotFound("order", number)
    return order


def own_or_staff_order(uow: UnitOfWork, actor: Actor, number: str, right: Right) -> Order:
    """Return the order for its owner, or for staff with the right."""
    return order_for(uow, actor, number, None if actor.kind is ActorKind.CUSTOMER else right)


def expect(version: int | None, seen: Order | Payment | Shipment | Return) -> None:
    """Raise Stale when it is not the version that the person looked at; None for who did not look."""
    if version in {None, seen.version}:
        return
    match seen:
        case Order():
            raise Stale("order", seen.number)
        case Payment():
            raise Stale("payment", seen.order)
        case Shipment():
            raise Stale("shipment", seen.id)
        case Return():
            raise Stale("return", seen.id)


def not_on_hold(order: Order) -> None:
    """Raise OnHold when the order is on hold."""
    if order.hold_reason is not None:
        raise OnHold(order.number, order.hold_reason)


def not_too_long(what: str, text: str) -> None:
    """Raise BadText for a reason or reference that would not fit into a message about it."""
    if len(text) > MAX_REASON:
        raise BadText(what, MAX_REASON)


def payment_of(uow: UnitOfWork, number: str) -> Payment:
    """Return the order's payment."""
    payment = uow.payments.get(number)
    if payment is None:
        raise NotFound("payment", number)
    return payment


def shipment_for(
    uow: UnitOfWork, actor: Actor, shipment_id: str, right: Right
) -> tuple[Shipment, Order]:
    """Return a shipment and its order for the order's owner, or for staff with the right."""
    shipment = uow.shipments.get(shipment_id) if could_be_key(shipment_id) else None
    if shipment is None:
        if actor.kind is not ActorKind.CUSTOMER:
            check(uow, actor, right)
        raise NotFound("shipment", shipment_id)
    return shipment, own_or_staff_order(uow, actor, shipment.order, right)


def shipment_by_staff(
    uow: UnitOfWork, actor: Actor, shipment_id: str, right: Right
) -> tuple[Shipment, Order]:
    """Return a shipment and its order for staff with the right, never for the order's owner."""
    if actor.kind is ActorKind.CUSTOMER:
        raise NotAllowed(right.value)
    return shipment_for(uow, actor, shipment_id, right)


def return_for(uow: UnitOfWork, actor: Actor, return_id: str, right: Right) -> tuple[Return, Order]:
    """Return a return and its order for the order's owner, or for staff with the right."""
    ret = uow.returns.get(return_id) if could_be_key(return_id) else None
    if ret is None:
        if actor.kind is not ActorKind.CUSTOMER:
            check(uow, actor, right)
        raise NotFound("return", return_id)
    return ret, own_or_staff_order(uow, actor, ret.order, right)


def return_by_staff(
    uow: UnitOfWork, actor: Actor, return_id: str, right: Right
) -> tuple[Return, Order]:
    """Return a return and its order for staff with the right, never for the order's owner."""
    if actor.kind is ActorKind.CUSTOMER:
        raise NotAllowed(right.value)
    return return_for(uow, actor, return_id, right)


def who_did(uow: UnitOfWork, number: str, kind: EventKind) -> int | None:
    """Return the staff member's id behind the latest event of that kind; None for anybody else."""
    for event in reversed(uow.history.of_order(number)):
        if event.kind is kind:
            return event.actor.id if event.actor.kind is ActorKind.STAFF else None
    return None
