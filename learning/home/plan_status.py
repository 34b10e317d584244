"""Where people stand with courses, as pages show it: what plans ask comes before the course's own words."""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from learning.plans.everything_known import Known, everything_known
from learning.plans.known_rows import About
from learning.plans.plan_rows import read_plans
from learning.plans.plan_standings import by_person_and_course, standings_from
from learning.plans.standing import Key, Standing
from learning.study.status import NOT_STARTED, CompletionFact, Status, StatusKey, VersionFact, day_in_words
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
    """Status by person and course, for each course that a person has begun or a plan asks of them: two statements.

    `course_ids` leaves others out.
    """
    plans, about = read_plans(), None
    if course_ids is not None:
        plans, about = plans.about(course_ids), About(course_ids)
    known = everything_known(person_ids, plans, time_zone=time_zone, with_begun=True, about=about)
    own = _own_statuses(known, frozenset(person_ids), today)
    asked = by_person_and_course(standings_from(known.facts, day=today, known_at=now))
    return own | {pair: with_plan(own.get(pair, NOT_STARTED), standing) for pair, standing in asked.items()}


def _own_statuses(known: Known, person_ids: Set[int], today: date) -> dict[tuple[int, int], Status]:
    """What the courses themselves say, whatever plans ask."""
    completions = {
        pair: [
            CompletionFact(one.number, one.completed_on, one.expires_on, one.voided_at is not None, one.version_number)
            for one in some
        ]
        for pair, some in known.facts.completions.items()
        if pair[0] in person_ids
    }
    versions = {
        # Of a retired course nobody can open the newer version any more, so none of it asks anything.
        course_id: [VersionFact(one.version_number, "material", one.due_on) for one in some]
        for course_id, some in known.facts.refreshes.items()
        if course_id not in known.retired_ids
    }
    opened = {pair for pair in known.open_pairs if pair[0] in person_ids}
    return statuses_from(completions, opened, versions, today=today)


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
