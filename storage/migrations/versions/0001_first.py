"""The first tables."""

import sqlalchemy as sa
from alembic import op

from storage.types import JsonText, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Go forward."""
    _inbox()
    _outbox()


def downgrade() -> None:
    """Go back."""
    op.drop_table("outbox")
    op.drop_table("inbox")


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("update_id", _ID, nullable=False, autoincrement=False),
        sa.Column("lane", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("received_at", UtcTime, nullable=False),
        sa.Column("handled_at", UtcTime),
        sa.Column("error", sa.Text),
        sa.PrimaryKeyConstraint("update_id", name="pk_inbox"),
        sa.CheckConstraint("state IN ('waiting', 'done', 'dead')", name=op.f("ck_inbox_state")),
    )
    _partial("ix_inbox_waiting", "inbox", ["update_id"], "state = 'waiting'")
    _partial("ix_inbox_dead", "inbox", ["update_id"], "state = 'dead'")


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _ID, nullable=False, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("chat_id", sa.BigInteger),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", JsonText, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("due_at", UtcTime, nullable=False),
        sa.Column("leased_until", UtcTime),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("done_at", UtcTime),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("error", sa.Text),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dead')", name=op.f("ck_outbox_state")),
        sqlite_autoincrement=True,
    )
    _partial("ix_outbox_due", "outbox", ["lane", "due_at", "id"], "state = 'waiting'")
    _partial("ix_outbox_chat", "outbox", ["chat_id", "id"], "state = 'waiting'")
    _partial("ix_outbox_dead", "outbox", ["id"], "state = 'dead'")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(
        name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )
