"""Pages about the whole organisation, for learning leads: plans against what is so, forecast, frameworks.

They are about groups and never about one person, so that nobody is noted as looked at.
"""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning import clock
from learning.errors import NotFound
from learning.frameworks.library import frameworks_in
from learning.home.blueprint import blueprint
from learning.home.forecast import courses_in, forecast, months_from
from learning.home.organisation import GroupRow, target_words
from learning.home.workforce import coverage_by_people, expiries_ahead, plan_by_group, plans_in_force
from learning.people.access import allow
from learning.people.roles import Policy
from learning.people.small_groups import SENTENCE
from learning.web.context import settings, today

TEAMS_ON_A_PAGE = 50


@blueprint.get("/organisation", endpoint="organisation")
@allow(Policy.LEARNING_LEAD)
def all_plans() -> ResponseReturnValue:
    """Every plan in force against what is so today."""
    plans = plans_in_force(today=today(), now=clock.now(), time_zone=settings().time_zone)
    return render_template(
        "home/organisation.html",
        plans=plans,
        frameworks=frameworks_in(settings().courses_folder, today()),
        target_words=target_words,
        today=today(),
        small_groups=SENTENCE,
    )


@blueprint.get("/organisation/plans/<key>")
@allow(Policy.LEARNING_LEAD)
def organisation_plan(key: str) -> ResponseReturnValue:
    """One plan by team and by job role."""
    beneath = request.args.get("team", None, type=int)
    found = plan_by_group(key, beneath, today=today(), now=clock.now(), time_zone=settings().time_zone)
    teams, page, page_count = _page_of(found.teams or [], request.args.get("page", 1, type=int))
    return render_template(
        "home/organisation_plan.html",
        key=key,
        found=found,
        teams=teams,
        page=page,
        page_count=page_count,
        beneath=beneath,
        target_words=target_words,
        today=today(),
        small_groups=SENTENCE,
    )


@blueprint.get("/organisation/forecast", endpoint="forecast")
@allow(Policy.LEARNING_LEAD)
def what_runs_out() -> ResponseReturnValue:
    """What runs out month by month in the year ahead; with a month, course by course."""
    found, titles = expiries_ahead(today=today(), now=clock.now(), time_zone=settings().time_zone)
    whole = forecast(found, today())
    month_on = _month(request.args.get("month", ""))
    courses = None
    if month_on is not None and whole.months[month_on]:
        loads = courses_in(month_on, found)
        courses = sorted(((titles[course_id], load) for course_id, load in loads.items()), key=_by_title)
    return render_template(
        "home/forecast.html", forecast=whole, month_on=month_on, courses=courses, small_groups=SENTENCE
    )


@blueprint.get("/organisation/frameworks/<key>")
@allow(Policy.LEARNING_LEAD)
def organisation_framework(key: str) -> ResponseReturnValue:
    """Who holds what a framework names, of everybody or of one job role."""
    job_role = request.args.get("role", "")
    found = coverage_by_people(
        key,
        job_role,
        courses_folder=settings().courses_folder,
        today=today(),
        now=clock.now(),
        time_zone=settings().time_zone,
    )
    return render_template("home/organisation_framework.html", found=found, job_role=job_role, small_groups=SENTENCE)


def _page_of(rows: list[GroupRow], page: int) -> tuple[list[GroupRow], int, int]:
    page_count = max(1, -(-len(rows) // TEAMS_ON_A_PAGE))
    page = min(max(1, page), page_count)
    return rows[(page - 1) * TEAMS_ON_A_PAGE : page * TEAMS_ON_A_PAGE], page, page_count


def _month(text: str) -> date | None:
    if not text:
        return None
    month_on = next((month for month in months_from(today()) if f"{month:%Y-%m}" == text), None)
    if month_on is None:
        raise NotFound("The forecast goes twelve months ahead. This month is not one of them.")
    return month_on


def _by_title(line: tuple[str, object]) -> str:
    return line[0].casefold()
