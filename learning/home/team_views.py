"""What managers see: My team on the page, on paper and as a table file; a person; a course.

Nothing is changed here; that somebody was shown others' records is noted before they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import HIGHEST_ID
from learning.home import team_overview
from learning.home.blueprint import blueprint
from learning.home.matrix import (
    MOST_AWAY_SHOWN,
    MOST_PEOPLE_ON_PAPER,
    Column,
    Row,
    away_rows,
    by_course,
    chosen_rows,
    page_of,
    people_per_page,
)
from learning.home.team_export import counts_table, course_table, team_table
from learning.home.team_filters import SHOWN, WITHIN_DAYS, TeamFilters, filters_from
from learning.home.team_paper import paper_row
from learning.home.visible_teams import VisibleTeams, visible_teams
from learning.people.access import allow, current_person
from learning.people.record_access import Shown, note_person_shown, note_teams_shown
from learning.people.roles import Policy
from learning.reminders.sent import sent_to
from learning.study.catalogue import LEVELS
from learning.study.status import Status
from learning.web.context import settings, today
from learning.web.table_files import TableForm, table_download


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What the address asks for: the teams, and their people after the filters, who is away apart."""

    filters: TeamFilters
    seen: VisibleTeams
    overview: team_overview.Overview
    rows: list[Row]
    away: list[Row]

    @property
    def said(self) -> tuple[str, ...]:
        return self.filters.words(self.seen.teams, LEVELS, today())


@blueprint.get("/my-team")
@allow(Policy.MANAGER)
def my_team() -> ResponseReturnValue:
    """The matrix of people and courses."""
    return _team_page("home/my_team.html")


@blueprint.get("/my-team/print")
@allow(Policy.MANAGER)
def my_team_print() -> ResponseReturnValue:
    """The same rows in words, for paper."""
    return _team_page("home/my_team_print.html", most_people=MOST_PEOPLE_ON_PAPER)


@blueprint.get("/my-team.<any(csv, xlsx):form>")
@allow(Policy.MANAGER)
def my_team_table(form: TableForm) -> ResponseReturnValue:
    """The same rows as a table for spreadsheets."""
    chosen = _chosen(_filters(), "team downloaded")
    rows = [*chosen.rows, *chosen.away]
    table = team_table(chosen.overview.columns, rows, chosen.said, on=today(), known_at=clock.now())
    return table_download(table, form, "my-team")


@blueprint.get("/my-team/courses.<any(csv, xlsx):form>")
@allow(Policy.MANAGER)
def course_counts_table(form: TableForm) -> ResponseReturnValue:
    """How many people stand where with each course, as a table file."""
    chosen = _chosen(_filters(), "team downloaded")
    counts = by_course(chosen.overview.columns, chosen.rows)
    return table_download(counts_table(counts, chosen.said, on=today(), known_at=clock.now()), form, "my-team-courses")


@blueprint.get("/my-team/people/<int:person_id>")
@allow(Policy.MANAGER)
def team_person(person_id: int) -> ResponseReturnValue:
    """One person's standing, course by course, with version and certificate."""
    if person_id > HIGHEST_ID:
        person_id = 0
    viewer, zone = current_person(), settings().time_zone
    team_overview.check_is_visible(viewer, person_id, today())
    note_person_shown(viewer, person_id, "record opened", time_zone=zone, now=clock.now())
    found = team_overview.person_overview(person_id, today=today(), time_zone=zone, now=clock.now())
    return render_template("home/team_person.html", overview=found, sent_reminders=sent_to(person_id))


@blueprint.get("/my-team/courses/<slug>")
@allow(Policy.MANAGER)
def team_course(slug: str) -> ResponseReturnValue:
    """One course by person."""
    chosen, column, standings = _course_by_person(slug, "team opened")
    kept = chosen.filters.in_address()
    return render_template("home/team_course.html", column=column, standings=standings, said=chosen.said, kept=kept)


@blueprint.get("/my-team/courses/<slug>.<any(csv, xlsx):form>")
@allow(Policy.MANAGER)
def team_course_table(slug: str, form: TableForm) -> ResponseReturnValue:
    """The same as a table file."""
    chosen, column, standings = _course_by_person(slug, "team downloaded")
    table = course_table(column, standings, chosen.said, on=today(), known_at=clock.now())
    return table_download(table, form, f"my-team-{slug}")


def _course_by_person(slug: str, shown: Shown) -> tuple[_Chosen, Column, list[tuple[Row, Status]]]:
    team_overview.check_is_offered(slug)
    chosen = _chosen(_filters().without_level(), shown)
    column, standings = team_overview.course_column(chosen.overview.columns, [*chosen.rows, *chosen.away], slug)
    return chosen, column, standings


def _team_page(template: str, *, most_people: int | None = None) -> ResponseReturnValue:
    filters = _filters()
    chosen = _chosen(filters)
    columns, window = chosen.overview.columns, filters.window(today())
    most_people = most_people or people_per_page(len(columns))
    matrix = page_of(columns, chosen.rows, request.args.get("page", 1, type=int), people_per_page=most_people)
    return render_template(
        template,
        chosen=chosen,
        matrix=matrix,
        window=window,
        paper_rows=(paper_row(matrix.columns, row, window) for row in matrix.rows),
        course_counts=by_course(matrix.columns, chosen.rows),
        filters=filters,
        kept=filters.in_address(),
        shown=SHOWN,
        within_days=WITHIN_DAYS,
        most_away=MOST_AWAY_SHOWN,
        levels=LEVELS,
        today=today(),
    )


def _chosen(filters: TeamFilters, shown: Shown = "team opened") -> _Chosen:
    viewer, zone = current_person(), settings().time_zone
    seen = visible_teams(viewer, filters.team, today=today())
    note_teams_shown(viewer, seen.chosen_ids, shown, time_zone=zone, now=clock.now())
    overview = team_overview.overview(seen.members, level=filters.level, today=today(), time_zone=zone, now=clock.now())
    window = filters.window(today())
    rows = chosen_rows(overview.rows, show=filters.show, sort_by=filters.sort, window=window)
    return _Chosen(filters, seen, overview, rows, away_rows(overview.rows) if filters.asks_for_everybody else [])


def _filters() -> TeamFilters:
    return filters_from(request.args, levels=LEVELS)
