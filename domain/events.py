"""What happened: rows of an order's history, and the cause of every message about it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.authority import Actor
from domain.delivery import Json


class EventKind(StrEnum):
    """Kinds of events; the comment names the facts beside the order's number."""

    ORDER_SUBMITTED = "order_submitted"  # total, channel
    APPROVAL_REMINDED = "approval_reminded"
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_REJECTED = "order_rejected"  # reason
    ORDER_HELD = "order_held"  # reason
    ORDER_RELEASED = "order_released"
    ORDER_CANCELLED = "order_cancelled"  # reason
    ORDER_EXPIRED = "order_expired"
    ORDER_COMPLETED = "order_completed"
    PROOF_SUBMITTED = "proof_submitted"  # file, file_kind
    PROOF_REFUSED = "proof_refused"  # reason
    PAYMENT_RECEIVED = "payment_received"  # amount, outstanding
    PAYMENT_REMINDED = "payment_reminded"  # outstanding, deadline
    PAYMENT_OVERDUE = "payment_overdue"  # outstanding: part paid or with a proof, staff decide
    INVOICE_ISSUED = "invoice_issued"  # amount, deadline
    REFUND_RECORDED = "refund_recorded"  # amount, reference
    SHIPMENT_PICKING = "shipment_picking"  # shipment
    SHIPMENT_PACKED = "shipment_packed"  # shipment
    SHIPMENT_HANDED_OVER = "shipment_handed_over"  # shipment, courier, waybill, eta_from, eta_to
    SHIPMENT_MOVED = "shipment_moved"  # shipment, status, note
    SHIPMENT_DELIVERED = "shipment_delivered"  # shipment, inspect_until
    SHIPMENT_CANCELLED = "shipment_cancelled"  # shipment
    INSPECTION_REMINDED = "inspection_reminded"  # shipment, inspect_until
    DELIVERY_ACCEPTED = "delivery_accepted"  # shipment, automatic
    RETURN_REQUESTED = "return_requested"  # return_id
    RETURN_APPROVED = "return_approved"  # return_id
    RETURN_DECLINED = "return_declined"  # return_id, reason
    RETURN_CANCELLED = "return_cancelled"  # return_id
    RETURN_SENT = "return_sent"  # return_id, waybill
    RETURN_RECEIVED = "return_received"  # return_id
    RETURN_INSPECTED = "return_inspected"  # return_id, amount
    RETURN_SETTLED = "return_settled"  # return_id, resolution, amount, reference
    STOCK_LOW = "stock_low"  # sku, title, on_hand


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one order (an empty `order` concerns the shop)."""

    kind: EventKind
    order: str
    at: datetime
    actor: Actor
    facts: Json = field(default_factory=dict)
