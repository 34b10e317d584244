"""plans: their editions and requirements, what is agreed with one person, and job roles and teams day by day.

People and teams that are there already get a history that begins with what is known of them now.
"""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from learning.db import UtcDateTime, append_only_statements

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APPEND_ONLY = ("plan_edition", "requirement")
LONG_AGO = date(2000, 1, 1)


def upgrade() -> None:
    for table in ("membership", "team_manager"):
        op.add_column(table, sa.Column("withdrawn_at", UtcDateTime(), nullable=True))
    _make_histories()
    _make_plans()
    _make_agreements()
    _fill_histories()


def _dated() -> list[sa.Column]:
    return [
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        *_recorded(),
    ]


def _recorded() -> list[sa.Column]:
    return [
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
    ]


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _id(table: str) -> tuple[sa.Column, sa.PrimaryKeyConstraint]:
    return sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _make_histories() -> None:
    op.create_table(
        "team_parent",
        *_id("team_parent"),
        _number("team_id"),
        _number("parent_id"),
        *_dated(),
        _key("team_parent", "team_id", "team"),
        _key("team_parent", "parent_id", "team"),
    )
    op.create_index(op.f("ix_team_parent_team_id"), "team_parent", ["team_id"])
    op.create_index(op.f("ix_team_parent_parent_id"), "team_parent", ["parent_id"])
    op.create_table(
        "person_job_role",
        *_id("person_job_role"),
        _number("person_id"),
        sa.Column("job_role", sa.String(length=120), nullable=False),
        *_dated(),
        _key("person_job_role", "person_id", "person"),
    )
    op.create_index(op.f("ix_person_job_role_person_id"), "person_job_role", ["person_id"])


def _make_plans() -> None:
    op.create_table(
        "plan",
        *_id("plan"),
        sa.Column("key", sa.String(length=80), nullable=False),
        _number("current_number"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("key", name=op.f("uq_plan_key")),
    )
    op.create_table(
        "plan_edition",
        *_id("plan_edition"),
        _number("plan_id"),
        _number("number"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("owner", sa.String(length=300), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        _number("target_percent", nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_hash", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        _number("recorded_by_id", nullable=True),
        _key("plan_edition", "plan_id", "plan"),
        _key("plan_edition", "recorded_by_id", "person"),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_edition_plan_id_number")),
    )
    op.create_table(
        "requirement",
        *_id("requirement"),
        _number("edition_id"),
        _number("place"),
        _number("course_id"),
        sa.Column("due_on", sa.Date(), nullable=True),
        _number("due_after_days", nullable=True),
        _number("renew_after_months", nullable=True),
        sa.Column("remind_before_days", sa.JSON(), nullable=False),
        _key("requirement", "edition_id", "plan_edition"),
        _key("requirement", "course_id", "course"),
        sa.UniqueConstraint("edition_id", "course_id", name=op.f("uq_requirement_edition_id_course_id")),
    )
    op.create_index(op.f("ix_requirement_course_id"), "requirement", ["course_id"])
    for table in APPEND_ONLY:
        for statement in append_only_statements(table)[op.get_bind().dialect.name]:
            op.execute(statement)


def _make_agreements() -> None:
    for table, columns in (
        ("exemption", _dated()),
        ("extension", [sa.Column(name, sa.Date(), nullable=False) for name in ("from_on", "due_on")] + _recorded()),
    ):
        op.create_table(
            table,
            *_id(table),
            _number("person_id"),
            _number("plan_id"),
            _number("course_id"),
            *columns,
            sa.Column("reason", sa.Text(), nullable=False),
            _number("recorded_by_id", nullable=True),
            _key(table, "person_id", "person"),
            _key(table, "plan_id", "plan"),
            _key(table, "course_id", "course"),
            _key(table, "recorded_by_id", "person"),
        )
        op.create_index(f"ix_{table}_person_id_plan_id", table, ["person_id", "plan_id"])
        op.create_index(op.f(f"ix_{table}_plan_id"), table, ["plan_id"])
        op.create_index(op.f(f"ix_{table}_course_id"), table, ["course_id"])
    op.create_table(
        "pause",
        *_id("pause"),
        _number("person_id"),
        *_dated(),
        _number("recorded_by_id", nullable=True),
        _key("pause", "person_id", "person"),
        _key("pause", "recorded_by_id", "person"),
    )
    op.create_index(op.f("ix_pause_person_id"), "pause", ["person_id"])


def _fill_histories() -> None:
    connection = op.get_bind()
    person = sa.table(
        "person",
        *(sa.column(name) for name in ("id", "job_role")),
        *(sa.column(name, sa.Date()) for name in ("starts_on", "leaves_on")),
        *(sa.column(name, UtcDateTime()) for name in ("created_at", "deactivated_at")),
    )
    roles = [_job_role_of(row) for row in connection.execute(sa.select(person))]
    if roles:
        op.bulk_insert(_table("person_job_role", "person_id", "job_role"), [row for row in roles if row])
    team = sa.table("team", sa.column("id"), sa.column("parent_id"))
    parents = [
        {
            "team_id": row.id,
            "parent_id": row.parent_id,
            "from_on": LONG_AGO,
            "until_on": None,
            "recorded_at": datetime(LONG_AGO.year, 1, 1, tzinfo=UTC),
        }
        for row in connection.execute(sa.select(team).where(team.c.parent_id.is_not(None)))
    ]
    if parents:
        op.bulk_insert(_table("team_parent", "team_id", "parent_id"), parents)


def _job_role_of(row: sa.Row) -> dict[str, object] | None:
    from_on = row.starts_on or row.created_at.date()
    ends = [row.leaves_on + timedelta(days=1)] if row.leaves_on else []
    ends += [row.deactivated_at.date()] if row.deactivated_at else []
    until_on = min(ends, default=None)
    if until_on is not None and until_on <= from_on:
        return None
    return {
        "person_id": row.id,
        "job_role": row.job_role,
        "from_on": from_on,
        "until_on": until_on,
        "recorded_at": row.created_at,
    }


def _table(name: str, *columns: str) -> sa.TableClause:
    dates = (sa.column(day, sa.Date()) for day in ("from_on", "until_on"))
    return sa.table(name, *(sa.column(column) for column in columns), *dates, sa.column("recorded_at", UtcDateTime()))


def downgrade() -> None:
    for table in ("pause", "extension", "exemption", "requirement", "plan_edition", "plan"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
    op.drop_table("person_job_role")
    op.drop_table("team_parent")
    # A version without this column takes every row for true.
    for name in ("team_manager", "membership"):
        table = sa.table(name, sa.column("withdrawn_at"))
        op.execute(sa.delete(table).where(table.c.withdrawn_at.is_not(None)))
        op.drop_column(name, "withdrawn_at")
