"""One order's whole way, told by the use cases: from the cart to money back."""

from datetime import timedelta

from domain.authority import Actor
from domain.orders import Order
from domain.payments import PaymentTerm
from domain.ports import UnitOfWork
from domain.returns import Resolution, Verdict
from domain.shipments import ShipmentAction, TrackingEvent
from domain.usecases.fulfilling import hand_over, pack
from domain.usecases.paying import confirm_payment, submit_proof
from domain.usecases.placing import cancel_order
from domain.usecases.processing import approve_order
from domain.usecases.receiving import accept_delivery
from domain.usecases.returning import (
    approve_return,
    inspect_return,
    receive_return,
    request_return,
    settle_refund,
)
from domain.usecases.tracking import record_tracking
from tests.storage.shop import OWNER, order_now


def delivered(
    uow: UnitOfWork, telegram_id: int, term: PaymentTerm = PaymentTerm.PREPAID, quantity: int = 3
) -> tuple[Actor, Order, str]:
    """Place, pay, approve, pack, hand over and deliver; return buyer, order, shipment id."""
    buyer, order = order_now(uow, telegram_id, quantity, term)
    approve_order(uow, OWNER, order.number)
    if term is PaymentTerm.PREPAID:
        submit_proof(uow, buyer, order.number, "file-1", "photo")
        confirm_payment(uow, OWNER, order.number)
    shipment = f"{order.number}-S1"
    pack(uow, OWNER, shipment)
    hand_over(uow, OWNER, shipment, "jne", f"JNE{telegram_id}")
    record_tracking(
        uow,
        shipment,
        [
            TrackingEvent(
                uow.now - timedelta(hours=9), ShipmentAction.MOVE.value, "Diterima di Bandung"
            ),
            TrackingEvent(uow.now, ShipmentAction.DELIVER.value, "Diterima Siti"),
        ],
    )
    if term is PaymentTerm.ON_DELIVERY:
        confirm_payment(uow, OWNER, order.number)
    return buyer, order, shipment


def returned(uow: UnitOfWork, telegram_id: int) -> str:
    """Deliver, complain about one unit, send it back, refund it; return the return's id."""
    buyer, _, shipment = delivered(uow, telegram_id)
    ret = request_return(uow, buyer, shipment, {1: 1}, "damaged", Resolution.REFUND, "penyok")
    approve_return(uow, OWNER, ret.id)
    receive_return(uow, OWNER, ret.id)
    inspected = inspect_return(uow, OWNER, ret.id, {1: Verdict.DAMAGED})
    settle_refund(uow, OWNER, ret.id, inspected.refund_amount, "BCA 123")
    return ret.id


def whole_story(uow: UnitOfWork) -> None:
    """Let one of each happen."""
    buyer, order = order_now(uow, 201)
    cancel_order(uow, buyer, order.number, "berubah pikiran")
    buyer, _, shipment = delivered(uow, 202, PaymentTerm.ON_DELIVERY)
    accept_delivery(uow, buyer, shipment)
    buyer, _, shipment = delivered(uow, 203, PaymentTerm.ON_ACCEPTANCE)
    accept_delivery(uow, buyer, shipment)
    returned(uow, 204)
    order_now(uow, 205)
