"""Things that fall due: rows with a time, claimed with a lease, unique per (kind, entity, due)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DueKind(StrEnum):
    """What has to be looked at when its time comes."""

    PAYMENT_REMINDER = "payment_reminder"
    PAYMENT_DEADLINE = "payment_deadline"
    APPROVAL_REMINDER = "approval_reminder"
    TRACK_SHIPMENT = "track_shipment"
    INSPECTION_REMINDER = "inspection_reminder"
    INSPECTION_DEADLINE = "inspection_deadline"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Due:
    """One due row; `entity` is an order number, a shipment id or a date."""

    kind: DueKind
    entity: str
    at: datetime
