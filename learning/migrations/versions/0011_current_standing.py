"""settled: how people stand today, counted; empty until `flask standings settle` writes it."""

import sqlalchemy as sa
from alembic import op

from learning.db import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "settled_days",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("known_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_settled_days")),
    )
    op.create_table(
        "settled_tally",
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_count", sa.Integer(), nullable=False),
        sa.Column("met_count", sa.Integer(), nullable=False),
        sa.Column("soon_count", sa.Integer(), nullable=False),
        sa.Column("late_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name=op.f("pk_settled_tally")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_settled_tally_person_id"), "settled_tally", ["person_id"])
    op.create_table(
        "settled_course",
        sa.Column("course_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("course_id", "person_id", name=op.f("pk_settled_course")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_settled_course_person_id"), "settled_course", ["person_id"])
    op.create_index("ix_settled_course_course_id_last_on", "settled_course", ["course_id", "last_on"])


def downgrade() -> None:
    for name in ("settled_course", "settled_tally", "settled_days"):
        op.drop_table(name)
