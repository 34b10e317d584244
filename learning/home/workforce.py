"""What pages about the whole organisation rest on: who works where today, and what everybody was asked and holds.

A fixed number of statements, whatever the size; the rest is counted by pure rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.courses.models import CourseRow, Version
from learning.courses.published import IS_CURRENT
from learning.db import db, read_one_moment
from learning.errors import NotFound
from learning.frameworks.coverage import FrameworkCoverage
from learning.frameworks.library import library_coverage
from learning.home.forecast import Expiry, expiries
from learning.home.organisation import (
    NO_JOB_ROLE,
    GroupRow,
    TeamNode,
    by_group,
    job_role_rows,
    line_above,
    team_rows,
    total,
)
from learning.home.workforce_coverage import ElementHeld, elements_held
from learning.home.workforce_numbers import (
    When,
    courses_running_out,
    holders_by_course,
    people_at_work,
    tallies_by_place,
    tallies_by_plan,
)
from learning.people.models import Team
from learning.people.small_groups import are_enough, hidden_parts, is_shown
from learning.plans.models import PlanEdition
from learning.plans.planning import current_edition, current_editions, plan_by_key
from learning.plans.tally import Tally


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
    read_one_moment()
    tallies = tallies_by_plan(When(today, now, time_zone))
    return [
        PlanInForce(plan.key, edition, _if_shown(tallies.get(plan.id, Tally())))
        for plan, edition in current_editions()
        if not edition.is_closed and edition.starts_on <= today
    ]


def next_plan_begins_on(today: date) -> date | None:
    """The day on which the next plan begins to ask; None where none is to come."""
    coming = (edition.starts_on for _, edition in current_editions() if not edition.is_closed)
    return min((day for day in coming if day > today), default=None)


def plan_by_group(key: str, beneath: int | None, *, today: date, now: datetime, time_zone: ZoneInfo) -> PlanByGroup:
    """One plan by team and by job role; raises NotFound for a plan or team that is not there."""
    read_one_moment()
    plan = plan_by_key(key)
    edition = current_edition(plan)
    teams = _teams()
    if beneath is not None and beneath not in teams:
        raise NotFound("There is no team of this number.")
    tallies = tallies_by_place(plan.id, When(today, now, time_zone))
    line = tuple((team_id, teams[team_id].name) for team_id in line_above(teams, beneath)[::-1])
    whole = total(tallies.values())
    if not are_enough(whole.people_count):
        return PlanByGroup(edition, None, line, None, [])
    by_team = by_group(tallies, {place: place.team_id for place in tallies})
    by_job_role = by_group(tallies, {place: place.job_role for place in tallies})
    return PlanByGroup(edition, whole, line, team_rows(teams, by_team, beneath), job_role_rows(by_job_role))


def expiries_ahead(*, today: date, now: datetime, time_zone: ZoneInfo) -> tuple[list[Expiry], dict[int, str]]:
    """What of everybody at work runs out in the coming months, and the titles of the courses by their numbers."""
    read_one_moment()
    courses = _courses()
    minutes = {course_id: course_minutes for course_id, (_, _, course_minutes) in courses.items()}
    found = expiries(courses_running_out(When(today, now, time_zone)), minutes, today)
    return found, {course_id: title for course_id, (_, title, _) in courses.items()}


def coverage_by_people(
    key: str, job_role: str, *, courses_folder: Path, today: date, now: datetime, time_zone: ZoneInfo
) -> CoverageByPeople:
    """One framework and who holds its elements, of everybody at work or of one job role; raises NotFound."""
    read_one_moment()
    coverage = next((one for one in library_coverage(courses_folder, today) if one.framework.key == key), None)
    if coverage is None:
        raise NotFound("There is no framework of this name.")
    by_role = {job_role or NO_JOB_ROLE: people for job_role, people in people_at_work(today).items()}
    chosen = sorted(by_role.keys() - hidden_parts(by_role), key=str.casefold)
    everybody: set[int] = set().union(*by_role.values())
    people = everybody if not job_role else by_role[job_role] if job_role in chosen else set()
    if not is_shown(people):
        return CoverageByPeople(coverage, [], None, chosen)
    courses = _courses()
    holding = holders_by_course(courses, When(today, now, time_zone))
    holders = {courses[course_id][0]: some for course_id, some in holding.items() if course_id in courses}
    return CoverageByPeople(coverage, elements_held(coverage.for_lessons, holders, people), len(people), chosen)


def _courses() -> dict[int, tuple[str, str, int]]:
    """Slug, title and declared minutes of every course that can be started, by its number."""
    wanted = select(CourseRow.id, CourseRow.slug, Version.title, Version.minutes).join(Version, IS_CURRENT)
    rows = db.session.execute(wanted.where(CourseRow.retired_at.is_(None)))
    return {course_id: (slug, title, minutes) for course_id, slug, title, minutes in rows}


def _teams() -> dict[int, TeamNode]:
    rows = db.session.execute(select(Team.id, Team.name, Team.parent_id))
    return {team_id: TeamNode(name, parent_id) for team_id, name, parent_id in rows}


def _if_shown(tally: Tally) -> Tally | None:
    return tally if are_enough(tally.people_count) else None
