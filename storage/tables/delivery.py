"""What waits to come in and to go out."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, Table, Text

from storage.tables.base import Id, metadata, partial_index
from storage.types import JsonText, UtcTime, Words

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", Id, primary_key=True, autoincrement=False),
    Column("lane", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("received_at", UtcTime, nullable=False),
    Column("handled_at", UtcTime),
    Column("error", Words),
    CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
)
partial_index("ix_inbox_waiting", inbox.c.update_id, where="state = 'waiting'")
partial_index("ix_inbox_dead", inbox.c.update_id, where="state = 'dead'")

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("lane", Text, nullable=False),
    Column("chat_id", BigInteger),
    Column("sequence", Text),
    Column("kind", Text, nullable=False),
    Column("payload", JsonText, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due_at", UtcTime, nullable=False),
    Column("leased_until", UtcTime),
    Column("created_at", UtcTime, nullable=False),
    Column("done_at", UtcTime),
    Column("message_id", BigInteger),
    Column("error", Words),
    CheckConstraint("state IN ('waiting', 'sent', 'dead')", name="state"),
    sqlite_autoincrement=True,
)
partial_index(
    "ix_outbox_due", outbox.c.lane, outbox.c.due_at, outbox.c.id, where="state = 'waiting'"
)
partial_index("ix_outbox_sequence", outbox.c.sequence, outbox.c.id, where="state = 'waiting'")
partial_index("ix_outbox_talk", outbox.c.chat_id, outbox.c.message_id, where="kind = 'talk'")
partial_index("ix_outbox_dead", outbox.c.id, where="state = 'dead'")
