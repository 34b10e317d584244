"""refresh: the day by which a material version is to be seen, and which completion an enrolment refreshes.

Both columns are added in place: `course_version` never changes a row, and a table that others point to is not rebuilt.
A version published before has no day, so it asks nothing of anybody.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("course_version", sa.Column("refresh_due_on", sa.Date(), nullable=True))
    completion = sa.ForeignKey("completion_record.id", name=op.f("fk_enrolment_refreshes_id"))
    op.add_column("enrolment", sa.Column("refreshes_id", sa.Integer(), completion), inline_references=True)


def downgrade() -> None:
    op.drop_column("enrolment", "refreshes_id")
    op.drop_column("course_version", "refresh_due_on")
