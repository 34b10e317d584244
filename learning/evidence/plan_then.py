"""A plan as it stood on a day, as known at a moment: its edition in force, and the versions of its courses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.clock import start_of_day
from learning.courses.models import CourseRow, Version
from learning.db import db
from learning.errors import Invalid
from learning.plans.models import PlanEdition, RequirementRow
from learning.plans.planning import plan_by_key


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pack is asked for: a plan, and the two arguments of standing."""

    plan_key: str
    on: date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class PlanThen:
    """The edition in force with all that were known; what it asks for, in its order, with each course and its versions.

    Versions are those published by the end of the day and known at the moment, the oldest first.
    """

    editions: tuple[PlanEdition, ...]
    edition: PlanEdition
    requirements: tuple[RequirementRow, ...]
    courses: dict[int, CourseRow]
    versions: dict[int, list[Version]]

    @property
    def course_ids(self) -> list[int]:
        """The courses that it asks for, in its order."""
        return [one.course_id for one in self.requirements]

    def title_of(self, course_id: int) -> str:
        """What a course was called; its key, where no version had been published yet."""
        versions = self.versions.get(course_id)
        return versions[-1].title if versions else self.courses[course_id].slug


def plan_then(asked: Asked, time_zone: ZoneInfo) -> PlanThen:
    """The plan of this key as it stood. Raises NotFound, and Invalid where it did not hold yet."""
    plan = plan_by_key(asked.plan_key)
    wanted = select(PlanEdition).where(PlanEdition.plan_id == plan.id, PlanEdition.recorded_at <= asked.known_at)
    editions = tuple(db.session.scalars(wanted.order_by(PlanEdition.number)))
    begun = [edition for edition in editions if edition.from_on <= asked.on]
    if not begun:
        raise Invalid(
            {"on": "On that day, as it was known at that moment, this plan had not begun. Choose a later one."}
        )
    edition = begun[-1]
    requirements = tuple(
        db.session.scalars(
            select(RequirementRow).where(RequirementRow.edition_id == edition.id).order_by(RequirementRow.place)
        )
    )
    course_ids = [one.course_id for one in requirements]
    courses = select(CourseRow).where(CourseRow.id.in_(course_ids))
    return PlanThen(
        editions,
        edition,
        requirements,
        {course.id: course for course in db.session.scalars(courses)},
        versions_then(asked, time_zone, course_ids),
    )


def versions_then(
    asked: Asked, time_zone: ZoneInfo, course_ids: Sequence[int] | None = None
) -> dict[int, list[Version]]:
    """The versions of these courses, or of all for None, that had been published; by course, the oldest first."""
    after = start_of_day(asked.on + timedelta(days=1), time_zone)
    wanted = select(Version).where(Version.published_at < after, Version.published_at <= asked.known_at)
    if course_ids is not None:
        wanted = wanted.where(Version.course_id.in_(course_ids))
    found: dict[int, list[Version]] = {}
    for version in db.session.scalars(wanted.order_by(Version.number)):
        found.setdefault(version.course_id, []).append(version)
    return found
