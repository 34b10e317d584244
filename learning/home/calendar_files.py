"""The last day on time of one of one's own courses, as an entry for a calendar: the same that a reminder brings."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from learning.courses.published import course_by_slug
from learning.errors import NotFound
from learning.home.plan_status import last_day_of, statuses_with_plans, when_due
from learning.plans.everything_known import facts_of
from learning.plans.plan_standings import Facts, by_person_and_course, cells_from, standings_from
from learning.reminders.calendar_entry import CalendarEntry
from learning.study.status import NOT_STARTED


def own_calendar_entry(
    person_id: int, slug: str, *, address: str, today: date, time_zone: ZoneInfo, now: datetime
) -> CalendarEntry:
    """The entry as My learning says the day now, or one that is cancelled where the course has no day any more.

    Raises NotFound where it never had one. `address` is the course's.
    """
    course = course_by_slug(slug)
    facts = facts_of([person_id], time_zone=time_zone, course_ids=[course.id])
    due_on = _day_named(person_id, course.id, facts, today=today, time_zone=time_zone, now=now)
    was_asked = facts is not None and any(cells_from(facts, day=date.min, known_at=now))
    if course.current_version is None or not (due_on or was_asked):
        raise NotFound
    # Calendars find what they take out by its name, whatever its day.
    return CalendarEntry(
        person_id, course.id, course.current_version.title, address, due_on or today, now, is_cancelled=due_on is None
    )


def _day_named(
    person_id: int, course_id: int, facts: Facts | None, *, today: date, time_zone: ZoneInfo, now: datetime
) -> date | None:
    """The last day that My learning names, or that reminders do of a repeat that is near; None where there is none."""
    pair = (person_id, course_id)
    statuses = statuses_with_plans([person_id], time_zone=time_zone, today=today, now=now, course_ids=[course_id])
    status = statuses.get(pair, NOT_STARTED)
    standings = by_person_and_course(standings_from(facts, day=today, known_at=now)) if facts else {}
    is_repeat_near = pair in standings and standings[pair].key == "expiring"
    return last_day_of(status) if when_due(status) or is_repeat_near else None
