"""settled: what is stored for speed in one table, so that each transaction that changes records writes it."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COUNTS = ("asked_count", "met_count", "soon_count", "late_count")


def upgrade() -> None:
    for name in ("settled_days", "settled_tally", "settled_course"):
        op.drop_table(name)
    # Empty: whoever has no row counts from the records, until `flask prepare` has settled them.
    op.create_table(
        "settled",
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_on", sa.Date()),
        sa.Column("until_on", sa.Date()),
        sa.Column("known_at", sa.DateTime()),
        *(sa.Column(name, sa.Integer()) for name in COUNTS),
        sa.Column("by_course", sa.String()),
        sa.Column("last_on", sa.Date()),
        sa.PrimaryKeyConstraint("kind", "number", "person_id", name=op.f("pk_settled")),
        sqlite_with_rowid=False,
    )
    index = "ix_settled_person_id_late_count_soon_count"
    op.create_index(index, "settled", ["person_id", "kind", "late_count", "soon_count"])
    op.create_index("ix_settled_number_last_on", "settled", ["kind", "number", "last_on"])


def downgrade() -> None:
    op.drop_table("settled")
    op.create_table(
        "settled_days",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("known_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_settled_days")),
    )
    op.create_table(
        "settled_tally",
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("by_course", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name=op.f("pk_settled_tally")),
        sqlite_with_rowid=False,
    )
    index = "ix_settled_tally_person_id_late_count_soon_count"
    op.create_index(index, "settled_tally", ["person_id", "late_count", "soon_count"])
    op.create_table(
        "settled_course",
        sa.Column("course_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_on", sa.Date()),
        sa.PrimaryKeyConstraint("course_id", "person_id", name=op.f("pk_settled_course")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_settled_course_person_id"), "settled_course", ["person_id"])
    op.create_index("ix_settled_course_course_id_last_on", "settled_course", ["course_id", "last_on"])
