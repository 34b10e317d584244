"""import undo: an import is one change of a draft, with the files as they were before it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("draft_outline_change", sa.Column("file_count", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "draft_changed_file",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("put_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["draft_outline_change.id"],
            name=op.f("fk_draft_changed_file_change_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("change_id", "path", name=op.f("pk_draft_changed_file")),
    )


def downgrade() -> None:
    op.drop_table("draft_changed_file")
    # What was imported stays in the draft; the release before this one cannot undo it.
    op.execute("DELETE FROM draft_outline_change WHERE kind IN ('imported', 'returned')")
    op.drop_column("draft_outline_change", "file_count")
