"""Orders, their lines, and all that happened to them."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
)

from domain.authority import ActorKind
from domain.channels import Channel
from domain.events import EventKind
from domain.orders import OrderStatus
from domain.payments import PaymentTerm
from storage.tables.base import Id, metadata, partial_index
from storage.types import JsonText, UtcTime, Value, Words

DRAFT = f"status = '{OrderStatus.DRAFT.value}'"
PLACED = f"status <> '{OrderStatus.DRAFT.value}'"

# The totals are what the lines, the fee and the tax add up to; reports and the check read them.
orders = Table(
    "orders",
    metadata,
    Column("number", Text, primary_key=True),
    Column("customer_id", BigInteger, ForeignKey("customers.id"), nullable=False),
    Column("currency", Text, nullable=False),
    Column("status", Value(OrderStatus), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("address", JsonText),
    Column("shipping", JsonText),
    Column("term", Value(PaymentTerm)),
    Column("note", Words, nullable=False),
    Column("goods_total", BigInteger, nullable=False),
    Column("shipping_fee", BigInteger, nullable=False),
    Column("tax", BigInteger, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("hold_reason", Words),
    Column("closing_reason", Words),
    Column("submitted_at", UtcTime),
    Column("channel", Value(Channel), nullable=False),
    Column("version", Integer, nullable=False),
    Column("author", BigInteger),
    CheckConstraint("total = goods_total + shipping_fee + tax", name="total"),
    CheckConstraint("goods_total >= 0 AND shipping_fee >= 0 AND tax >= 0", name="amounts"),
    CheckConstraint(f"({DRAFT}) = (submitted_at IS NULL)", name="submitted"),
)
partial_index("uq_orders_draft", orders.c.customer_id, where=DRAFT, unique=True)
partial_index(
    "ix_orders_customer",
    orders.c.customer_id,
    orders.c.submitted_at,
    orders.c.number,
    where=PLACED,
)
Index("ix_orders_status", orders.c.status, orders.c.submitted_at, orders.c.number)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_number", Text, ForeignKey("orders.number", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("sku", Text, ForeignKey("skus.code"), nullable=False),
    Column("title", Words, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_price", BigInteger, nullable=False),
    Column("weight_g", Integer, nullable=False),
    CheckConstraint("quantity > 0", name="quantity"),
    CheckConstraint("unit_price >= 0", name="price"),
)

# Append-only, by triggers (in the migration). An empty order number concerns the shop.
order_events = Table(
    "order_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("order_number", Text, nullable=False),
    Column("kind", Value(EventKind), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("actor_kind", Value(ActorKind), nullable=False),
    Column("actor_id", BigInteger, nullable=False),
    Column("facts", JsonText, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_order_events_order", order_events.c.order_number, order_events.c.id)
