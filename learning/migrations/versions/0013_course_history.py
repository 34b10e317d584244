"""course history: when courses were retired and brought back; sign-ins; numbers of teams that are used once."""

import sqlalchemy as sa
from alembic import op

from learning.db import UtcDateTime, append_only_statements

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

RETIREMENT = "course_retirement"
HIGHEST_TEAM_NUMBER = """
INSERT INTO sqlite_sequence (name, seq) SELECT 'team', max(number) FROM (
    SELECT 0 AS number
    UNION ALL SELECT id FROM team
    UNION ALL SELECT CAST(substr(thing, 6) AS INTEGER) FROM audit_event WHERE thing LIKE 'team:%'
)
"""


def upgrade() -> None:
    _make_retirements()
    _fill_retirements()
    for statement in append_only_statements(RETIREMENT)[op.get_bind().dialect.name]:
        op.execute(statement)
    _make_sign_in_events()
    if op.get_bind().dialect.name == "sqlite":
        _never_use_a_number_again()
    # Which answer to a comment its writer has seen; nobody was told of those that there are.
    op.add_column("lesson_comment", sa.Column("seen_revision", sa.Integer(), server_default="0", nullable=False))


def _make_retirements() -> None:
    op.create_table(
        RETIREMENT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_retirement_course_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_course_retirement_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_retirement")),
    )
    op.create_index(op.f("ix_course_retirement_course_id"), RETIREMENT, ["course_id"])


def _fill_retirements() -> None:
    """The log knows every time; a course that it does not know of is retired since `retired_at`."""
    connection = op.get_bind()
    course = sa.table("course", sa.column("id"), sa.column("slug"), sa.column("retired_at", UtcDateTime()))
    event = sa.table(
        "audit_event",
        *(sa.column(name) for name in ("id", "action", "thing", "actor_id")),
        sa.column("happened_at", UtcDateTime()),
    )
    said = sa.select(event).where(event.c.action.in_(("course retired", "course brought back"))).order_by(event.c.id)
    events = connection.execute(said).all()
    found = []
    for one in connection.execute(sa.select(course)):
        rows = [_row(one.id, event) for event in events if event.thing == f"course:{one.slug}"]
        if one.retired_at is not None and not (rows and rows[-1]["is_retired"]):
            rows.append(
                {"course_id": one.id, "is_retired": True, "recorded_at": one.retired_at, "recorded_by_id": None}
            )
        found += rows
    retirement = sa.table(
        RETIREMENT,
        *(sa.column(name) for name in ("course_id", "is_retired", "recorded_by_id")),
        sa.column("recorded_at", UtcDateTime()),
    )
    if found:
        op.bulk_insert(retirement, found)


def _row(course_id: int, event: sa.Row) -> dict[str, object]:
    return {
        "course_id": course_id,
        "is_retired": event.action == "course retired",
        "recorded_at": event.happened_at,
        "recorded_by_id": event.actor_id,
    }


def _make_sign_in_events() -> None:
    op.create_table(
        "sign_in_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_event_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_event")),
    )
    op.create_index(op.f("ix_sign_in_event_person_id"), "sign_in_event", ["person_id"])
    op.create_index(op.f("ix_sign_in_event_happened_at"), "sign_in_event", ["happened_at"])
    op.create_index("ix_sign_in_event_kind_happened_at", "sign_in_event", ["kind", "happened_at"])


def _never_use_a_number_again() -> None:
    """SQLite gives the highest number anew once its row is gone, unless the table says AUTOINCREMENT."""
    _rebuild_team("id INTEGER NOT NULL CONSTRAINT pk_team PRIMARY KEY AUTOINCREMENT")
    # Nor those of teams that are gone already: the log names them.
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'team'")
    op.execute(HIGHEST_TEAM_NUMBER)


def _rebuild_team(number: str) -> None:
    # In SQL and not by Alembic, which would take the key of reports_to_id out of its column, where 0010 cannot drop it.
    op.execute(
        f"CREATE TABLE rebuilt_team ({number}, name VARCHAR(120) NOT NULL, parent_id INTEGER, "
        "reports_to_id INTEGER CONSTRAINT fk_team_reports_to_id REFERENCES person (id), "
        "CONSTRAINT fk_team_parent_id FOREIGN KEY(parent_id) REFERENCES team (id), "
        "CONSTRAINT uq_team_name UNIQUE (name))"
    )
    op.execute(
        "INSERT INTO rebuilt_team (id, name, parent_id, reports_to_id) "
        "SELECT id, name, parent_id, reports_to_id FROM team"
    )
    op.execute("DROP TABLE team")
    op.execute("ALTER TABLE rebuilt_team RENAME TO team")
    op.create_index(op.f("ix_team_parent_id"), "team", ["parent_id"])
    op.create_index(op.f("ix_team_reports_to_id"), "team", ["reports_to_id"], unique=True)


def downgrade() -> None:
    op.drop_column("lesson_comment", "seen_revision")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_team("id INTEGER NOT NULL CONSTRAINT pk_team PRIMARY KEY")
    op.drop_table("sign_in_event")
    op.drop_table(RETIREMENT)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {RETIREMENT}_is_append_only()")
