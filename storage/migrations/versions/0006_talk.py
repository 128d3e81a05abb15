"""What customers said to staff is found by the message that a member replies to."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TALK = sa.text("kind = 'talk'")


def upgrade() -> None:
    """Go forward."""
    op.create_index(
        "ix_outbox_talk",
        "outbox",
        ["chat_id", "message_id"],
        sqlite_where=_TALK,
        postgresql_where=_TALK,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_outbox_talk", "outbox")
