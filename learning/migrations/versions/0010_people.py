"""people: teams of direct reports, acting managers, and a file of people while an administrator looks at it first."""

import sqlalchemy as sa
from alembic import op

from learning.db import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    manager = sa.ForeignKey("person.id", name=op.f("fk_team_reports_to_id"))
    op.add_column("team", sa.Column("reports_to_id", sa.Integer(), manager, nullable=True), inline_references=True)
    op.create_index(op.f("ix_team_reports_to_id"), "team", ["reports_to_id"], unique=True)
    op.add_column("team_manager", sa.Column("is_acting", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "pending_people_import",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("missing_are_leavers", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pending_people_import_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pending_people_import")),
    )


def downgrade() -> None:
    op.drop_table("pending_people_import")
    op.drop_column("team_manager", "is_acting")
    op.drop_index(op.f("ix_team_reports_to_id"), "team")
    op.drop_column("team", "reports_to_id")
