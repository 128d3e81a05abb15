"""When an order is over: all parcels judged, all money settled, no return open."""

from domain.authority import Actor
from domain.events import EventKind
from domain.orders import Order, OrderAction, OrderStatus
from domain.ports import UnitOfWork
from domain.returns import OPEN_RETURN_STATUSES
from domain.shipments import JUDGED_STATUSES, OVER_STATUSES


def complete_if_done(uow: UnitOfWork, order: Order, actor: Actor) -> Order:
    """Complete the order when nothing is left to do."""
    if order.status is not OrderStatus.PROCESSING:
        return order
    payment = uow.payments.get(order.number)
    shipments = uow.shipments.of_order(order.number)
    open_returns = any(r.status in OPEN_RETURN_STATUSES for r in uow.returns.of_order(order.number))
    judged = any(s.status in JUDGED_STATUSES for s in shipments)
    over = judged and all(s.status in OVER_STATUSES for s in shipments)
    if payment is None or not payment.settled or open_returns or not over:
        return order
    order = uow.orders.save(order.after(OrderAction.COMPLETE))
    uow.record(EventKind.ORDER_COMPLETED, order.number, actor)
    return order
