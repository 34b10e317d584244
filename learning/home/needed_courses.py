"""What a person still has to do, as My learning lists it: what presses first, then what is coming, by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from learning.courses.models import CourseRow, Version
from learning.courses.published import IS_CURRENT
from learning.db import db
from learning.home.plan_status import last_day_of, when_due
from learning.study.status import Status


@dataclass(frozen=True, slots=True)
class NeededCourse:
    """One course that is to be done, repeated, or looked at again because it changed."""

    slug: str
    title: str
    minutes: int
    status: Status

    @property
    def when(self) -> str:
        """By when, in words."""
        return when_due(self.status)

    @property
    def last_on(self) -> date:
        """The last day on time, the latest of all where there is none."""
        return last_day_of(self.status) or date.max


@dataclass(frozen=True, slots=True)
class NeededCourses:
    """What is overdue, due soon or changed, the overdue first; and what a plan asks for later. Each by its day."""

    now: tuple[NeededCourse, ...]
    later: tuple[NeededCourse, ...]


def needed_courses(statuses: Mapping[int, Status], slugs_open: Collection[str]) -> NeededCourses:
    """The courses to be done, of these statuses by course; those under way stand elsewhere. One statement at most."""
    wanted = {course_id: status for course_id, status in statuses.items() if _is_pressing(status) or _is_coming(status)}
    if not wanted:
        return NeededCourses((), ())
    rows = db.session.execute(
        select(CourseRow.id, CourseRow.slug, Version.title, Version.minutes)
        .join(Version, IS_CURRENT)
        .where(CourseRow.id.in_(wanted))
    )
    found = [
        NeededCourse(slug, title, minutes, wanted[course_id])
        for course_id, slug, title, minutes in rows
        if slug not in slugs_open
    ]
    found.sort(key=lambda one: (one.status.key != "late", one.last_on, one.title.casefold()))
    return NeededCourses(
        tuple(one for one in found if _is_pressing(one.status)),
        tuple(one for one in found if not _is_pressing(one.status)),
    )


def _is_pressing(status: Status) -> bool:
    return status.key in ("late", "soon") or status.refresh_by_on is not None


def _is_coming(status: Status) -> bool:
    return status.key == "none" and status.due_on is not None
