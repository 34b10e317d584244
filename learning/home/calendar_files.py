"""The last day on time of one of one's own courses, as an entry for a calendar: the same that a reminder brings."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from learning.courses.published import course_by_slug
from learning.errors import NotFound
from learning.home.plan_status import last_day_of, statuses_with_plans
from learning.reminders.calendar_entry import CalendarEntry
from learning.study.status import NOT_STARTED


def own_calendar_entry(
    person_id: int, slug: str, *, address: str, today: date, time_zone: ZoneInfo, now: datetime
) -> CalendarEntry:
    """The entry as My learning says the day now; raises NotFound where there is no day. `address` is the course's."""
    course = course_by_slug(slug)
    statuses = statuses_with_plans([person_id], time_zone=time_zone, today=today, now=now)
    due_on = last_day_of(statuses.get((person_id, course.id), NOT_STARTED))
    if due_on is None or course.current_version is None:
        raise NotFound
    return CalendarEntry(person_id, course.id, course.current_version.title, address, due_on, now)
