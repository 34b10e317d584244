"""comments."""

import sqlalchemy as sa
from alembic import op

from learning.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lesson_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("lesson_key", sa.String(length=80), nullable=False),
        sa.Column("lesson_title", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("change", sa.Text(), nullable=True),
        sa.Column("changed_in_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_lesson_comment_answered_by_id")),
        sa.ForeignKeyConstraint(["changed_in_id"], ["course_version.id"], name=op.f("fk_lesson_comment_changed_in_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_lesson_comment_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lesson_comment_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["course_version.id"], name=op.f("fk_lesson_comment_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_comment")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_lesson_comment_person_id_key")),
    )
    with op.batch_alter_table("lesson_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_comment_course_id"), ["course_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lesson_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_comment_course_id"))

    op.drop_table("lesson_comment")
