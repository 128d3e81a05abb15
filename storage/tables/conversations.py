"""Where people stand in their chats, and which message shows which order."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from storage.tables.base import metadata
from storage.types import JsonText

sessions = Table(
    "sessions",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("state", JsonText, nullable=False),
    Column("version", Integer, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("order_number", Text, ForeignKey("orders.number", ondelete="CASCADE"), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
)
Index("ix_cards_message", cards.c.chat_id, cards.c.message_id)
