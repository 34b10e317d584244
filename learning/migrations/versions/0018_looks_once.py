"""audit_event.look_key: of two windows that open a record at one moment, one look is noted."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Earlier looks keep none: who looked already on the day of the change is noted once more.
    op.add_column("audit_event", sa.Column("look_key", sa.String(length=300), nullable=True))
    op.create_index(op.f("ix_audit_event_look_key"), "audit_event", ["look_key"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_event_look_key"), "audit_event")
    op.drop_column("audit_event", "look_key")
