"""How an order stands in the eyes of its customer, and what it asks of staff, as one word each.

Four machines (order, payment, shipment, return) say where everything is; a person asks only "what
now?". The words here are the answer; the catalogues turn them into sentences.
"""

from domain.orders import DROPPED_STATUSES, OrderStatus
from domain.payments import PaymentStatus, PaymentTerm
from domain.returns import ReturnStatus
from domain.shipments import (
    ARRIVED_STATUSES,
    BEFORE_HANDOVER,
    JUDGED_STATUSES,
    TROUBLE_STATUSES,
    Shipment,
    ShipmentStatus,
)
from domain.views import OrderView

STEPS = 4
TRANSFER_STATES = frozenset({"to_pay", "part_paid"})
CUSTOMER_STATES = (
    "to_pay",
    "part_paid",
    "checking",
    "to_approve",
    "preparing",
    "packed",
    "ready",
    "picked_up",
    "handed_over",
    "in_transit",
    "out_for_delivery",
    "attempt_failed",
    "delayed",
    "lost",
    "returning",
    "returned_to_sender",
    "delivered",
    "accepted",
    "completed",
    "on_hold",
    "cancelled",
    "rejected",
    "expired",
    "return_requested",
    "return_approved",
    "return_in_transit",
    "return_received",
    "return_inspected",
)
STAFF_TASKS = (
    "held",
    "check_proof",
    "approve",
    "await_payment",
    "pack",
    "hand_over",
    "await_pickup",
    "picked_up",
    "on_the_way",
    "trouble",
    "await_inspection",
    "collect_cash",
    "await_invoice",
    "decide_return",
    "await_return",
    "inspect_return",
    "settle_return",
    "refund",
    "completed",
    "cancelled",
    "rejected",
    "expired",
)
# Overpaid money goes back when nothing more urgent is to be done.
_LEISURE = frozenset(
    {"on_the_way", "await_pickup", "await_inspection", "await_invoice", "completed"}
)
_RETURN_TASKS = {
    ReturnStatus.REQUESTED: "decide_return",
    ReturnStatus.APPROVED: "await_return",
    ReturnStatus.IN_TRANSIT: "await_return",
    ReturnStatus.RECEIVED: "inspect_return",
    ReturnStatus.INSPECTED: "settle_return",
}


def customer_state(view: OrderView) -> str:
    """Return one of CUSTOMER_STATES."""
    order = view.order
    if order.status in DROPPED_STATUSES:
        return order.status.value
    if order.hold_reason is not None:
        return "on_hold"
    if view.open_return is not None:
        return f"return_{view.open_return.status.value}"
    if order.status is OrderStatus.COMPLETED:
        return "completed"
    shipment = view.shipment
    if shipment is not None and _packed_or_later(shipment):
        return _parcel_state(view, shipment)
    if gated(view):
        return _money_state(view)
    return "to_approve" if order.status is OrderStatus.SUBMITTED else "preparing"


def staff_task(view: OrderView) -> str:
    """Return one of STAFF_TASKS: what has to be done now, or what is being waited for."""
    order, payment = view.order, view.payment
    if order.status in DROPPED_STATUSES:
        return "refund" if view.refundable else order.status.value
    if order.hold_reason is not None:
        return "held"
    if payment is not None and payment.status is PaymentStatus.PROOF_SUBMITTED:
        return "check_proof"
    if view.open_return is not None:
        return _RETURN_TASKS[view.open_return.status]
    task = _order_task(view)
    return "refund" if view.refundable and task in _LEISURE else task


def steps_done(view: OrderView) -> int:
    """Return how many of the four steps are done: ordered, being prepared, on the way, arrived."""
    shipment = view.shipment
    if shipment is not None and shipment.status in ARRIVED_STATUSES:
        return 4
    if shipment is not None and _packed_or_later(shipment) and not before_handover(view):
        return 3
    if view.order.status is OrderStatus.SUBMITTED or gated(view):
        return 1
    return 2


def gated(view: OrderView) -> bool:
    """Tell whether the payment term holds the goods back: prepaid and not yet paid."""
    payment = view.payment
    return payment is not None and payment.term is PaymentTerm.PREPAID and not payment.settled


def transfer_wanted(view: OrderView) -> bool:
    """Tell whether the customer is to transfer money now (a proof that is being checked is none)."""
    payment = view.payment
    if payment is None or payment.settled or payment.term is PaymentTerm.ON_DELIVERY:
        return False
    if view.order.status in DROPPED_STATUSES or payment.status is PaymentStatus.PROOF_SUBMITTED:
        return False
    return payment.term is PaymentTerm.PREPAID or payment.deadline is not None


def before_handover(view: OrderView) -> bool:
    """Tell whether every parcel is still in the house."""
    inside = {*BEFORE_HANDOVER, ShipmentStatus.CANCELLED}
    return all(s.status in inside for s in view.shipments)


def is_pickup(view: OrderView) -> bool:
    """Tell whether the customer comes to fetch it."""
    return view.order.shipping is not None and view.order.shipping.pickup


def _packed_or_later(shipment: Shipment) -> bool:
    early = {ShipmentStatus.PENDING, ShipmentStatus.PICKING, ShipmentStatus.CANCELLED}
    return shipment.status not in early


def _parcel_state(view: OrderView, shipment: Shipment) -> str:
    if shipment.status is ShipmentStatus.PACKED:
        return "ready" if is_pickup(view) else "packed"
    if shipment.status in {ShipmentStatus.DELIVERED, ShipmentStatus.AWAITING_INSPECTION}:
        return "delivered"
    if shipment.status in ARRIVED_STATUSES:
        waiting = transfer_wanted(view) or _proof_waits(view)
        return _money_state(view) if waiting else "accepted"
    if shipment.status is ShipmentStatus.HANDED_OVER and is_pickup(view):
        return "picked_up"
    return shipment.status.value


def _money_state(view: OrderView) -> str:
    if _proof_waits(view):
        return "checking"
    part = view.payment is not None and view.payment.status is PaymentStatus.PARTIALLY_PAID
    return "part_paid" if part else "to_pay"


def _proof_waits(view: OrderView) -> bool:
    return view.payment is not None and view.payment.status is PaymentStatus.PROOF_SUBMITTED


def _order_task(view: OrderView) -> str:
    if view.order.status is OrderStatus.COMPLETED:
        return "completed"
    if view.order.status is OrderStatus.SUBMITTED:
        return "approve"
    return "await_payment" if gated(view) else _parcel_task(view)


def _parcel_task(view: OrderView) -> str:
    shipment = view.shipment
    if shipment is None or shipment.status in {ShipmentStatus.PENDING, ShipmentStatus.PICKING}:
        return "pack"
    if shipment.status is ShipmentStatus.PACKED:
        return "await_pickup" if is_pickup(view) else "hand_over"
    if shipment.status in TROUBLE_STATUSES:
        return "trouble"
    if shipment.status not in ARRIVED_STATUSES:
        return "picked_up" if is_pickup(view) else "on_the_way"
    if shipment.status not in {*JUDGED_STATUSES, ShipmentStatus.DISPUTED}:
        return "await_inspection"
    if view.payment is None or view.payment.settled:
        return "completed"
    cash = view.payment.term is PaymentTerm.ON_DELIVERY
    return "collect_cash" if cash else "await_invoice"
