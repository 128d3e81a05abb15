"""What falls due."""

from sqlalchemy import Column, Table, Text

from domain.due import DueKind
from storage.tables.base import metadata, partial_index
from storage.types import UtcTime, Value

WAITING = "done_at IS NULL"

# Rows stay when they are done: the same thing put again must not be done again.
due = Table(
    "due",
    metadata,
    Column("kind", Value(DueKind), primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("at", UtcTime, primary_key=True),
    Column("leased_until", UtcTime),
    Column("done_at", UtcTime),
)
partial_index("ix_due_waiting", due.c.at, where=WAITING)
