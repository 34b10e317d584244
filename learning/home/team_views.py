"""What managers see: My team on the page and on paper; a person; a course.

Nothing is changed here; that somebody was shown others' records is noted before they are.
"""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning import clock, paging
from learning.db import HIGHEST_ID
from learning.home import team_overview
from learning.home.blueprint import blueprint
from learning.home.chosen_people import ChosenPeople, chosen_people
from learning.home.many_teams import TEAMS_PER_PAGE, chosen_teams, counts_of_teams
from learning.home.matrix import (
    MOST_AWAY_SHOWN,
    MOST_PEOPLE_ON_PAPER,
    by_course,
    page_of,
    people_per_page,
)
from learning.home.team_filters import SHOWN, WITHIN_DAYS, TeamFilters, filters_from
from learning.home.team_overview import Courses, course_shown, courses_shown
from learning.home.team_paper import paper_row
from learning.home.visible_teams import MOST_PEOPLE_TOGETHER, VisibleTeams, few_visible
from learning.people.access import allow, current_person
from learning.people.record_access import note_person_shown, note_teams_shown
from learning.people.roles import Policy
from learning.plans.settling import When
from learning.reminders.sent import sent_to
from learning.study.catalogue import LEVELS
from learning.web.context import settings, today


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
    courses, filters = course_shown(slug), _filters().without_level()
    (column,) = courses.columns
    seen = few_visible(current_person(), filters.team, today=today())
    if seen is None:
        return _teams_page(filters, "home.team_course", title=column.title, slug=slug)
    people = _people(seen, courses, filters)
    return render_template(
        "home/team_course.html",
        column=column,
        standings=[(row, row.statuses[0]) for row in (*people.rows, *people.away)],
        said=filters.words(seen.teams, LEVELS, today()),
        kept=filters.in_address(),
    )


def _team_page(template: str, *, most_people: int | None = None) -> ResponseReturnValue:
    filters = _filters()
    seen = few_visible(current_person(), filters.team, today=today())
    if seen is None:
        return _teams_page(filters, "home.my_team")
    courses = courses_shown(level=filters.level)
    people, window = _people(seen, courses, filters), filters.window(today())
    most_people = most_people or people_per_page(len(courses.columns))
    matrix = page_of(courses.columns, people.rows, _page_number(), people_per_page=most_people)
    return render_template(
        template,
        seen=seen,
        people=people,
        course_count=courses.course_count,
        matrix=matrix,
        window=window,
        paper_rows=(paper_row(matrix.columns, row, window) for row in matrix.rows),
        course_counts=by_course(courses.columns, people.rows),
        most_away=MOST_AWAY_SHOWN,
        **_for_filters(filters),
    )


def _people(seen: VisibleTeams, courses: Courses, filters: TeamFilters) -> ChosenPeople:
    zone, now = settings().time_zone, clock.now()
    note_teams_shown(current_person(), seen.chosen_ids, "team opened", time_zone=zone, now=now)
    return chosen_people(seen.members, courses, filters, When(today(), now, zone))


def _teams_page(filters: TeamFilters, endpoint: str, *, title: str = "", **values: str) -> ResponseReturnValue:
    """The teams to choose from, where their people are too many for one page; each leads to a page of its own."""
    viewer, zone, now = current_person(), settings().time_zone, clock.now()
    found = counts_of_teams(viewer, When(today(), now, zone))
    rows = chosen_teams(found.counts, filters.team, filters.sort)
    page = paging.page_of(rows, _page_number(), at_once=TEAMS_PER_PAGE)
    note_teams_shown(viewer, [one.team.id for one in page.rows], "team opened", time_zone=zone, now=now)
    return render_template(
        "home/my_teams.html",
        teams=[one.team for one in found.counts],
        page=page,
        late_count=sum(one.late_people_count > 0 for one in rows),
        most_people=MOST_PEOPLE_TOGETHER,
        waiting_count=found.waiting_count,
        course_title=title,
        endpoint=endpoint,
        values=values,
        **_for_filters(filters),
    )


def _for_filters(filters: TeamFilters) -> dict[str, Any]:
    return {
        "filters": filters,
        "kept": filters.in_address(),
        "shown": SHOWN,
        "within_days": WITHIN_DAYS,
        "levels": LEVELS,
        "today": today(),
    }


def _page_number() -> int:
    return request.args.get("page", 1, type=int)


def _filters() -> TeamFilters:
    return filters_from(request.args, levels=LEVELS)
