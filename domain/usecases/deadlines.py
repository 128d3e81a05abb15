"""What happens by itself when its time comes. Each checks anew whether it is still called for."""

from domain.authority import SYSTEM
from domain.events import EventKind
from domain.orders import OPEN_STATUSES, Order, OrderAction, OrderStatus
from domain.payments import Payment
from domain.ports import UnitOfWork
from domain.shipments import ShipmentStatus
from domain.usecases.placing import close_down
from domain.usecases.receiving import accept_delivery
from domain.usecases.waiting import UNTOUCHED_STATUSES


def remind_payment(uow: UnitOfWork, number: str) -> None:
    """Remind once of a payment that is due soon; one that is due already expires or goes to staff."""
    order, payment = _open(uow, number)
    if order is None or payment is None or payment.settled or payment.proof:
        return
    if payment.deadline is not None and payment.deadline <= uow.now:
        return  # found late, after the program had been off
    deadline = payment.deadline.isoformat() if payment.deadline else ""
    uow.record(
        EventKind.PAYMENT_REMINDED,
        number,
        SYSTEM,
        outstanding=payment.outstanding,
        deadline=deadline,
    )


def expire_unpaid(uow: UnitOfWork, number: str) -> None:
    """Let an unpaid order expire; one with a proof or a part payment goes to staff instead."""
    order, payment = _open(uow, number)
    if order is None or payment is None or payment.settled:
        return
    if (
        payment.proof
        or payment.received
        or order.status not in UNTOUCHED_STATUSES
        or order.hold_reason
    ):
        uow.record(EventKind.PAYMENT_OVERDUE, number, SYSTEM, outstanding=payment.outstanding)
        return
    order = uow.orders.save(order.after(OrderAction.EXPIRE))
    close_down(uow, order, payment, SYSTEM)
    uow.record(EventKind.ORDER_EXPIRED, number, SYSTEM)


def remind_approval(uow: UnitOfWork, number: str) -> None:
    """Tell staff that an order still waits for their decision."""
    order = uow.orders.get(number)
    if order is not None and order.status is OrderStatus.SUBMITTED:
        uow.record(EventKind.APPROVAL_REMINDED, number, SYSTEM)


def remind_inspection(uow: UnitOfWork, shipment_id: str) -> None:
    """Ask once more whether all is well."""
    shipment = uow.shipments.get(shipment_id)
    if shipment is None or shipment.status is not ShipmentStatus.AWAITING_INSPECTION:
        return
    until = shipment.inspect_until.isoformat() if shipment.inspect_until else ""
    uow.record(
        EventKind.INSPECTION_REMINDED,
        shipment.order,
        SYSTEM,
        shipment=shipment_id,
        inspect_until=until,
    )


def accept_in_silence(uow: UnitOfWork, shipment_id: str) -> None:
    """Accept what the customer has not complained about in time."""
    shipment = uow.shipments.get(shipment_id)
    if shipment is not None and shipment.status is ShipmentStatus.AWAITING_INSPECTION:
        accept_delivery(uow, SYSTEM, shipment_id, automatic=True)


def _open(uow: UnitOfWork, number: str) -> tuple[Order | None, Payment | None]:
    order = uow.orders.get(number)
    if order is None or order.status not in OPEN_STATUSES:
        return None, None  # it ended after this had been claimed
    return order, uow.payments.get(number)
