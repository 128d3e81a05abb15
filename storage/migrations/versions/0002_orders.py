"""Orders and the stock that they claim."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.BigInteger().with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Go forward."""
    _order_events()
    _orders()
    _cards()
    _movements()
    _order_lines()
    _reservations()
    _stock_levels()


def downgrade() -> None:
    """Go back."""
    op.drop_table("stock_levels")
    op.drop_table("reservations")
    op.drop_table("order_lines")
    op.drop_table("movements")
    op.drop_table("cards")
    op.drop_table("orders")
    op.drop_table("order_events")


def _order_events() -> None:
    op.create_table(
        "order_events",
        sa.Column("id", _ID, nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_events")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_order_events_order", "order_events", ["order_number", "id"])


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("shipping", sa.Text()),
        sa.Column("term", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("goods_total", sa.BigInteger(), nullable=False),
        sa.Column("shipping_fee", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("hold_reason", sa.Text()),
        sa.Column("closing_reason", sa.Text()),
        sa.Column("submitted_at", _TIME),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'draft') = (submitted_at IS NULL)", name=op.f("ck_orders_submitted")
        ),
        sa.CheckConstraint(
            "goods_total >= 0 AND shipping_fee >= 0 AND tax >= 0", name=op.f("ck_orders_amounts")
        ),
        sa.CheckConstraint(
            "total = goods_total + shipping_fee + tax", name=op.f("ck_orders_total")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_orders")),
    )
    _partial(
        "ix_orders_customer",
        "orders",
        ["customer_id", "submitted_at", "number"],
        "status <> 'draft'",
    )
    op.create_index("ix_orders_status", "orders", ["status", "submitted_at", "number"])
    _partial("uq_orders_draft", "orders", ["customer_id"], "status = 'draft'", unique=True)


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_number"],
            ["orders.number"],
            name=op.f("fk_cards_order_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("order_number", "chat_id", name=op.f("pk_cards")),
    )
    op.create_index("ix_cards_message", "cards", ["chat_id", "message_id"])


def _movements() -> None:
    op.create_table(
        "movements",
        sa.Column("id", _ID, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("quarantine", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.CheckConstraint("on_hand <> 0 OR quarantine <> 0", name=op.f("ck_movements_moves")),
        sa.ForeignKeyConstraint(["sku"], ["skus.code"], name=op.f("fk_movements_sku")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movements")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_movements_card", "movements", ["sku", "id"])
    op.create_index("ix_movements_reference", "movements", ["reference"])


def _order_lines() -> None:
    op.create_table(
        "order_lines",
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_quantity")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_order_lines_price")),
        sa.ForeignKeyConstraint(
            ["order_number"],
            ["orders.number"],
            name=op.f("fk_order_lines_order_number"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["sku"], ["skus.code"], name=op.f("fk_order_lines_sku")),
        sa.PrimaryKeyConstraint("order_number", "position", name=op.f("pk_order_lines")),
    )


def _reservations() -> None:
    op.create_table(
        "reservations",
        sa.Column("id", _ID, nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("expires_at", _TIME),
        sa.Column("status", sa.Text(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_reservations_quantity")),
        sa.ForeignKeyConstraint(
            ["order_number"], ["orders.number"], name=op.f("fk_reservations_order_number")
        ),
        sa.ForeignKeyConstraint(["sku"], ["skus.code"], name=op.f("fk_reservations_sku")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservations")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reservations_order", "reservations", ["order_number"])
    _partial(
        "uq_reservations_active",
        "reservations",
        ["order_number", "line", "location"],
        "status = 'active'",
        unique=True,
    )


def _stock_levels() -> None:
    op.create_table(
        "stock_levels",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("quarantine", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quarantine >= 0", name=op.f("ck_stock_levels_quarantine")),
        sa.CheckConstraint(
            "reserved + quarantine <= on_hand", name=op.f("ck_stock_levels_no_oversell")
        ),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_stock_levels_reserved")),
        sa.ForeignKeyConstraint(["sku"], ["skus.code"], name=op.f("fk_stock_levels_sku")),
        sa.PrimaryKeyConstraint("sku", "location", name=op.f("pk_stock_levels")),
    )


def _partial(
    name: str, table: str, columns: list[str], where: str, *, unique: bool = False
) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=rows, postgresql_where=rows)
