"""Payments with their record, and the books."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    literal_column,
    or_,
)

from domain.ledger import Account
from domain.payments import SETTLED_STATUSES, PaymentEventKind, PaymentStatus, PaymentTerm
from storage.tables.base import Id, is_one_of, metadata, one_of, partial_index
from storage.types import UtcTime, Value, Words

# Payments that a transfer may still come in for; their amounts tell the transfers apart.
AWAITED = frozenset(
    {PaymentStatus.UNPAID, PaymentStatus.PROOF_SUBMITTED, PaymentStatus.PARTIALLY_PAID}
)

payments = Table(
    "payments",
    metadata,
    Column("order_number", Text, ForeignKey("orders.number"), primary_key=True),
    Column("term", Value(PaymentTerm), nullable=False),
    Column("currency", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("unique_code", Integer, nullable=False),
    Column("status", Value(PaymentStatus), nullable=False),
    Column("credited", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("refunded", BigInteger, nullable=False),
    Column("deadline", UtcTime),
    Column("proof", Text),
    Column("version", Integer, nullable=False),
    CheckConstraint("due >= 0 AND credited >= 0 AND received >= 0", name="amounts"),
    CheckConstraint("refunded >= 0 AND refunded <= received", name="refunded"),
    CheckConstraint("unique_code BETWEEN 0 AND 999", name="unique_code"),
)
partial_index(
    "uq_payments_awaited",
    payments.c.due,
    payments.c.currency,
    where=f"unique_code > 0 AND {one_of('status', AWAITED)}",
    unique=True,
)

# More is held than is owed, as domain.payments.Payment.excess: few rows ever, so an index of them.
EXCESS = "received > refunded AND received - refunded > due - credited"
partial_index("ix_payments_excess", payments.c.order_number, where=EXCESS)

# domain.payments.Payment.settled, for statements.
SETTLED = or_(
    is_one_of(payments.c.status, SETTLED_STATUSES),
    literal_column("payments.due - payments.credited - payments.received + payments.refunded <= 0"),
)

# Append-only, by triggers (in the migration), as are the journal and its postings.
payment_events = Table(
    "payment_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("order_number", Text, ForeignKey("payments.order_number"), nullable=False),
    Column("kind", Value(PaymentEventKind), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("reference", Words, nullable=False),
    Column("actor", BigInteger, nullable=False),
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_payment_events_order", payment_events.c.order_number, payment_events.c.id)

INVOICE = "kind = 'invoice'"

journal = Table(
    "journal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("order_number", Text, ForeignKey("orders.number"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("memo", Words, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_journal_order", journal.c.order_number, journal.c.kind)
partial_index("uq_journal_invoice", journal.c.order_number, where=INVOICE, unique=True)

postings = Table(
    "postings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("entry_id", BigInteger, ForeignKey("journal.id"), nullable=False),
    Column("account", Value(Account), nullable=False),
    Column("amount", BigInteger, nullable=False),
    CheckConstraint("amount <> 0", name="amount"),
    sqlite_autoincrement=True,
)
Index("ix_postings_entry", postings.c.entry_id)
