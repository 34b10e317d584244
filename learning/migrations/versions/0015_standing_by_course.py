"""settled_tally.by_course: how somebody stands course by course; and finding what refreshes a completion."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COUNTS = ("asked_count", "met_count", "soon_count", "late_count")
INDEX = "ix_settled_tally_person_id_late_count_soon_count"


def upgrade() -> None:
    op.execute("DELETE FROM settled_days")  # whoever has no row there counts for nothing until settled anew
    # Made anew and not given a default: a machine with the release before then fails to settle, and cannot do it wrong.
    op.drop_table("settled_tally")
    _make_tally(sa.Column("by_course", sa.String(), nullable=False))
    op.create_index(INDEX, "settled_tally", ["person_id", "late_count", "soon_count"])
    op.create_index(op.f("ix_enrolment_refreshes_id"), "enrolment", ["refreshes_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_enrolment_refreshes_id"), "enrolment")
    op.execute("DELETE FROM settled_days")
    op.drop_table("settled_tally")
    _make_tally()
    op.create_index(op.f("ix_settled_tally_person_id"), "settled_tally", ["person_id"])


def _make_tally(*more: sa.Column) -> None:
    op.create_table(
        "settled_tally",
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        *more,
        sa.PrimaryKeyConstraint("plan_id", "person_id", name=op.f("pk_settled_tally")),
        sqlite_with_rowid=False,
    )
