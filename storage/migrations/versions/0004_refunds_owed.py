"""What has to go back to customers is found without reading all payments."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_EXCESS = sa.text("received > refunded AND received - refunded > due - credited")


def upgrade() -> None:
    """Go forward."""
    op.create_index(
        "ix_payments_excess",
        "payments",
        ["order_number"],
        sqlite_where=_EXCESS,
        postgresql_where=_EXCESS,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_payments_excess", "payments")
