"""Shipments: from the shelf to the customer's verdict. An order may have several."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.machine import Machine


class ShipmentStatus(StrEnum):
    """Packed is not shipped is not delivered is not accepted."""

    PENDING = "pending"
    PICKING = "picking"
    PACKED = "packed"
    HANDED_OVER = "handed_over"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPT_FAILED = "attempt_failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    AWAITING_INSPECTION = "awaiting_inspection"
    ACCEPTED = "accepted"
    AUTO_ACCEPTED = "auto_accepted"
    DISPUTED = "disputed"
    LOST = "lost"
    RETURNING = "returning"
    RETURNED_TO_SENDER = "returned_to_sender"
    CANCELLED = "cancelled"


class ShipmentAction(StrEnum):
    """What can be done to, or reported of, a shipment."""

    PICK = "pick"
    PACK = "pack"
    HAND_OVER = "hand_over"
    MOVE = "move"
    GO_OUT = "go_out"
    FAIL_ATTEMPT = "fail_attempt"
    DELAY = "delay"
    DELIVER = "deliver"
    OPEN_INSPECTION = "open_inspection"
    ACCEPT = "accept"
    AUTO_ACCEPT = "auto_accept"
    DISPUTE = "dispute"
    RESOLVE = "resolve"
    LOSE = "lose"
    TURN_BACK = "turn_back"
    COME_BACK = "come_back"
    CANCEL = "cancel"


_S, _A = ShipmentStatus, ShipmentAction
UNDERWAY_STATUSES = (
    _S.HANDED_OVER,
    _S.IN_TRANSIT,
    _S.OUT_FOR_DELIVERY,
    _S.ATTEMPT_FAILED,
    _S.DELAYED,
)
BEFORE_HANDOVER = (_S.PENDING, _S.PICKING, _S.PACKED)
ARRIVED_STATUSES = frozenset(
    {_S.DELIVERED, _S.AWAITING_INSPECTION, _S.ACCEPTED, _S.AUTO_ACCEPTED, _S.DISPUTED}
)
TROUBLE_STATUSES = frozenset(
    {_S.ATTEMPT_FAILED, _S.DELAYED, _S.LOST, _S.RETURNING, _S.RETURNED_TO_SENDER}
)
FAILED_STATUSES = (_S.LOST, _S.RETURNED_TO_SENDER)
JUDGED_STATUSES = frozenset({_S.ACCEPTED, _S.AUTO_ACCEPTED})
OVER_STATUSES = JUDGED_STATUSES | {_S.CANCELLED, _S.RETURNED_TO_SENDER}

# What a courier may say. Its word decides nothing else: an "accept" from there is noise.
REPORTED_ACTIONS = frozenset(
    {_A.MOVE, _A.GO_OUT, _A.FAIL_ATTEMPT, _A.DELAY, _A.DELIVER, _A.LOSE, _A.TURN_BACK, _A.COME_BACK}
)

# Couriers report late, twice and out of order: every report is possible from every status underway,
# and from "lost" and "returning" too, where a parcel may turn up after all. One that is lost or came
# back ends when the shop cancels it, with the order.
_REPORTABLE = (*UNDERWAY_STATUSES, _S.LOST, _S.RETURNING)
SHIPMENT_MACHINE: Machine[ShipmentStatus, ShipmentAction] = Machine(
    "shipment",
    {
        (_S.PENDING, _A.PICK): _S.PICKING,
        (_S.PENDING, _A.PACK): _S.PACKED,
        (_S.PICKING, _A.PACK): _S.PACKED,
        (_S.PACKED, _A.HAND_OVER): _S.HANDED_OVER,
        **{(s, _A.CANCEL): _S.CANCELLED for s in (*BEFORE_HANDOVER, *FAILED_STATUSES)},
        **{(s, _A.MOVE): _S.IN_TRANSIT for s in _REPORTABLE},
        **{(s, _A.GO_OUT): _S.OUT_FOR_DELIVERY for s in _REPORTABLE},
        **{(s, _A.FAIL_ATTEMPT): _S.ATTEMPT_FAILED for s in _REPORTABLE},
        **{(s, _A.DELAY): _S.DELAYED for s in _REPORTABLE},
        **{(s, _A.DELIVER): _S.DELIVERED for s in _REPORTABLE},
        **{(s, _A.LOSE): _S.LOST for s in UNDERWAY_STATUSES},
        **{(s, _A.TURN_BACK): _S.RETURNING for s in UNDERWAY_STATUSES},
        **{(s, _A.COME_BACK): _S.RETURNED_TO_SENDER for s in _REPORTABLE},
        (_S.DELIVERED, _A.OPEN_INSPECTION): _S.AWAITING_INSPECTION,
        (_S.AWAITING_INSPECTION, _A.ACCEPT): _S.ACCEPTED,
        (_S.AWAITING_INSPECTION, _A.AUTO_ACCEPT): _S.AUTO_ACCEPTED,
        (_S.AWAITING_INSPECTION, _A.DISPUTE): _S.DISPUTED,
        (_S.ACCEPTED, _A.DISPUTE): _S.DISPUTED,
        (_S.AUTO_ACCEPTED, _A.DISPUTE): _S.DISPUTED,
        (_S.DISPUTED, _A.RESOLVE): _S.ACCEPTED,
    },
)


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """One courier report: canonical `status` (a ShipmentAction's value or ""), the courier's note."""

    at: datetime
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class ShipmentLine:
    """How many units of an order line travel in this shipment."""

    position: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Shipment:
    """One parcel, or one own delivery. `id` is the order number with `-S1`, `-S2`..."""

    id: str
    order: str
    location: str
    lines: tuple[ShipmentLine, ...]
    status: ShipmentStatus = ShipmentStatus.PENDING
    courier: str = ""
    waybill: str = ""
    eta_from: date | None = None
    eta_to: date | None = None
    handed_over_at: datetime | None = None
    delivered_at: datetime | None = None
    inspect_until: datetime | None = None
    note: str = ""
    version: int = 0

    def after(self, action: ShipmentAction, **changes: object) -> "Shipment":
        """Return the shipment after the action; IllegalTransition where the table has none."""
        status = SHIPMENT_MACHINE.next(self.id, self.status, action)
        return replace(self, status=status, **changes)  # type: ignore[arg-type]  # fields by name
