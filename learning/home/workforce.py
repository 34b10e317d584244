"""What pages about the whole organisation rest on: who works where today, and what everybody was asked and holds.

A fixed number of statements, whatever the size; the rest is counted by pure rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.courses.models import CourseRow, Version
from learning.courses.published import IS_CURRENT
from learning.db import db
from learning.errors import NotFound
from learning.frameworks.coverage import FrameworkCoverage
from learning.frameworks.library import library_coverage
from learning.home.forecast import Expiry, expiries
from learning.home.held_courses import Held, held_courses
from learning.home.organisation import (
    NO_JOB_ROLE,
    GroupRow,
    Tally,
    TeamNode,
    by_group,
    job_role_rows,
    line_above,
    team_rows,
)
from learning.home.workforce_coverage import ElementHeld, elements_held
from learning.people.models import Membership, Person, Team
from learning.people.small_groups import hidden_parts, is_shown
from learning.people.teams import holds_on, is_working_on
from learning.plans.models import PlanEdition, RequirementRow
from learning.plans.plan_standings import by_person_and_course, facts_of_everybody, standings_from, standings_of
from learning.plans.planning import current_edition, current_editions, plan_by_key


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """A plan with its numbers of today; no tally: it asks fewer than five people."""

    key: str
    edition: PlanEdition
    tally: Tally | None


@dataclass(frozen=True, slots=True)
class PlanByGroup:
    """One plan by the teams at a place, and by job role; no team rows: that place is not shown."""

    edition: PlanEdition
    tally: Tally | None
    line: tuple[tuple[int, str], ...]
    """The place and the teams it stands beneath, from the top."""
    teams: list[GroupRow] | None
    job_roles: list[GroupRow]


@dataclass(frozen=True, slots=True)
class CoverageByPeople:
    """A framework's elements with who of some people holds them; `people_count` None: they are too few to be shown."""

    coverage: FrameworkCoverage
    elements: list[ElementHeld]
    people_count: int | None
    job_roles: list[str]
    """Those that can be chosen, by name."""


def plans_in_force(*, today: date, now: datetime, time_zone: ZoneInfo) -> list[PlanInForce]:
    """Every plan that asks something today, by title."""
    tallies: dict[int, Tally] = defaultdict(Tally)
    for person_id, plan_id, _, standing in standings_of(None, day=today, known_at=now, time_zone=time_zone):
        tallies[plan_id].count(person_id, standing.key)
    return [
        PlanInForce(plan.key, edition, _if_shown(tallies[plan.id]))
        for plan, edition in current_editions()
        if not edition.is_closed and edition.starts_on <= today
    ]


def plan_by_group(key: str, beneath: int | None, *, today: date, now: datetime, time_zone: ZoneInfo) -> PlanByGroup:
    """One plan by team and by job role; raises NotFound for a plan or team that is not there."""
    plan = plan_by_key(key)
    edition = current_edition(plan)
    teams = _teams()
    if beneath is not None and beneath not in teams:
        raise NotFound("There is no team of this number.")
    course_ids = list(
        db.session.scalars(select(RequirementRow.course_id).where(RequirementRow.edition_id == edition.id))
    )
    facts = facts_of_everybody(course_ids, time_zone=time_zone)
    others = {plan_id: () for plan_id in facts.plans.plans if plan_id != plan.id}
    people: dict[int, Tally] = defaultdict(Tally)
    whole = Tally()
    for person_id, _, _, standing in standings_from(facts, day=today, known_at=now, editions=others):
        people[person_id].count(person_id, standing.key)
        whole.count(person_id, standing.key)
    line = tuple((team_id, teams[team_id].name) for team_id in line_above(teams, beneath)[::-1])
    if not is_shown(whole.people):
        return PlanByGroup(edition, None, line, None, [])
    rows = team_rows(teams, by_group(people, _team_of_each(today)), beneath)
    return PlanByGroup(edition, whole, line, rows, job_role_rows(by_group(people, _job_role_of_each())))


def expiries_ahead(*, today: date, now: datetime, time_zone: ZoneInfo) -> tuple[list[Expiry], dict[int, str]]:
    """What of everybody at work runs out in the coming months, and the titles of the courses by their numbers."""
    courses = _courses()
    held = _held(set(_working(today)), courses, today=today, now=now, time_zone=time_zone)
    minutes = {course_id: course_minutes for course_id, (_, _, course_minutes) in courses.items()}
    return expiries(held, minutes, today), {course_id: title for course_id, (_, title, _) in courses.items()}


def coverage_by_people(
    key: str, job_role: str, *, courses_folder: Path, today: date, now: datetime, time_zone: ZoneInfo
) -> CoverageByPeople:
    """One framework and who holds its elements, of everybody at work or of one job role; raises NotFound."""
    coverage = next((one for one in library_coverage(courses_folder, today) if one.framework.key == key), None)
    if coverage is None:
        raise NotFound("There is no framework of this name.")
    by_role: dict[str, set[int]] = defaultdict(set)
    for person_id, role in _working(today).items():
        by_role[role or NO_JOB_ROLE].add(person_id)
    chosen = sorted(by_role.keys() - hidden_parts(by_role), key=str.casefold)
    everybody: set[int] = set().union(*by_role.values())
    people = everybody if not job_role else by_role[job_role] if job_role in chosen else set()
    if not is_shown(people):
        return CoverageByPeople(coverage, [], None, chosen)
    courses = _courses()
    holders: dict[str, set[int]] = defaultdict(set)
    for one in _held(people, courses, today=today, now=now, time_zone=time_zone):
        holders[courses[one.course_id][0]].add(one.person_id)
    return CoverageByPeople(coverage, elements_held(coverage.for_lessons, holders, people), len(people), chosen)


def _held(
    people: set[int], courses: Mapping[int, object], *, today: date, now: datetime, time_zone: ZoneInfo
) -> list[Held]:
    facts = facts_of_everybody(list(courses), time_zone=time_zone)
    asked = by_person_and_course(standings_from(facts, day=today, known_at=now))
    return list(held_courses(people, facts.completions, asked, day=today, known_at=now))


def _courses() -> dict[int, tuple[str, str, int]]:
    """Slug, title and declared minutes of every course that can be started, by its number."""
    wanted = select(CourseRow.id, CourseRow.slug, Version.title, Version.minutes).join(Version, IS_CURRENT)
    rows = db.session.execute(wanted.where(CourseRow.retired_at.is_(None)))
    return {course_id: (slug, title, minutes) for course_id, slug, title, minutes in rows}


def _working(today: date) -> dict[int, str]:
    return dict(db.session.execute(select(Person.id, Person.job_role).where(is_working_on(today))).all())


def _job_role_of_each() -> dict[int, str]:
    return dict(db.session.execute(select(Person.id, Person.job_role)).all())


def _teams() -> dict[int, TeamNode]:
    rows = db.session.execute(select(Team.id, Team.name, Team.parent_id))
    return {team_id: TeamNode(name, parent_id) for team_id, name, parent_id in rows}


def _team_of_each(today: date) -> dict[int, int]:
    """The one team in which each person is counted: the first by name that is more than one manager's reports."""
    wanted = (
        select(Membership.person_id, Membership.team_id)
        .join(Team, Team.id == Membership.team_id)
        .where(holds_on(Membership, today))
        .order_by(Team.reports_to_id.is_not(None), Team.name, Team.id)
    )
    found: dict[int, int] = {}
    for person_id, team_id in db.session.execute(wanted):
        found.setdefault(person_id, team_id)
    return found


def _if_shown(tally: Tally) -> Tally | None:
    return tally if is_shown(tally.people) else None
