"""What was sent to one person, and on which day: for their own page and their manager's. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from learning.courses.models import CourseRow, Version
from learning.courses.published import IS_CURRENT
from learning.db import db
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


def sent_to(person_id: int) -> list[SentReminder]:
    """The latest hundred notes that were sent to a person, the latest first."""
    rows = db.session.execute(
        select(ReminderMail.mailed_on, Version.title, Reminder.kind, Reminder.about, Reminder.due_on)
        .join(ReminderMail, ReminderMail.id == Reminder.mail_id)
        .join(CourseRow, CourseRow.id == Reminder.course_id)
        .join(Version, IS_CURRENT)
        .where(Reminder.person_id == person_id, ReminderMail.sent_at.is_not(None))
        .order_by(ReminderMail.mailed_on.desc(), Reminder.due_on, Reminder.id)
        .limit(MOST_SHOWN)
    )
    return [
        SentReminder(mailed_on, title, _WORDS[kind if kind in ("overdue", "moved") else about], due_on)
        for mailed_on, title, kind, about, due_on in rows
    ]
