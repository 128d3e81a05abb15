"""Money, parcels, returns; and the ledgers closed against changes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.BigInteger().with_variant(sa.DateTime(timezone=True), "postgresql")
_LEDGERS = ("movements", "payment_events", "journal", "postings", "order_events")


def upgrade() -> None:
    """Go forward."""
    _journal()
    _payments()
    _shipments()
    _payment_events()
    _postings()
    _returns()
    _shipment_lines()
    _tracking_events()
    _return_lines()
    _keep_ledgers()


def downgrade() -> None:
    """Go back."""
    _free_ledgers()
    op.drop_table("return_lines")
    op.drop_table("tracking_events")
    op.drop_table("shipment_lines")
    op.drop_table("returns")
    op.drop_table("postings")
    op.drop_table("payment_events")
    op.drop_table("shipments")
    op.drop_table("payments")
    op.drop_table("journal")


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", _ID, nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("memo", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_number"], ["orders.number"], name=op.f("fk_journal_order_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journal_order", "journal", ["order_number", "kind"])
    _partial("uq_journal_invoice", "journal", ["order_number"], "kind = 'invoice'", unique=True)


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("unique_code", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("credited", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("deadline", _TIME),
        sa.Column("proof", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "due >= 0 AND credited >= 0 AND received >= 0", name=op.f("ck_payments_amounts")
        ),
        sa.CheckConstraint(
            "refunded >= 0 AND refunded <= received", name=op.f("ck_payments_refunded")
        ),
        sa.CheckConstraint("unique_code BETWEEN 0 AND 999", name=op.f("ck_payments_unique_code")),
        sa.ForeignKeyConstraint(
            ["order_number"], ["orders.number"], name=op.f("fk_payments_order_number")
        ),
        sa.PrimaryKeyConstraint("order_number", name=op.f("pk_payments")),
    )
    _partial(
        "uq_payments_awaited",
        "payments",
        ["due", "currency"],
        "unique_code > 0 AND status IN ('partially_paid', 'proof_submitted', 'unpaid')",
        unique=True,
    )


def _shipments() -> None:
    op.create_table(
        "shipments",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("courier", sa.Text(), nullable=False),
        sa.Column("waybill", sa.Text(), nullable=False),
        sa.Column("eta_from", sa.Date()),
        sa.Column("eta_to", sa.Date()),
        sa.Column("handed_over_at", _TIME),
        sa.Column("delivered_at", _TIME),
        sa.Column("inspect_until", _TIME),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_number"], ["orders.number"], name=op.f("fk_shipments_order_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipments")),
    )
    op.create_index("ix_shipments_order", "shipments", ["order_number"])
    op.create_index("ix_shipments_status", "shipments", ["status"])
    _partial("ix_shipments_waybill", "shipments", ["waybill"], "waybill <> ''")


def _payment_events() -> None:
    op.create_table(
        "payment_events",
        sa.Column("id", _ID, nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_number"], ["payments.order_number"], name=op.f("fk_payment_events_order_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_events")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_payment_events_order", "payment_events", ["order_number", "id"])


def _postings() -> None:
    op.create_table(
        "postings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_postings_amount")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_postings_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_postings_entry", "postings", ["entry_id"])


def _returns() -> None:
    op.create_table(
        "returns",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("shipment_id", sa.Text(), nullable=False),
        sa.Column("requested_at", _TIME, nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("pictures", sa.Text(), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("waybill", sa.Text(), nullable=False),
        sa.Column("resolution", sa.Text()),
        sa.Column("refund_amount", sa.BigInteger(), nullable=False),
        sa.Column("refund_reference", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("refund_amount >= 0", name=op.f("ck_returns_refund_amount")),
        sa.ForeignKeyConstraint(
            ["order_number"], ["orders.number"], name=op.f("fk_returns_order_number")
        ),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipments.id"], name=op.f("fk_returns_shipment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns")),
    )
    op.create_index("ix_returns_order", "returns", ["order_number"])
    _partial(
        "uq_returns_open",
        "returns",
        ["order_number"],
        "status IN ('approved', 'in_transit', 'inspected', 'received', 'requested')",
        unique=True,
    )


def _shipment_lines() -> None:
    op.create_table(
        "shipment_lines",
        sa.Column("shipment_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_shipment_lines_quantity")),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipments.id"], name=op.f("fk_shipment_lines_shipment_id")
        ),
        sa.PrimaryKeyConstraint("shipment_id", "position", name=op.f("pk_shipment_lines")),
    )


def _tracking_events() -> None:
    op.create_table(
        "tracking_events",
        sa.Column("id", _ID, nullable=False),
        sa.Column("shipment_id", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shipment_id"], ["shipments.id"], name=op.f("fk_tracking_events_shipment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracking_events")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_tracking_events_report", "tracking_events", ["shipment_id", "at", "digest"], unique=True
    )


def _return_lines() -> None:
    op.create_table(
        "return_lines",
        sa.Column("return_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text()),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_return_lines_quantity")),
        sa.ForeignKeyConstraint(
            ["return_id"], ["returns.id"], name=op.f("fk_return_lines_return_id")
        ),
        sa.PrimaryKeyConstraint("return_id", "position", name=op.f("pk_return_lines")),
    )


def _partial(
    name: str, table: str, columns: list[str], where: str, *, unique: bool = False
) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=rows, postgresql_where=rows)


def _keep_ledgers() -> None:
    """Refuse every change of a ledger's rows: what is wrong is mended by another row."""
    if op.get_context().dialect.name == "sqlite":
        for table in _LEDGERS:
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in _LEDGERS:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )


def _free_ledgers() -> None:
    """Drop the triggers with their tables, the function by itself."""
    for table in _LEDGERS:
        on = "" if op.get_context().dialect.name == "sqlite" else f" ON {table}"
        names = (
            (f"{table}_no_update", f"{table}_no_delete") if not on else (f"{table}_append_only",)
        )
        for name in names:
            op.execute(f"DROP TRIGGER {name}{on}")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION append_only()")
