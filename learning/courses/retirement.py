"""When courses could be started: which days each was retired, as it was known at a moment, and who said so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.clock import day_of
from learning.courses.models import CourseRow, RetirementRecord
from learning.db import db
from learning.people.models import Person
from learning.people.spans import Span, merged


class RetirementChange(NamedTuple):
    """A course was retired at this moment, or brought back."""

    is_retired: bool
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RetirementLine:
    """The same for the course's history page; no name: a command said so."""

    is_retired: bool
    recorded_at: datetime
    name: str


def retired_days(changes: Iterable[RetirementChange], known_at: datetime, time_zone: ZoneInfo) -> tuple[Span, ...]:
    """The days on which a course could not be started, of its changes in their order.

    The day on which it was retired is the first of them, that on which it was brought back is none.
    """
    spans, since = [], None
    for change in changes:
        if change.recorded_at > known_at:
            continue
        on = day_of(change.recorded_at, time_zone)
        if change.is_retired and since is None:
            since = on
        elif not change.is_retired and since is not None:
            spans.append(Span(since, on))
            since = None
    if since is not None:
        spans.append(Span(since))
    return merged(spans)


def retired_days_by_course(known_at: datetime, time_zone: ZoneInfo) -> dict[int, tuple[Span, ...]]:
    """The same of every course that was ever retired, in one statement."""
    changes: dict[int, list[RetirementChange]] = {}
    rows = select(RetirementRecord.course_id, RetirementRecord.is_retired, RetirementRecord.recorded_at)
    for course_id, is_retired, recorded_at in db.session.execute(rows.order_by(RetirementRecord.id)):
        changes.setdefault(course_id, []).append(RetirementChange(is_retired, recorded_at))
    return {course_id: retired_days(some, known_at, time_zone) for course_id, some in changes.items()}


def retirement_history(course: CourseRow) -> list[RetirementLine]:
    """Every time a course was retired or brought back, the latest first, with the name of who did it."""
    rows = (
        select(RetirementRecord.is_retired, RetirementRecord.recorded_at, Person.name)
        .outerjoin(Person, Person.id == RetirementRecord.recorded_by_id)
        .where(RetirementRecord.course_id == course.id)
        .order_by(RetirementRecord.id.desc())
    )
    return [RetirementLine(is_retired, at, name or "") for is_retired, at, name in db.session.execute(rows)]
