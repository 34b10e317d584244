"""What a manager may see: the people of their teams with their standing, one person, one course.

Standing, day, version and certificate, and nothing else. Who is not in the manager's teams today is not found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select

from learning.courses.models import CourseRow, Version
from learning.courses.published import published_courses
from learning.db import db
from learning.errors import NotFound
from learning.home.matrix import Column, Row
from learning.home.plan_status import statuses_with_plans, when_due
from learning.home.visible_teams import TeamMember
from learning.outside.completions import OutsideCompletion, outside_completions
from learning.people.models import Person
from learning.people.teams import holds_on, team_names_of
from learning.plans.models import Pause
from learning.plans.settling import When
from learning.study.certificates import may_see_record_of
from learning.study.models import CompletionRecord
from learning.study.status import NOT_STARTED, Status


@dataclass(frozen=True, slots=True)
class Courses:
    """The published courses that were asked for, and how many there are of all."""

    course_count: int
    columns: tuple[Column, ...]

    @property
    def only_ids(self) -> list[int] | None:
        """The numbers of these courses; None for all."""
        is_all = len(self.columns) == self.course_count
        return None if is_all else [column.course_id for column in self.columns]


@dataclass(frozen=True, slots=True)
class CourseStanding:
    """One course of one person, with what its status rests on: records, newest first, and what was learned elsewhere
    and is not voided."""

    title: str
    slug: str
    status: Status
    records: tuple[CompletionRecord, ...]
    elsewhere: tuple[OutsideCompletion, ...] = ()

    @property
    def words(self) -> str:
        """The words of the status, which also say that it rests on something learned elsewhere."""
        return f"{self.status.words} (elsewhere)" if self.status.is_elsewhere else self.status.words

    @property
    def when(self) -> str:
        """By when something is to be done, in words; an empty text where nothing is."""
        return when_due(self.status)


@dataclass(frozen=True, slots=True)
class PersonOverview:
    """One person as their manager sees them."""

    person: Person
    teams: str
    is_away: bool
    standings: tuple[CourseStanding, ...]


def courses_shown(*, level: str = "") -> Courses:
    """All published courses, or those of a level."""
    offered = published_courses()
    chosen = [(course, version) for course, version in offered if not level or version.level == level]
    return Courses(len(offered), tuple(Column(course.id, course.slug, version.title) for course, version in chosen))


def course_shown(slug: str) -> Courses:
    """One of them; raises NotFound for a course that has no column, as nobody can start it."""
    offered = courses_shown()
    columns = tuple(column for column in offered.columns if column.slug == slug)
    if not columns:
        raise NotFound
    return Courses(offered.course_count, columns)


def matrix_rows(members: Sequence[TeamMember], courses: Courses, when: When) -> list[Row]:
    """Where these people stand with the courses, before filter and paging."""
    statuses = statuses_with_plans(
        [one.id for one in members],
        time_zone=when.time_zone,
        today=when.today,
        now=when.now,
        course_ids=courses.only_ids,
    )
    return [
        Row(
            one.id,
            one.name,
            one.job_role,
            ", ".join(one.team_names),
            tuple(_shown(statuses.get((one.id, column.course_id)), is_away=one.is_away) for column in courses.columns),
            one.is_away,
        )
        for one in members
    ]


def _shown(status: Status | None, *, is_away: bool) -> Status:
    """Nothing of somebody who is away is overdue, by a plan or by the course's own refresh time."""
    status = status or NOT_STARTED
    waits = is_away and status.key in ("late", "soon")
    return replace(status, key="none", words="Waits until they are back") if waits else status


def check_is_visible(viewer: Person, person_id: int, today: date) -> None:
    """Raise NotFound for somebody who is not in the viewer's teams today."""
    if not may_see_record_of(person_id, viewer, today=today) or db.session.get(Person, person_id) is None:
        raise NotFound


def person_overview(person_id: int, *, today: date, time_zone: ZoneInfo, now: datetime) -> PersonOverview:
    """One person's standing and records."""
    person = db.session.get_one(Person, person_id)
    records = select(CompletionRecord).where(CompletionRecord.person_id == person.id)
    by_course: dict[int, list[CompletionRecord]] = {}
    for record in db.session.scalars(records.order_by(CompletionRecord.id.desc())):
        by_course.setdefault(record.course_id, []).append(record)
    elsewhere: dict[int, list[OutsideCompletion]] = {}
    for one in outside_completions([person.id]):
        if one.voided_at is None:
            elsewhere.setdefault(one.course_id, []).append(one)
    statuses = statuses_with_plans([person.id], time_zone=time_zone, today=today, now=now)
    is_away = db.session.scalar(select(exists().where(Pause.person_id == person.id, holds_on(Pause, today)))) or False
    standings = [
        CourseStanding(
            title,
            slug,
            _shown(statuses.get((person.id, course_id)), is_away=is_away),
            tuple(by_course.get(course_id, ())),
            tuple(elsewhere.get(course_id, ())),
        )
        for course_id, slug, title in _courses_to_show(frozenset(by_course.keys() | elsewhere.keys()))
    ]
    names = team_names_of([person.id], today)
    return PersonOverview(person, ", ".join(names.get(person.id, [])), is_away, tuple(standings))


def _courses_to_show(with_records: frozenset[int]) -> list[tuple[int, str, str]]:
    # A retired course stays on the page of whoever completed it.
    shown = [(course.id, course.slug, version.title) for course, version in published_courses()]
    missing = with_records - {course_id for course_id, _, _ in shown}
    if not missing:
        return shown
    retired = (
        select(CourseRow.id, CourseRow.slug, Version.title)
        .join(Version, (Version.course_id == CourseRow.id) & (Version.number == CourseRow.current_number))
        .where(CourseRow.id.in_(missing))
        .order_by(Version.title)
    )
    return [*shown, *((course_id, slug, title) for course_id, slug, title in db.session.execute(retired))]
