"""How many mails go out next, and about what: counted as things stand, or in a large organisation when it was last.

Finding every mail takes about a second for 1,000 people. So that no page does it for more than some hundred, what the
hourly command counted is kept, and a learning lead may have it counted again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, func, select

from learning.db import db, write_over
from learning.people.models import Person
from learning.reminders.models import KeptCount
from learning.reminders.next_mails import count_of_kinds, in_words, next_mails
from learning.reminders.reminder_rules import Note
from learning.reminders.team_digests import is_here_on
from learning.reminders.working_hours import WorkingHours

MOST_PEOPLE_COUNTED = 500
"""People for whom a page counts as things stand."""
_ONLY_ROW = 1


@dataclass(frozen=True, slots=True)
class NextCount:
    """The mails due at the first moment of working hours from `counted_at` on; `example` are the notes of one."""

    counted_at: datetime
    at: datetime
    is_now: bool
    mail_count: int
    kinds: Mapping[str, int]
    example: tuple[Note, ...]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many notes and team digests there are of each kind that there is, in words."""
        return in_words(self.kinds)


def is_kept_on(today: date) -> bool:
    """Whether there are so many people that pages show what was counted last."""
    count = db.session.scalar(select(func.count()).select_from(Person).where(is_here_on(today)))
    return (count or 0) > MOST_PEOPLE_COUNTED


def kept_count() -> NextCount | None:
    """What was counted last; None before the first time."""
    row = db.session.get(KeptCount, _ONLY_ROW)
    if row is None:
        return None
    example = tuple(
        Note(course_id, kind, step, date.fromisoformat(due_on), about)
        for course_id, kind, step, due_on, about in row.example
    )
    return NextCount(row.counted_at, row.opens_at, row.is_now, row.mail_count, row.kinds, example)


def count_next(*, hours: WorkingHours, now: datetime) -> NextCount:
    """Count it as things stand, however long that takes."""
    following = next_mails(hours=hours, now=now)
    example = next((mail.notes for mail in following.mails if mail.notes), ())
    kinds = count_of_kinds(following.mails)
    return NextCount(now, following.at, following.is_now, len(following.mails), kinds, example)


def keep_count(count: NextCount) -> None:
    """Keep it for the page, in place of the one before."""
    example = [[one.course_id, one.kind, one.step, one.due_on.isoformat(), one.about] for one in count.example]
    row = {
        "id": _ONLY_ROW,
        "counted_at": count.counted_at,
        "opens_at": count.at,
        "is_now": count.is_now,
        "mail_count": count.mail_count,
        "kinds": dict(count.kinds),
        "example": example,
    }
    write_over(cast(Table, KeptCount.__table__), [row])
