"""Orders being written down by staff, and what the shop learns of how its customers write."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from domain.lessons import UnreadReason, WordKind
from storage.tables.base import Id, metadata, partial_index
from storage.types import JsonText, UtcTime, Value, Words

# Both tables of people's words keep their latest rows only: see the repositories.
intakes = Table(
    "intakes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("source", BigInteger),
    Column("author", BigInteger, nullable=False),
    Column("number", Text, nullable=False),
    Column("state", JsonText, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_autoincrement=True,
)
partial_index(
    "uq_intakes_source",
    intakes.c.chat_id,
    intakes.c.source,
    where="source IS NOT NULL",
    unique=True,
)

unread_lines = Table(
    "unread_lines",
    metadata,
    Column("id", Id, primary_key=True),
    Column("words", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("reason", Value(UnreadReason), nullable=False),
    Column("reading", JsonText, nullable=False),
    Column("meant", Text),
    Column("person", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
Index("uq_unread_lines_person", unread_lines.c.person, unread_lines.c.words, unique=True)
Index("ix_unread_lines_words", unread_lines.c.words, unread_lines.c.id)

own_words = Table(
    "own_words",
    metadata,
    Column("id", Id, primary_key=True),
    Column("written", Words, nullable=False),
    Column("kind", Value(WordKind), nullable=False),
    Column("meaning", Words, nullable=False),
    Column("author", BigInteger, nullable=False),
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
Index("uq_own_words_written", own_words.c.written, unique=True)
