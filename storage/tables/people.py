"""Customers, staff, and the shop itself."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Table, Text

from domain.authority import Role
from storage.tables.base import Id, metadata, partial_index
from storage.types import UtcTime, Value, Words

customers = Table(
    "customers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("telegram_id", BigInteger, unique=True),
    Column("name", Words, nullable=False),
    Column("language", Text, nullable=False),
    Column("phone", Text),
    Column("reachable", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

# Who has no Telegram is known by phone. A number that somebody typed in Telegram proves nothing, so
# those are never found by it.
ELSEWHERE = "telegram_id IS NULL"
partial_index("uq_customers_phone", customers.c.phone, where=ELSEWHERE, unique=True)

# `digest` stands for recipient, phone and text: together they are too long for an index.
addresses = Table(
    "addresses",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", BigInteger, ForeignKey("customers.id"), nullable=False),
    Column("digest", Text, nullable=False),
    Column("recipient", Words, nullable=False),
    Column("phone", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("used_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
Index("uq_addresses_digest", addresses.c.customer_id, addresses.c.digest, unique=True)
Index("ix_addresses_used", addresses.c.customer_id, addresses.c.used_at)

# A member without roles is a former one: the history still needs the name.
staff = Table(
    "staff",
    metadata,
    Column("user_id", Id, primary_key=True, autoincrement=False),
    Column("name", Words, nullable=False),
)
staff_roles = Table(
    "staff_roles",
    metadata,
    Column("user_id", BigInteger, ForeignKey("staff.user_id"), primary_key=True),
    Column("role", Value(Role), primary_key=True),
)

shop = Table(
    "shop",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Words, nullable=False),
)
