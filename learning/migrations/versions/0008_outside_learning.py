"""outside learning: what people learned elsewhere, with its evidence, what became of it, and what it is equal to."""

import sqlalchemy as sa
from alembic import op

from learning.db import UtcDateTime, append_only_statements

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

APPEND_ONLY = ("evidence_file", "outside_learning", "outside_further_record")


def upgrade() -> None:
    op.create_table(
        "evidence_file",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_evidence_file")),
    )
    _make_learnings()
    _make_further_records()
    _make_equivalences()
    for table in APPEND_ONLY:
        for statement in append_only_statements(table)[op.get_bind().dialect.name]:
            op.execute(statement)


def _make_learnings() -> None:
    op.create_table(
        "outside_learning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        *_names(),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("declared_minutes", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("repeat_after_months", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence_hash", sa.String(length=64), nullable=True),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outside_learning_person_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_outside_learning_course_id")),
        sa.ForeignKeyConstraint(
            ["evidence_hash"], ["evidence_file.content_hash"], name=op.f("fk_outside_learning_evidence_hash")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["outside_learning.id"], name=op.f("fk_outside_learning_replaces_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_outside_learning_entered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_learning")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_outside_learning_person_id_key")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_outside_learning_replaces_id")),
    )
    op.create_index(op.f("ix_outside_learning_course_id"), "outside_learning", ["course_id"])
    op.create_index("ix_outside_learning_title_key_provider_key", "outside_learning", ["title_key", "provider_key"])


def _make_further_records() -> None:
    op.create_table(
        "outside_further_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learning_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learning_id"], ["outside_learning.id"], name=op.f("fk_outside_further_record_learning_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_outside_further_record_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_further_record")),
    )
    op.create_index("ix_outside_further_record_learning_id", "outside_further_record", ["learning_id"])
    for name, condition in (("decision", "kind IN ('confirmed', 'returned')"), ("void", "kind = 'voided'")):
        op.create_index(
            f"uq_outside_further_record_{name}",
            "outside_further_record",
            ["learning_id"],
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def _make_equivalences() -> None:
    op.create_table(
        "equivalence",
        sa.Column("id", sa.Integer(), nullable=False),
        *_names(),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("repeat_after_months", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_equivalence_course_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_equivalence_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equivalence")),
    )
    op.create_index(op.f("ix_equivalence_course_id"), "equivalence", ["course_id"])
    op.create_index("ix_equivalence_title_key_provider_key", "equivalence", ["title_key", "provider_key"])


def _names() -> list[sa.Column]:
    return [
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_key", sa.String(length=400), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("provider_key", sa.String(length=400), nullable=False),
    ]


def downgrade() -> None:
    for table in ("equivalence", "outside_further_record", "outside_learning", "evidence_file"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
