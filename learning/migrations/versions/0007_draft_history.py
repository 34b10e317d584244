"""draft history: earlier texts of a draft's pages, and the changes of its outline."""

import sqlalchemy as sa
from alembic import op

from learning.db import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_text",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_text_draft_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("draft_id", "text_hash", name=op.f("pk_draft_text")),
    )
    op.create_table(
        "draft_outline_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_draft_outline_change_draft_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_draft_outline_change_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_outline_change")),
    )
    op.create_index(op.f("ix_draft_outline_change_draft_id"), "draft_outline_change", ["draft_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_draft_outline_change_draft_id"), table_name="draft_outline_change")
    op.drop_table("draft_outline_change")
    op.drop_table("draft_text")
