"""Where people stand with courses, as pages show it: what plans ask comes before the course's own words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from learning.outside.completions import facts_from, outside_completions
from learning.plans.learned import learned_from
from learning.plans.plan_standings import by_person_and_course, facts_of, standings_from
from learning.plans.standing import Key, Standing
from learning.study.begun import courses_begun
from learning.study.status import NOT_STARTED, Status, StatusKey, day_in_words
from learning.study.statuses import statuses_from

_KEYS: dict[Key, StatusKey] = {
    "exempt": "na", "met": "done", "expiring": "done", "lapsed": "late", "overdue": "late", "due soon": "soon",
}  # fmt: skip


def statuses_with_plans(
    person_ids: Collection[int],
    *,
    time_zone: ZoneInfo,
    today: date,
    now: datetime,
    course_ids: Collection[int] | None = None,
) -> dict[tuple[int, int], Status]:
    """Status by person and course, for each course that a person has begun or a plan asks of them: four statements.

    What people completed is read once, for the courses' own words and for the plans. `course_ids` leaves others out.
    """
    begun, elsewhere = courses_begun(person_ids, course_ids), outside_completions(person_ids, course_ids)
    own = statuses_from(begun, time_zone=time_zone, today=today, elsewhere=facts_from(elsewhere))
    learned = learned_from(begun, elsewhere, time_zone=time_zone)
    facts = facts_of(person_ids, time_zone=time_zone, learned=learned, course_ids=course_ids)
    asked = by_person_and_course(standings_from(facts, day=today, known_at=now)) if facts else {}
    return own | {pair: with_plan(own.get(pair, NOT_STARTED), standing) for pair, standing in asked.items()}


def with_plan(status: Status, standing: Standing) -> Status:
    """A course's own status, as a plan that asks for the course sees it."""
    if standing.key == "exempt":
        return status if status.key == "done" else Status("na", standing.words)
    if standing.key == "upcoming" and standing.number is None:
        return replace(status, due_on=standing.due_on)
    key = _KEYS.get(standing.key, "none")
    if standing.number is None:
        return Status(key, standing.words, due_on=standing.due_on)
    has_counted = standing.key in ("met", "expiring", "lapsed")
    return Status(
        key,
        _words(standing),
        standing.number,
        standing.completed_on,
        standing.due_on if has_counted and not standing.is_refresh else None,
        standing.version_number or None,
        standing.due_on if has_counted and standing.is_refresh else status.refresh_by_on,
        None if has_counted else standing.due_on,
    )


def last_day_of(status: Status) -> date | None:
    """The last day on time of what is asked, or will be; None where there is none."""
    return status.due_on or status.refresh_by_on or status.repeat_by_on


def when_due(status: Status) -> str:
    """By when something is to be done, in words; an empty text where nothing is."""
    if status.refresh_by_on and status.key in ("late", "done"):
        return f"See what changed by {day_in_words(status.refresh_by_on)}"
    if status.key == "late" and status.repeat_by_on:
        return f"To be repeated by {day_in_words(status.repeat_by_on)}"
    if status.due_on:
        return f"{'Was due' if status.key == 'late' else 'Due'} {day_in_words(status.due_on)}"
    return ""


def _words(standing: Standing) -> str:
    if standing.key in ("met", "expiring") and standing.due_on:
        what = "see what changed" if standing.is_refresh else "repeat"
        return f"Done, {what} by {day_in_words(standing.due_on)}"
    return standing.words
