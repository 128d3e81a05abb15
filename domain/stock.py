"""Stock: levels, reservations and the append-only ledger of movements.

A reservation is a claim with an expiry; an issue takes units out. Units that come back wait in
quarantine (counted in on hand, not available) until they are inspected.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MovementKind(StrEnum):
    """Why stock moved."""

    RECEIPT = "receipt"
    ISSUE = "issue"
    ADJUSTMENT = "adjustment"
    RETURN = "return"
    RESTOCK = "restock"
    WRITE_OFF = "write_off"
    REPLACEMENT = "replacement"


class ReservationStatus(StrEnum):
    """A reservation is used up by the issue or given back."""

    ACTIVE = "active"
    CONSUMED = "consumed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class StockLevel:
    """Units of one SKU at one location. Always 0 <= reserved and reserved + quarantine <= on_hand."""

    sku: str
    location: str
    on_hand: int
    reserved: int
    quarantine: int = 0

    @property
    def available(self) -> int:
        """Units that can still be promised."""
        return self.on_hand - self.reserved - self.quarantine


@dataclass(frozen=True, slots=True)
class Movement:
    """One ledger row: by how many units on hand and quarantine changed, why and through whom.

    `reference` is an order number, a return id or a text; `actor` a staff member's id, 0 for none.
    """

    sku: str
    location: str
    kind: MovementKind
    on_hand: int
    quarantine: int
    reference: str
    reason: str
    actor: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Reservation:
    """A claim of one order line on one location."""

    order: str
    line: int
    sku: str
    location: str
    quantity: int
    expires_at: datetime | None
    status: ReservationStatus = ReservationStatus.ACTIVE
