"""What was sent to whom, and on which day: for each person, their manager, and learning leads. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select

from learning.courses.models import CourseRow, Version
from learning.courses.published import IS_CURRENT
from learning.db import db
from learning.people.models import Person
from learning.reminders.models import Reminder, ReminderMail

MOST_SHOWN = 100

_WORDS = {
    "first": "to be done by",
    "repeat": "to be done again by",
    "refresh": "what changed, to be seen by",
    "overdue": "overdue since",
    "moved": "a new last day,",
    "done": "done, out of the calendar:",
    "not asked": "not needed for now, out of the calendar:",
}
"""What a reminder said, in words that a day follows."""


@dataclass(frozen=True, slots=True)
class SentReminder:
    """One note that was mailed on a day: about which course, and what it said of which day."""

    mailed_on: date
    course_title: str
    words: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom notes were sent to."""

    id: int
    name: str
    staff_number: str | None


def sent_to(person_id: int, *, most: int | None = MOST_SHOWN) -> list[SentReminder]:
    """The notes that were sent to a person, the latest first: the latest hundred, or all of them for None."""
    rows = db.session.execute(_sent().where(Reminder.person_id == person_id).limit(most))
    return [_reminder(row) for row in rows]


def sent_to_everybody() -> list[tuple[Recipient, SentReminder]]:
    """Every note that was sent to anybody, the latest first."""
    rows = db.session.execute(
        _sent().add_columns(Person.id, Person.name, Person.staff_number).join(Person, Person.id == Reminder.person_id)
    )
    return [(Recipient(row.id, row.name, row.staff_number), _reminder(row)) for row in rows]


def _sent() -> Select[date, str, str, str, date]:
    return (
        select(ReminderMail.mailed_on, Version.title, Reminder.kind, Reminder.about, Reminder.due_on)
        .select_from(Reminder)
        .join(ReminderMail, ReminderMail.id == Reminder.mail_id)
        .join(CourseRow, CourseRow.id == Reminder.course_id)
        .join(Version, IS_CURRENT)
        .where(ReminderMail.sent_at.is_not(None))
        .order_by(ReminderMail.mailed_on.desc(), Reminder.due_on, Reminder.id)
    )


def _reminder(row: Row[*tuple[Any, ...]]) -> SentReminder:
    words = _WORDS[row.kind if row.kind in ("overdue", "moved") else row.about]
    return SentReminder(row.mailed_on, row.title, words, row.due_on)
