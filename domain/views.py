"""What a card or a page about one order shows, read in one go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from domain.authority import Actor
from domain.customers import Customer
from domain.orders import ORDER_MACHINE, Order, OrderAction
from domain.payments import Payment
from domain.ports import UnitOfWork
from domain.returns import OPEN_RETURN_STATUSES, Return
from domain.shipments import (
    SHIPMENT_MACHINE,
    Shipment,
    ShipmentAction,
    ShipmentStatus,
    TrackingEvent,
)
from domain.usecases.access import order_for
from domain.usecases.paying import refundable
from domain.usecases.placing import customer_may_cancel
from domain.usecases.returning import may_return

P = TypeVar("P", Shipment, Return)


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with all that belongs to it; `revision` is the id of its latest history row.

    `author` names the member of staff who wrote it down, "" where the customer did.
    """

    order: Order
    customer: Customer
    payment: Payment | None
    shipments: tuple[Shipment, ...]
    tracking: tuple[TrackingEvent, ...]
    returns: tuple[Return, ...]
    may_cancel: bool
    returnable: tuple[str, ...]
    refundable: int
    revision: int
    author: str = ""

    @property
    def shipment(self) -> Shipment | None:
        """The latest shipment."""
        return self.shipments[-1] if self.shipments else None

    @property
    def staff_may_cancel(self) -> bool:
        """No parcel is with the courier or the customer; one that was lost or came back is not."""
        done, action = ShipmentStatus.CANCELLED, ShipmentAction.CANCEL
        free = (
            p.status is done or SHIPMENT_MACHINE.allows(p.status, action) for p in self.shipments
        )
        return ORDER_MACHINE.allows(self.order.status, OrderAction.CANCEL) and all(free)

    @property
    def elsewhere(self) -> bool:
        """The customer is not on Telegram: whatever there is to tell, staff tell."""
        return self.customer.telegram_id is None

    @property
    def open_return(self) -> Return | None:
        """The return that is under way."""
        return next((r for r in self.returns if r.status in OPEN_RETURN_STATUSES), None)


def order_view(uow: UnitOfWork, actor: Actor, number: str) -> OrderView:
    """Return the view for the order's owner, for staff, or for the system."""
    return order_views(uow, [order_for(uow, actor, number)])[0]


def order_views(uow: UnitOfWork, orders: Sequence[Order]) -> list[OrderView]:
    """Return the views of orders that whoever asks may see, with few readings however many."""
    numbers = [order.number for order in orders]
    customers = uow.customers.all({order.customer_id for order in orders})
    payments = uow.payments.all(numbers)
    shipments = _by_order(uow.shipments.of_orders(numbers))
    returns = _by_order(uow.returns.of_orders(shipments)) if shipments else {}
    revisions = uow.history.revisions(numbers)
    views = []
    for order in orders:
        payment = payments.get(order.number)
        parcels = tuple(shipments.get(order.number, ()))
        earlier = tuple(returns.get(order.number, ()))
        views.append(
            OrderView(
                order,
                customers[order.customer_id],
                payment,
                parcels,
                tuple(uow.shipments.tracking(parcels[-1].id)) if parcels else (),
                earlier,
                customer_may_cancel(order, payment),
                tuple(s.id for s in parcels if may_return(uow, s, earlier)),
                refundable(order, payment) if payment else 0,
                revisions.get(order.number, 0),
                uow.staff.name(order.author) if order.author is not None else "",
            )
        )
    return views


def _by_order(parts: Iterable[P]) -> dict[str, list[P]]:
    found: dict[str, list[P]] = {}
    for part in parts:
        found.setdefault(part.order, []).append(part)
    return found


@dataclass(frozen=True, slots=True)
class Digest:
    """The morning's numbers for staff."""

    to_decide: int
    to_check: int
    to_pack: int
    on_the_way: int
    trouble: int
    late: int
    open_returns: int
    to_collect: int
    overdue: int
    to_refund: int
    on_hold: int
    low_stock: tuple[tuple[str, int], ...]
    dead_letters: int
    revenue_yesterday: int
    orders_yesterday: int
