"""My team as table files: the same rows as on its pages, however many people they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from learning import clock
from learning.home.blueprint import blueprint
from learning.home.chosen_people import rows_in_parts
from learning.home.many_teams import chosen_teams, counts_of_teams
from learning.home.matrix import Row, by_course
from learning.home.team_export import counts_table, course_table, team_table, teams_table
from learning.home.team_filters import TeamFilters, filters_from
from learning.home.team_overview import Courses, course_shown, courses_shown
from learning.home.visible_teams import VisibleTeams, visible_teams
from learning.people.access import allow, current_person
from learning.people.record_access import note_teams_shown
from learning.people.roles import Policy
from learning.plans.settling import When
from learning.study.catalogue import LEVELS
from learning.web.context import settings, today
from learning.web.table_files import TableForm, table_download


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for, noted as shown."""

    filters: TeamFilters
    seen: VisibleTeams

    @property
    def said(self) -> tuple[str, ...]:
        return self.filters.words(self.seen.teams, LEVELS, today())

    def rows(self, courses: Courses) -> Iterator[Row]:
        when = When(today(), clock.now(), settings().time_zone)
        return rows_in_parts(self.seen.members, courses, self.filters, when)


@blueprint.get("/my-team.<any(csv, xlsx):form>")
@allow(Policy.MANAGER)
def my_team_table(form: TableForm) -> ResponseReturnValue:
    """The rows of the matrix."""
    asked = _asked(_filters())
    courses = courses_shown(level=asked.filters.level)
    table = team_table(courses.columns, asked.rows(courses), asked.said, on=today(), known_at=clock.now())
    return table_download(table, form, "my-team", unspelt=_unspelt(asked.filters))


@blueprint.get("/my-team/courses.<any(csv, xlsx):form>")
@allow(Policy.MANAGER)
def course_counts_table(form: TableForm) -> ResponseReturnValue:
    """How many people stand where with each course; without who is away."""
    asked = _asked(_filters())
    courses = courses_shown(level=asked.filters.level)
    counts = by_course(courses.columns, (row for row in asked.rows(courses) if not row.is_away))
    table = counts_table(counts, asked.said, on=today(), known_at=clock.now())
    return table_download(table, form, "my-team-courses", unspelt=_unspelt(asked.filters))


@blueprint.get("/my-team/courses/<slug>.<any(csv, xlsx):form>")
@allow(Policy.MANAGER)
def team_course_table(slug: str, form: TableForm) -> ResponseReturnValue:
    """One course by person."""
    courses = course_shown(slug)
    asked = _asked(_filters().without_level())
    (column,) = courses.columns
    table = course_table(column, asked.rows(courses), asked.said, on=today(), known_at=clock.now())
    return table_download(table, form, f"my-team-{slug}", unspelt=_unspelt(asked.filters))


@blueprint.get("/my-team/teams.<any(csv, xlsx):form>")
@allow(Policy.MANAGER)
def teams_counts_table(form: TableForm) -> ResponseReturnValue:
    """The teams, each with how many of its people have something overdue or due soon."""
    viewer, filters, zone = current_person(), _filters(), settings().time_zone
    counts = counts_of_teams(viewer, When(today(), clock.now(), zone)).counts
    rows = chosen_teams(counts, filters.team, filters.sort)
    note_teams_shown(viewer, [one.team.id for one in rows], "team downloaded", time_zone=zone, now=clock.now())
    said = filters.for_teams().words([one.team for one in counts], LEVELS, today())
    table = teams_table(rows, said, on=today(), known_at=clock.now())
    return table_download(table, form, "my-team-teams", unspelt=_unspelt(filters))


def _asked(filters: TeamFilters) -> _Asked:
    viewer = current_person()
    seen = visible_teams(viewer, filters.team, today=today())
    note_teams_shown(viewer, seen.chosen_ids, "team downloaded", time_zone=settings().time_zone, now=clock.now())
    return _Asked(filters, seen)


def _unspelt(filters: TeamFilters) -> str:
    """The chosen team in the name of a file, where its own name has no letter that can stand there."""
    return f"team-{filters.team}" if isinstance(filters.team, int) else "filter"


def _filters() -> TeamFilters:
    return filters_from(request.args, levels=LEVELS)
