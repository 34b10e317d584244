"""settled_tally.by_course: how somebody stands course by course; and finding what refreshes a completion."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM settled_days")  # whoever has no row there counts for nothing until settled anew
    op.add_column("settled_tally", sa.Column("by_course", sa.String(), server_default="", nullable=False))
    op.create_index(op.f("ix_enrolment_refreshes_id"), "enrolment", ["refreshes_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_enrolment_refreshes_id"), "enrolment")
    op.drop_column("settled_tally", "by_course")
