"""Stock: levels, claims on them, and the ledger that they must add up to."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from domain.stock import MovementKind, ReservationStatus
from storage.tables.base import Id, metadata, partial_index
from storage.types import UtcTime, Value, Words

# The first promise, as constraints: what the conditional updates leave undone, these refuse.
stock_levels = Table(
    "stock_levels",
    metadata,
    Column("sku", Text, ForeignKey("skus.code"), primary_key=True),
    Column("location", Text, primary_key=True),
    Column("on_hand", BigInteger, nullable=False),
    Column("reserved", BigInteger, nullable=False),
    Column("quarantine", BigInteger, nullable=False),
    CheckConstraint("reserved >= 0", name="reserved"),
    CheckConstraint("quarantine >= 0", name="quarantine"),
    CheckConstraint("reserved + quarantine <= on_hand", name="no_oversell"),
)

ACTIVE = f"status = '{ReservationStatus.ACTIVE.value}'"

reservations = Table(
    "reservations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("order_number", Text, ForeignKey("orders.number"), nullable=False),
    Column("line", Integer, nullable=False),
    Column("sku", Text, ForeignKey("skus.code"), nullable=False),
    Column("location", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("expires_at", UtcTime),
    Column("status", Value(ReservationStatus), nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
    sqlite_autoincrement=True,
)
partial_index(
    "uq_reservations_active",
    reservations.c.order_number,
    reservations.c.line,
    reservations.c.location,
    where=ACTIVE,
    unique=True,
)
Index("ix_reservations_order", reservations.c.order_number)

# Append-only, by triggers (in the migration).
movements = Table(
    "movements",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sku", Text, ForeignKey("skus.code"), nullable=False),
    Column("location", Text, nullable=False),
    Column("kind", Value(MovementKind), nullable=False),
    Column("on_hand", BigInteger, nullable=False),
    Column("quarantine", BigInteger, nullable=False),
    Column("reference", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("actor", BigInteger, nullable=False),
    Column("at", UtcTime, nullable=False),
    CheckConstraint("on_hand <> 0 OR quarantine <> 0", name="moves"),
    sqlite_autoincrement=True,
)
Index("ix_movements_card", movements.c.sku, movements.c.id)
Index("ix_movements_reference", movements.c.reference)
