"""The customer's verdict: all is well, or (see returning) something is wrong."""

from datetime import timedelta

from domain import ledger
from domain.authority import Actor, Right
from domain.due import DueKind
from domain.errors import AlreadyDone
from domain.events import EventKind
from domain.orders import Order
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.shipments import JUDGED_STATUSES, OVER_STATUSES, Shipment, ShipmentAction
from domain.usecases.access import payment_of, shipment_for
from domain.usecases.closing import complete_if_done
from domain.usecases.waiting import wait_until


def accept_delivery(
    uow: UnitOfWork, actor: Actor, shipment_id: str, *, automatic: bool = False
) -> Shipment:
    """Accept what was delivered; an order paid on acceptance is invoiced now.

    `automatic` is for the clock, when the inspection time has passed in silence.
    """
    shipment, order = shipment_for(uow, actor, shipment_id, Right.CANCEL_ORDER)
    if shipment.status in JUDGED_STATUSES:
        raise AlreadyDone("accept_delivery", None)
    action = ShipmentAction.AUTO_ACCEPT if automatic else ShipmentAction.ACCEPT
    shipment = uow.shipments.save(shipment.after(action))
    finish_inspection(uow, actor, order, shipment, automatic=automatic)
    return shipment


def finish_inspection(
    uow: UnitOfWork, actor: Actor, order: Order, shipment: Shipment, *, automatic: bool
) -> None:
    """Tell of the acceptance, send the invoice that waited for it, close what is done."""
    stop_inspection(uow, shipment)
    uow.record(
        EventKind.DELIVERY_ACCEPTED,
        order.number,
        actor,
        shipment=shipment.id,
        automatic=automatic,
    )
    invoice_on_acceptance(uow, actor, order)
    complete_if_done(uow, order, actor)


def stop_inspection(uow: UnitOfWork, shipment: Shipment) -> None:
    """No reminder and no deadline any more: the customer has spoken."""
    uow.due.cancel(DueKind.INSPECTION_REMINDER, shipment.id)
    uow.due.cancel(DueKind.INSPECTION_DEADLINE, shipment.id)


def invoice_on_acceptance(uow: UnitOfWork, actor: Actor, order: Order) -> None:
    """Invoice an order that is paid on acceptance, once every parcel is judged."""
    payment = payment_of(uow, order.number)
    if payment.term is not PaymentTerm.ON_ACCEPTANCE or uow.ledger.has(
        order.number, ledger.INVOICE
    ):
        return
    if any(s.status not in OVER_STATUSES for s in uow.shipments.of_order(order.number)):
        return
    uow.ledger.post(ledger.invoice(order, payment, uow.now))
    if payment.settled:
        return
    deadline = uow.now + timedelta(days=uow.policy.invoice_days)
    payment = uow.payments.save(wait_until(uow, payment, deadline))
    uow.record(
        EventKind.INVOICE_ISSUED,
        order.number,
        actor,
        amount=payment.outstanding,
        deadline=deadline.isoformat(),
    )
