"""Shipments and what couriers reported."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text

from domain.shipments import ShipmentStatus
from storage.tables.base import Id, metadata, partial_index
from storage.types import UtcTime, Value, Words

shipments = Table(
    "shipments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("order_number", Text, ForeignKey("orders.number"), nullable=False),
    Column("location", Text, nullable=False),
    Column("status", Value(ShipmentStatus), nullable=False),
    Column("courier", Words, nullable=False),
    Column("waybill", Words, nullable=False),
    Column("eta_from", Date),
    Column("eta_to", Date),
    Column("handed_over_at", UtcTime),
    Column("delivered_at", UtcTime),
    Column("inspect_until", UtcTime),
    Column("note", Words, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("ix_shipments_order", shipments.c.order_number)
Index("ix_shipments_status", shipments.c.status)
partial_index("ix_shipments_waybill", shipments.c.waybill, where="waybill <> ''")

shipment_lines = Table(
    "shipment_lines",
    metadata,
    Column("shipment_id", Text, ForeignKey("shipments.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("quantity", Integer, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
)

# `digest` stands for the note, which is too long for an index.
tracking_events = Table(
    "tracking_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("shipment_id", Text, ForeignKey("shipments.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("digest", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("note", Words, nullable=False),
    sqlite_autoincrement=True,
)
Index(
    "uq_tracking_events_report",
    tracking_events.c.shipment_id,
    tracking_events.c.at,
    tracking_events.c.digest,
    unique=True,
)
