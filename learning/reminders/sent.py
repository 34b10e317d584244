"""What was sent to whom, and on which day: for each person, their manager, and learning leads. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Subquery, literal, select, true, union_all

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
    "digest": "weekly news of the team",
}
"""What a reminder said, in words that a day follows, but for the weekly news."""


@dataclass(frozen=True, slots=True)
class SentReminder:
    """One note that was mailed on a day: about which course, and what it said of which day.

    The weekly news of a manager's team is about no course of theirs, and names no day.
    """

    mailed_on: date
    course_title: str
    words: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom notes were sent to."""

    id: int
    name: str
    staff_number: str | None


def sent_to(person_id: int, *, most: int | None = MOST_SHOWN) -> list[SentReminder]:
    """The notes that were sent to a person, the latest first: the latest hundred, or all of them for None."""
    sent = _sent(person_id)
    rows = db.session.execute(select(sent).order_by(*_latest_first(sent)).limit(most))
    return [_reminder(row) for row in rows]


def sent_to_everybody() -> list[tuple[Recipient, SentReminder]]:
    """Every note that was sent to anybody, the latest first."""
    sent = _sent()
    rows = db.session.execute(
        select(sent, Person.name, Person.staff_number)
        .join(Person, Person.id == sent.c.person_id)
        .order_by(*_latest_first(sent))
    )
    return [(Recipient(row.person_id, row.name, row.staff_number), _reminder(row)) for row in rows]


def _sent(person_id: int | None = None) -> Subquery:
    """The notes about courses, and the weekly news of teams, that were sent to one person, or to anybody for None."""
    is_sent = ReminderMail.sent_at.is_not(None)
    is_theirs = true() if person_id is None else ReminderMail.person_id == person_id
    notes = (
        select(
            *(ReminderMail.mailed_on, ReminderMail.person_id, Version.title, Reminder.kind, Reminder.about),
            *(Reminder.due_on, Reminder.id),
        )
        .select_from(Reminder)
        .join(ReminderMail, ReminderMail.id == Reminder.mail_id)
        .join(CourseRow, CourseRow.id == Reminder.course_id)
        .join(Version, IS_CURRENT)
        .where(is_sent, is_theirs)
    )
    digests = select(
        *(ReminderMail.mailed_on, ReminderMail.person_id, literal(""), literal("digest"), literal("")),
        *(ReminderMail.digest_week_on, ReminderMail.id),
    ).where(is_sent, is_theirs, ReminderMail.digest_week_on.is_not(None))
    return union_all(notes, digests).subquery()


def _latest_first(sent: Subquery) -> tuple[ColumnElement[Any], ...]:
    return sent.c.mailed_on.desc(), sent.c.due_on, sent.c.id


def _reminder(row: Row[*tuple[Any, ...]]) -> SentReminder:
    words = _WORDS[row.about if row.kind in ("before", "cancelled") else row.kind]
    return SentReminder(row.mailed_on, row.title, words, None if row.kind == "digest" else row.due_on)
