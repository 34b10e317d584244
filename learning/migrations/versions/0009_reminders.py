"""reminders: the mails that were sent, and the notes about courses in them."""

import sqlalchemy as sa
from alembic import op

from learning.db import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mailed_on", sa.Date(), nullable=False),
        sa.Column("digest_week_on", sa.Date(), nullable=True),
        sa.Column("claimed_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("refused_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_mail_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_mail")),
        sa.UniqueConstraint("person_id", "mailed_on", name=op.f("uq_reminder_mail_person_id_mailed_on")),
        sa.UniqueConstraint("digest_week_on", "person_id", name=op.f("uq_reminder_mail_digest_week_on_person_id")),
    )
    op.create_index(op.f("ix_reminder_mail_mailed_on"), "reminder_mail", ["mailed_on"])
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("about", sa.String(length=9), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["reminder_mail.id"], name=op.f("fk_reminder_mail_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_reminder_course_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            *("person_id", "course_id", "due_on", "kind", "step"),
            name=op.f("uq_reminder_person_id_course_id_due_on_kind_step"),
        ),
    )
    op.create_index(op.f("ix_reminder_mail_id"), "reminder", ["mail_id"])
    op.create_index(op.f("ix_reminder_course_id"), "reminder", ["course_id"])


def downgrade() -> None:
    op.drop_table("reminder")
    op.drop_table("reminder_mail")
