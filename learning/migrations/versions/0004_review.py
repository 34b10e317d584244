"""review: drafts that a second author is asked to read, and who approved a version.

The column is added in place: `course_version` never changes a row. Nobody approved what was published before.
"""

import sqlalchemy as sa
from alembic import op

from learning.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    approver = sa.ForeignKey("person.id", name=op.f("fk_course_version_approved_by_id"))
    op.add_column("course_version", sa.Column("approved_by_id", sa.Integer(), approver), inline_references=True)
    op.create_table(
        "draft_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_draft_review_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_draft_review_decided_by_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_review_draft_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_review")),
    )
    op.create_index(op.f("ix_draft_review_draft_id"), "draft_review", ["draft_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_draft_review_draft_id"), table_name="draft_review")
    op.drop_table("draft_review")
    op.drop_column("course_version", "approved_by_id")
