"""Returns and their lines."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from domain.returns import OPEN_RETURN_STATUSES, Resolution, ReturnStatus, Verdict
from storage.tables.base import metadata, one_of, partial_index
from storage.types import JsonText, UtcTime, Value, Words

returns = Table(
    "returns",
    metadata,
    Column("id", Text, primary_key=True),
    Column("order_number", Text, ForeignKey("orders.number"), nullable=False),
    Column("shipment_id", Text, ForeignKey("shipments.id"), nullable=False),
    Column("requested_at", UtcTime, nullable=False),
    Column("wish", Value(Resolution), nullable=False),
    Column("status", Value(ReturnStatus), nullable=False),
    Column("description", Words, nullable=False),
    Column("pictures", JsonText, nullable=False),
    Column("decision_reason", Words, nullable=False),
    Column("waybill", Words, nullable=False),
    Column("resolution", Value(Resolution)),
    Column("refund_amount", BigInteger, nullable=False),
    Column("refund_reference", Words, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("refund_amount >= 0", name="refund_amount"),
)
Index("ix_returns_order", returns.c.order_number)
partial_index(
    "uq_returns_open",
    returns.c.order_number,
    where=one_of("status", OPEN_RETURN_STATUSES),
    unique=True,
)

return_lines = Table(
    "return_lines",
    metadata,
    Column("return_id", Text, ForeignKey("returns.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("quantity", Integer, nullable=False),
    Column("reason", Words, nullable=False),
    Column("verdict", Value(Verdict)),
    CheckConstraint("quantity > 0", name="quantity"),
)
