"""What each person sees first: My learning, and for managers My team, a person and a course.

Nothing is changed here; that somebody was shown others' records is noted before they are.
"""

from __future__ import annotations

from typing import get_args

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import HIGHEST_ID
from learning.home import hours_views, organisation_views, supervision_views, team_overview
from learning.home import my_learning as own
from learning.home.blueprint import blueprint
from learning.home.calendar_files import own_calendar_entry
from learning.home.matrix import (
    MOST_PEOPLE_ON_PAPER,
    Column,
    Row,
    Show,
    SortBy,
    by_course,
    chosen_rows,
    page_of,
    people_per_page,
)
from learning.home.team_export import course_table, team_table
from learning.home.team_paper import paper_row
from learning.people.access import allow, current_person, is_signed_in
from learning.people.record_access import Shown, note_person_shown, note_teams_shown
from learning.people.roles import Policy
from learning.reminders.calendar_entry import calendar_text
from learning.reminders.mails import address_of
from learning.reminders.sent import sent_to
from learning.study.catalogue import LEVELS
from learning.study.status import Status
from learning.web.context import settings, today
from learning.web.table_files import TableForm, table_download

__all__ = ["blueprint", "hours_views", "organisation_views", "supervision_views"]


@blueprint.get("/")
@allow(Policy.PUBLIC)
def start() -> ResponseReturnValue:
    """Lead to My learning, or to the sign-in page."""
    return redirect(url_for("home.my_learning" if is_signed_in() else "people.sign_in"), 303)


@blueprint.get("/my-learning")
@allow(Policy.STUDY)
def my_learning() -> ResponseReturnValue:
    """The next step first, then what is overdue, in progress and done."""
    learning = own.my_learning(current_person(), today=today(), time_zone=settings().time_zone, now=clock.now())
    return render_template("home/my_learning.html", learning=learning, today=today())


@blueprint.get("/my-learning/<slug>.ics")
@allow(Policy.STUDY)
def calendar_file(slug: str) -> ResponseReturnValue:
    """The last day of one course as a file for one's own calendar."""
    entry = own_calendar_entry(
        current_person().id, slug, address=address_of("study.course", slug=slug), today=today(),
        time_zone=settings().time_zone, now=clock.now(),
    )  # fmt: skip
    response = Response(calendar_text(entry, organiser=settings().mail_from), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


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
    filters = _filters()
    overview, rows = _chosen(filters, "team downloaded")
    table = team_table(overview.teams, overview.columns, rows, filters, on=today(), known_at=clock.now())
    return table_download(table, form, "my-team")


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
    overview, column, standings = _course_by_person(slug, "team opened")
    return render_template("home/team_course.html", overview=overview, column=column, standings=standings)


@blueprint.get("/my-team/courses/<slug>.<any(csv, xlsx):form>")
@allow(Policy.MANAGER)
def team_course_table(slug: str, form: TableForm) -> ResponseReturnValue:
    """The same as a table file."""
    overview, column, standings = _course_by_person(slug, "team downloaded")
    table = course_table(overview.teams, column, standings, _filters(), on=today(), known_at=clock.now())
    return table_download(table, form, f"my-team-{slug}")


def _course_by_person(slug: str, shown: Shown) -> tuple[team_overview.Overview, Column, list[tuple[Row, Status]]]:
    team_overview.check_is_offered(slug)
    overview, rows = _chosen(_filters() | {"level": ""}, shown)
    column, standings = team_overview.course_column(overview, slug)
    people = {row.person_id for row in rows}
    return overview, column, [(row, status) for row, status in standings if row.person_id in people]


def _team_page(template: str, *, most_people: int | None = None) -> ResponseReturnValue:
    filters = _filters()
    overview, rows = _chosen(filters)
    most_people = most_people or people_per_page(len(overview.columns))
    matrix = page_of(overview.columns, rows, request.args.get("page", 1, type=int), people_per_page=most_people)
    return render_template(
        template,
        overview=overview,
        rows=rows,
        matrix=matrix,
        paper_rows=(paper_row(matrix.columns, row) for row in matrix.rows),
        course_counts=by_course(matrix.columns, rows),
        filters=filters,
        kept={name: value or None for name, value in filters.items()},  # url_for leaves out what is None
        levels=LEVELS,
        today=today(),
    )


def _chosen(filters: dict[str, str], shown: Shown = "team opened") -> tuple[team_overview.Overview, list[Row]]:
    viewer, zone = current_person(), settings().time_zone
    teams = team_overview.visible_teams(viewer, today())
    team_ids = team_overview.chosen_team_ids(teams, _team_id())
    note_teams_shown(viewer, team_ids, shown, time_zone=zone, now=clock.now())
    overview = team_overview.overview(
        teams, team_ids, level=filters["level"], today=today(), time_zone=zone, now=clock.now()
    )
    return overview, chosen_rows(overview.rows, show=filters["show"], sort_by=filters["sort"])  # type: ignore[arg-type]


def _filters() -> dict[str, str]:
    # Unknown words in an address mean the default, as when the filter was never used.
    show, sort, team_id = request.args.get("show", ""), request.args.get("sort", ""), _team_id()
    level = request.args.get("level", "")
    return {
        "team": "" if team_id is None else str(team_id),
        "show": show if show in get_args(Show) else "everyone",
        "level": level if level in LEVELS else "",
        "sort": sort if sort in get_args(SortBy) else "overdue",
    }


def _team_id() -> int | None:
    team_id = request.args.get("team", None, type=int)
    return None if team_id is None else min(max(team_id, 0), HIGHEST_ID)
