"""What goes out now or next, counted: for the command and for the learning lead's page. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from learning.clock import day_of
from learning.db import db
from learning.reminders.due_mails import DueMail, due_mails
from learning.reminders.models import ReminderMail
from learning.reminders.reminder_rules import Note
from learning.reminders.working_hours import WorkingHours

_WORDS = {
    "first": "courses to do",
    "repeat": "courses to do again",
    "refresh": "courses that changed",
    "overdue": "overdue courses",
    "moved": "last days that moved",
    "cancelled": "days that leave the calendar",
    "digest": "weekly news of a team",
}
"""What mails are about, in the order in which it is counted."""


@dataclass(frozen=True, slots=True)
class NextMails:
    """The mails due at the first moment of working hours from now on, as things stand."""

    at: datetime
    is_now: bool
    mails: tuple[DueMail, ...]


@dataclass(frozen=True, slots=True)
class LastSent:
    """When a mail last went out, and how many did on that day; and whose addresses were refused since then."""

    at: datetime
    count: int
    refused_count: int


def next_mails(*, hours: WorkingHours, now: datetime) -> NextMails:
    """What goes out now, or when the hours begin next."""
    at = hours.opens_next(now)
    mails = due_mails(day_of(at, hours.time_zone), hours=hours, known_at=now)
    return NextMails(at, hours.is_open(now), tuple(mails))


def last_sent(*, hours: WorkingHours) -> LastSent | None:
    """The last day on which mails went out; None before the first."""
    at = db.session.scalar(select(func.max(ReminderMail.sent_at)))
    if at is None:
        return None
    day: date = day_of(at, hours.time_zone)
    sent, refused = func.count(ReminderMail.sent_at), func.count(ReminderMail.refused_at)
    counts = db.session.execute(select(sent, refused).where(ReminderMail.mailed_on >= day)).one()
    return LastSent(at, *counts)


def counts_of(mails: Iterable[DueMail]) -> list[tuple[str, int]]:
    """How many notes and team digests are in these mails, of each kind that there is, in words."""
    return in_words(count_of_kinds(mails))


def in_words(kinds: Mapping[str, int]) -> list[tuple[str, int]]:
    """The kinds of which there are any, in words and in the order in which they are told."""
    return [(words, kinds[kind]) for kind, words in _WORDS.items() if kinds.get(kind)]


def count_of_kinds(mails: Iterable[DueMail]) -> Counter[str]:
    """The same by kind: those of `Note`, but what is due by what it is about, and “digest”."""
    found: Counter[str] = Counter()
    for mail in mails:
        found.update(map(_kind, mail.notes))
        found["digest"] += bool(mail.told)
    return found


def _kind(note: Note) -> str:
    return note.about if note.kind == "before" else note.kind
