"""Orders from elsewhere, written down by staff; words that were not read, and words of the shop's own."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.BigInteger().with_variant(sa.DateTime(timezone=True), "postgresql")
_ELSEWHERE = sa.text("telegram_id IS NULL")
_SOURCED = sa.text("source IS NOT NULL")


def upgrade() -> None:
    """Go forward."""
    op.add_column("orders", sa.Column("author", sa.BigInteger()))
    op.create_index(
        "uq_customers_phone",
        "customers",
        ["phone"],
        unique=True,
        sqlite_where=_ELSEWHERE,
        postgresql_where=_ELSEWHERE,
    )
    _intakes()
    _unread_lines()
    _own_words()


def downgrade() -> None:
    """Go back."""
    op.drop_table("own_words")
    op.drop_table("unread_lines")
    op.drop_table("intakes")
    op.drop_index("uq_customers_phone", "customers")
    op.drop_column("orders", "author")


def _intakes() -> None:
    op.create_table(
        "intakes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.BigInteger()),
        sa.Column("author", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intakes")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_intakes_source",
        "intakes",
        ["chat_id", "source"],
        unique=True,
        sqlite_where=_SOURCED,
        postgresql_where=_SOURCED,
    )


def _unread_lines() -> None:
    op.create_table(
        "unread_lines",
        sa.Column("id", _ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("meant", sa.Text()),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unread_lines")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_unread_lines_person", "unread_lines", ["person", "words"], unique=True)
    op.create_index("ix_unread_lines_words", "unread_lines", ["words", "id"])


def _own_words() -> None:
    op.create_table(
        "own_words",
        sa.Column("id", _ID, nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("author", sa.BigInteger(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_words")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_own_words_written", "own_words", ["written"], unique=True)
