"""The table of what is stored for speed: how people stand today, counted, so that pages of everybody only add up.

Derived from the records and nothing but: each transaction that changes them writes it, `flask standings verify`
compares. It names people, plans and courses without foreign keys: what is derived must never hold up what is recorded.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from sqlalchemy import Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, synonym

from learning.db import Model, UtcDateTime

NOTHING_ASKED = ""
"""The text of a plan that does not ask somebody any more."""
NOT_HELD = date.min
"""The last day of a course that somebody does not hold any more."""


class SettledRow(Model):
    """One row of one person: for how long the others are right, what one plan asks, or one course that they hold.

    All kinds are rows of one table, so that a transaction writes them in one statement. In each kind the columns of the
    others are empty, and its own are not, though the table has to allow it.
    """

    __tablename__ = "settled"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012
    __mapper_args__ = {"polymorphic_on": "kind"}  # noqa: RUF012 - the name is the library's

    kind: Mapped[str] = mapped_column(String(6), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Of the plan or the course; 0 for the days."""
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class SettledDays(SettledRow):
    """The days for which the other rows of a person are right, from `from_on` until `until_on`, as known at `known_at`.

    Of nobody without such a row that is right today does any other count.
    """

    __mapper_args__ = {"polymorphic_identity": "days"}  # noqa: RUF012

    from_on: Mapped[date] = mapped_column(nullable=True)
    until_on: Mapped[date] = mapped_column(nullable=True)
    known_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=True)


class SettledTally(SettledRow):
    """What one plan asks of one person, counted as `tally.Tally` counts; `by_course` says it course by course.

    No row, or NOTHING_ASKED: nothing is asked. Of who needs nothing of it nothing is counted.
    """

    __mapper_args__ = {"polymorphic_identity": "plan"}  # noqa: RUF012

    plan_id: Mapped[int] = synonym("number")
    asked_count: Mapped[int] = mapped_column(nullable=True)
    met_count: Mapped[int] = mapped_column(nullable=True)
    soon_count: Mapped[int] = mapped_column(nullable=True)
    late_count: Mapped[int] = mapped_column(nullable=True)
    by_course: Mapped[str] = mapped_column(nullable=True)
    """As `tally.keys_as_text` writes it."""


class SettledCourse(SettledRow):
    """A course that one person holds; `last_on` is the last day of that where it must then be done again.

    No row, or NOT_HELD: they do not hold it.
    """

    __mapper_args__ = {"polymorphic_identity": "course"}  # noqa: RUF012

    course_id: Mapped[int] = synonym("number")
    last_on: Mapped[date | None]


# With the counts in the index, nobody's rows are read to find out whether any has something overdue or due soon.
Index(
    "ix_settled_person_id_late_count_soon_count",
    SettledRow.person_id,
    SettledRow.kind,
    SettledTally.late_count,
    SettledTally.soon_count,
)
Index("ix_settled_number_last_on", SettledRow.kind, SettledRow.number, SettledCourse.last_on)

settled_table = cast(Table, SettledRow.__table__)
"""The table itself, for statements about rows of all kinds."""
