"""Pages about the whole organisation, for learning leads, and their tables as files: plans, forecast, frameworks.

They are about groups and never about one person, so that nobody is noted as looked at.
"""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning import clock
from learning.errors import NotFound
from learning.frameworks.library import frameworks_in
from learning.home import organisation_tables
from learning.home.blueprint import blueprint
from learning.home.forecast import Forecast, Load, courses_in, forecast, months_from
from learning.home.organisation import target_words
from learning.home.workforce import (
    CoverageByPeople,
    PlanByGroup,
    coverage_by_people,
    expiries_ahead,
    next_plan_begins_on,
    plan_by_group,
    plans_in_force,
)
from learning.paging import page_of
from learning.people.access import allow
from learning.people.roles import Policy
from learning.people.small_groups import SENTENCE
from learning.web.context import settings, today
from learning.web.table_files import TableForm, table_download

TEAMS_ON_A_PAGE = 50


@blueprint.get("/organisation", endpoint="organisation")
@allow(Policy.LEARNING_LEAD)
def all_plans() -> ResponseReturnValue:
    """Every plan in force against what is so today."""
    plans = plans_in_force(today=today(), now=clock.now(), time_zone=settings().time_zone)
    return render_template(
        "home/organisation.html",
        plans=plans,
        begins_on=None if plans else next_plan_begins_on(today()),
        frameworks=frameworks_in(settings().courses_folder, today()),
        target_words=target_words,
        today=today(),
        small_groups=SENTENCE,
    )


@blueprint.get("/organisation.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def organisation_table(form: TableForm) -> ResponseReturnValue:
    """The same as a file."""
    now = clock.now()
    plans = plans_in_force(today=today(), now=now, time_zone=settings().time_zone)
    return table_download(organisation_tables.plans_table(plans, today(), now), form, "organisation")


@blueprint.get("/organisation/plans/<key>")
@allow(Policy.LEARNING_LEAD)
def organisation_plan(key: str) -> ResponseReturnValue:
    """One plan by team and by job role."""
    beneath = request.args.get("team", None, type=int)
    found = _plan_by_group(key, beneath)
    teams = page_of(found.teams or [], request.args.get("page", 1, type=int), at_once=TEAMS_ON_A_PAGE)
    return render_template(
        "home/organisation_plan.html",
        key=key,
        found=found,
        teams=teams.rows,
        page=teams.page,
        page_count=teams.page_count,
        beneath=beneath,
        target_words=target_words,
        today=today(),
        small_groups=SENTENCE,
    )


@blueprint.get("/organisation/plans/<key>.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def organisation_plan_table(key: str, form: TableForm) -> ResponseReturnValue:
    """The same as a file, with the teams of all pages."""
    found = _plan_by_group(key, request.args.get("team", None, type=int))
    return table_download(organisation_tables.groups_table(found, today(), clock.now()), form, f"organisation-{key}")


@blueprint.get("/organisation/forecast", endpoint="forecast")
@allow(Policy.LEARNING_LEAD)
def what_runs_out() -> ResponseReturnValue:
    """What runs out month by month in the year ahead; with a month, course by course."""
    whole, month_on, courses = _forecast()
    return render_template(
        "home/forecast.html", forecast=whole, month_on=month_on, courses=courses, small_groups=SENTENCE
    )


@blueprint.get("/organisation/forecast.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def forecast_table(form: TableForm) -> ResponseReturnValue:
    """The months as a file; with a month, its courses."""
    whole, month_on, courses = _forecast()
    if month_on is None:
        return table_download(organisation_tables.months_table(whole, today(), clock.now()), form, "forecast")
    table = organisation_tables.courses_table(courses, month_on, today(), clock.now())
    return table_download(table, form, "forecast")


@blueprint.get("/organisation/frameworks/<key>")
@allow(Policy.LEARNING_LEAD)
def organisation_framework(key: str) -> ResponseReturnValue:
    """Who holds what a framework names, of everybody or of one job role."""
    job_role = request.args.get("role", "")
    found = _coverage_by_people(key, job_role)
    return render_template("home/organisation_framework.html", found=found, job_role=job_role, small_groups=SENTENCE)


@blueprint.get("/organisation/frameworks/<key>.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def organisation_framework_table(key: str, form: TableForm) -> ResponseReturnValue:
    """The same as a file."""
    job_role = request.args.get("role", "")
    found = _coverage_by_people(key, job_role)
    table = organisation_tables.coverage_table(found, job_role, today(), clock.now())
    return table_download(table, form, f"framework-{key}")


def _plan_by_group(key: str, beneath: int | None) -> PlanByGroup:
    return plan_by_group(key, beneath, today=today(), now=clock.now(), time_zone=settings().time_zone)


def _forecast() -> tuple[Forecast, date | None, list[tuple[str, Load | None]] | None]:
    """The year, the month that was chosen and its courses by title; no courses where it is not shown."""
    found, titles = expiries_ahead(today=today(), now=clock.now(), time_zone=settings().time_zone)
    whole = forecast(found, today())
    month_on = _month(request.args.get("month", ""))
    if month_on is None or not whole.months[month_on]:
        return whole, month_on, None
    loads = courses_in(month_on, found)
    return whole, month_on, sorted(((titles[course_id], load) for course_id, load in loads.items()), key=_by_title)


def _coverage_by_people(key: str, job_role: str) -> CoverageByPeople:
    return coverage_by_people(
        key,
        job_role,
        courses_folder=settings().courses_folder,
        today=today(),
        now=clock.now(),
        time_zone=settings().time_zone,
    )


def _month(text: str) -> date | None:
    if not text:
        return None
    month_on = next((month for month in months_from(today()) if f"{month:%Y-%m}" == text), None)
    if month_on is None:
        raise NotFound("The forecast goes twelve months ahead. This month is not one of them.")
    return month_on


def _by_title(line: tuple[str, object]) -> str:
    return line[0].casefold()
