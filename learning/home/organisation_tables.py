"""The numbers of the whole organisation as tables: what is not shown on the page is not shown here either."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from learning.home.forecast import Forecast, Load
from learning.home.organisation import GroupRow, target_words
from learning.home.workforce import CoverageByPeople, PlanByGroup, PlanInForce
from learning.home.workforce_coverage import ElementHeld
from learning.people.small_groups import SENTENCE
from learning.plans.tally import Tally
from learning.web.tables import Cell, Table

NOT_SHOWN = "Not shown"

_NUMBERS = ("People asked", "Held, percent", "Due soon", "Overdue")
_PLANS = ("Plan", "Plan key", "Owner", *_NUMBERS, "Target, percent", "Target by", "Where it stands to its target")
_GROUPS = ("Counted by", "Group", *_NUMBERS)
_LOADS = ("Completions", "People", "Hours")
_ELEMENTS = ("Element", "Element key", "Any lesson, percent", "Practised, percent", "Assessed, percent", "Courses")
_HELD = (
    "“Held” is how much of all that is asked, person by person and course by course, is held on the day. Due soon and "
    "overdue count courses of people. What somebody does not need is left out.",
    SENTENCE,
)
_RUNS_OUT = (
    "Each completion stands in the month of the last day on which it counts, by the plan that asks for it or else by "
    "the course. Hours are the minutes that each course declares. Changes in a course that people have to see are not "
    "counted.",
    SENTENCE,
)
_COVERED = (
    "People hold a course when a completion of theirs counts on the day, also one from elsewhere that was confirmed. "
    "Practised: the course also has questions, a story or a task. Assessed: besides, its final check asks about it.",
    "Lessons are those of the version that is offered on the day. Somebody may have completed an earlier one.",
    SENTENCE,
)


def plans_table(plans: Iterable[PlanInForce], on: date, known_at: datetime) -> Table:
    """Every plan in force against what is so."""
    return Table("Plans in force", on, _PLANS, (_plan(plan, on) for plan in plans), known_at, (), _HELD)


def groups_table(found: PlanByGroup, on: date, known_at: datetime) -> Table:
    """One plan by team, and where no team was chosen by job role; the teams of all pages."""
    place = found.line[-1][1] if found.line else ""
    rows = [_group("Team, with all beneath", row) for row in found.teams or ()]
    if not place:
        rows += [_group("Job role", row) for row in found.job_roles]
    said = f"Beneath the team: {place}" if place else "All teams and job roles"
    shown = (said if found.teams is not None else f"{said}: {NOT_SHOWN.lower()}",)
    once = "Somebody in several teams is counted in the first of them by name."
    return Table(found.edition.title, on, _GROUPS, rows, known_at, shown, (*_HELD, once))


def months_table(found: Forecast, on: date, known_at: datetime) -> Table:
    """What runs out, month by month."""
    months = found.months.items() if found.total else ()
    rows = ((f"{month:%Y-%m}", *_load(load)) for month, load in months)
    shown = ("Twelve months from this one",) if found.total else (f"Twelve months from this one: {NOT_SHOWN.lower()}",)
    return Table("What runs out in the year ahead", on, ("Month", *_LOADS), rows, known_at, shown, _RUNS_OUT)


def courses_table(
    courses: Sequence[tuple[str, Load | None]] | None, month_on: date, on: date, known_at: datetime
) -> Table:
    """What runs out in one month, by course; None where the month is not shown."""
    rows = ((title, *_load(load)) for title, load in courses or ())
    shown = (f"{month_on:%B %Y}",) if courses is not None else (f"{month_on:%B %Y}: {NOT_SHOWN.lower()}",)
    return Table("What runs out in a month", on, ("Course", *_LOADS), rows, known_at, shown, _RUNS_OUT)


def coverage_table(found: CoverageByPeople, job_role: str, on: date, known_at: datetime) -> Table:
    """How many people hold a course on each element of a framework."""
    rows = [(element.title, element.key, *_percents(element), element.course_count) for element in found.elements]
    framework = found.coverage.framework.title
    who = f"Job role: {job_role}" if job_role else "Everybody"
    people = NOT_SHOWN if found.people_count is None else found.people_count
    shown = (who, f"People: {people}")
    return Table(f"Who has learned it: {framework}", on, _ELEMENTS, rows, known_at, shown, _COVERED)


def _plan(plan: PlanInForce, on: date) -> tuple[Cell, ...]:
    edition, stands = plan.edition, ""
    if plan.tally:
        stands = target_words(plan.tally.met_percent, edition.target_percent, edition.target_on, on)
    named = (edition.title, plan.key, edition.owner)
    return (*named, *_tally(plan.tally), edition.target_percent, edition.target_on, stands)


def _group(counted_by: str, row: GroupRow) -> tuple[Cell, ...]:
    return (counted_by, row.name, *_tally(row.tally))


def _tally(tally: Tally | None) -> tuple[Cell, ...]:
    if tally is None:
        return (NOT_SHOWN,) * len(_NUMBERS)
    return tally.people_count, tally.met_percent, tally.soon_count, tally.late_count


def _load(load: Load | None) -> tuple[Cell, ...]:
    return (load.completion_count, len(load.people), load.hours) if load else (NOT_SHOWN,) * len(_LOADS)


def _percents(element: ElementHeld) -> list[Cell]:
    if not element.is_taught:
        return [None, None, None]
    return [element.percents[strength] for strength in ("read", "practised", "assessed")]
