"""Tables of what is stored for speed: how people stand today, counted, so that pages of everybody only add up.

Derived from the records and nothing but: `flask standings settle` writes them, `flask standings verify` compares. They
name people, plans and courses without foreign keys: what is derived must never hold up what is recorded.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Model, UtcDateTime


class SettledDays(Model):
    """The days for which the other rows of a person are right, from `from_on` until `until_on`, as known at `known_at`.

    Nobody without such a row has any; it goes with the first change of what it rests on.
    """

    __tablename__ = "settled_days"

    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    from_on: Mapped[date]
    until_on: Mapped[date]
    known_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SettledTally(Model):
    """What one plan asks of one person, counted as `tally.Tally` counts; `by_course` says it course by course.

    No row: nothing is asked. Of who needs nothing of it nothing is counted.
    """

    __tablename__ = "settled_tally"
    # With the counts in the index, nobody's rows are read to find out whether any has something overdue or due soon.
    __table_args__ = (
        Index("ix_settled_tally_person_id_late_count_soon_count", "person_id", "late_count", "soon_count"),
        {"sqlite_with_rowid": False},
    )

    plan_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asked_count: Mapped[int]
    met_count: Mapped[int]
    soon_count: Mapped[int]
    late_count: Mapped[int]
    by_course: Mapped[str]
    """As `tally.keys_as_text` writes it."""


class SettledCourse(Model):
    """A course that one person holds; `last_on` is the last day of that where it must then be done again."""

    __tablename__ = "settled_course"
    __table_args__ = (
        Index("ix_settled_course_person_id", "person_id"),
        Index("ix_settled_course_course_id_last_on", "course_id", "last_on"),
        {"sqlite_with_rowid": False},
    )

    course_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_on: Mapped[date | None]
