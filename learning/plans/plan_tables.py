"""What the pages of plans show, as tables: all plans, one by course and by person, its editions, what is agreed.

Rows are given; none is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from learning.people.small_groups import FEWEST_SHOWN
from learning.plans.document import Audience
from learning.plans.models import Exemption, Extension, Pause, PlanEdition, PlanRow, RequirementRow
from learning.plans.plan_pages import Agreed, AskedCourse, PlanPage
from learning.plans.plan_rows import audience_of
from learning.plans.standing_table import HEADER, StandingTable
from learning.study.status import last_day_before
from learning.web.tables import Cell, Table

_EDITION = ("For", "Owner", "Asks from", "Target, percent", "Target by", "Review by")
_PLANS = ("Plan", "Plan key", "State", "Edition", "Holds from", *_EDITION)
_COURSES = (
    "Course", "Course key", "Due on", "Due days after joining", "Renew after, months", "Remind before, days",
    "Asked", "Done", "Done, percent", "Due soon", "Overdue", "Not needed",
)  # fmt: skip
_EDITIONS = ("Edition", "Holds from", "Until", "Title", *_EDITION, "Closed", "Recorded on", "SHA-256 of the text")
_REQUIREMENTS = (
    "Edition", "Holds from", "Until", "Asks from", "Course key", "Due on", "Due days after joining",
    "Renew after, months", "Remind before, days", "Recorded on",
)  # fmt: skip
_AGREED = ("What", "Name", "Staff number", "Course", "From", "Until", "Reason")
_AWAY = ("Name", "Staff number", "From", "Back on")
_AS_THE_COURSE_SAYS = "Without months to renew after, a course is renewed as it says itself."
_STANDINGS = (
    "Met and expiring: a completion counts. Lapsed and overdue: it is late. Due soon and upcoming: it is still to do. "
    "Exempt: it is agreed that the person does not need it."
)
_OF_TODAY = "The numbers are people, on the day named."


def plans_table(plans: Iterable[tuple[PlanRow, PlanEdition]], on: date) -> Table:
    """Every plan as its newest edition says."""
    rows = (
        (edition.title, plan.key, _state(edition, on), edition.number, edition.from_on, *_of_edition(edition))
        for plan, edition in plans
    )
    return Table("Plans", on, _PLANS, rows)


def courses_table(page: PlanPage, on: date, known_at: datetime) -> Table:
    """The courses of one plan, and how many people stand where with each."""
    method = (_OF_TODAY, _AS_THE_COURSE_SAYS)
    return Table(page.edition.title, on, _COURSES, map(_course, page.courses), known_at, _is(page.edition), method)


def people_table(edition: PlanEdition, standings: StandingTable) -> Table:
    """Where everybody whom one plan asks stands with each of its courses."""
    asked, title = standings.asked, f"{edition.title}, by name"
    return Table(title, asked.day, HEADER, standings.lines(), asked.known_at, _is(edition), (_STANDINGS,))


def editions_table(editions: Sequence[PlanEdition], on: date, day_of: Callable[[datetime], date]) -> Table:
    """What a plan said from when on."""
    rows = (
        (
            *(one.number, one.from_on, one.until_on, one.title, *_of_edition(one)),
            *("yes" if one.is_closed else "no", day_of(one.recorded_at), one.source_hash),
        )
        for one in editions
    )
    return Table(f"Editions of {editions[-1].title}", on, _EDITIONS, rows)


def requirements_table(requirements: Sequence[RequirementRow], on: date, day_of: Callable[[datetime], date]) -> Table:
    """What a plan asked for, from when on and until when."""
    rows = (
        (
            *(one.edition.number, one.from_on, one.until_on, one.edition.starts_on, one.course.slug),
            *(one.due_on, one.due_after_days, one.renew_after_months),
            *(", ".join(map(str, one.remind_before_days)), day_of(one.recorded_at)),
        )
        for one in requirements
    )
    title = f"Everything asked by {requirements[-1].edition.title}" if requirements else "Everything asked"
    return Table(title, on, _REQUIREMENTS, rows, None, (), (_AS_THE_COURSE_SAYS,))


def agreed_table(edition: PlanEdition, agreed: Agreed, on: date) -> Table:
    """What holds, or will, of what was agreed with people about one plan."""
    rows = [
        *(_agreed("Not needed", one, _last_day(one.until_on), agreed) for one in agreed.exemptions),
        *(_agreed("A later day", one, one.due_on, agreed) for one in agreed.extensions),
    ]
    return Table(f"Agreed about {edition.title}", on, _AGREED, rows, None, _is(edition))


def away_table(pauses: Iterable[Pause], on: date) -> Table:
    """Who is away, or will be."""
    rows = [(one.person.name, one.person.staff_number, one.from_on, one.until_on) for one in pauses]
    return Table("Who is away", on, _AWAY, rows, None, ("Today or later",))


def audience_words(audience: Audience) -> str:
    """Whom a plan is for, in words."""
    parts = [", ".join(audience.job_roles), ", ".join(audience.teams)]
    if audience.leads_people is not None:
        parts.append("leads people" if audience.leads_people else "does not lead people")
    return "; ".join(part for part in parts if part) or "everyone"


def _is(edition: PlanEdition) -> tuple[str, ...]:
    return (f"Edition {edition.number}",)


def _of_edition(edition: PlanEdition) -> tuple[Cell, ...]:
    who = audience_words(audience_of(edition.audience))
    return (
        *(who, edition.owner, edition.starts_on),
        *(edition.target_percent, edition.target_on, edition.review_on),
    )


def _state(edition: PlanEdition, on: date) -> str:
    if edition.is_closed:
        return "Closed"
    if edition.is_review_late(on):
        return "In force, to be reviewed"
    return "To begin" if edition.starts_on > on else "In force"


def _course(course: AskedCourse) -> tuple[Cell, ...]:
    asks, asked = course.requirement, course.asked_count
    percent = 100 * course.met_count // asked if asked >= FEWEST_SHOWN else None
    return (
        *(course.title, course.slug, asks.due_on, asks.due_after_days, asks.renew_after_months),
        ", ".join(map(str, asks.remind_before_days)),
        *(asked, course.met_count, percent),
        *(course.counts["due soon"], course.late_count, course.counts["exempt"]),
    )


def _agreed(what: str, one: Exemption | Extension, until_on: date | None, agreed: Agreed) -> tuple[Cell, ...]:
    title = agreed.course_titles.get(one.course_id, "")
    return what, one.person.name, one.person.staff_number, title, one.from_on, until_on, one.reason


def _last_day(until_on: date | None) -> date | None:
    return last_day_before(until_on) if until_on else None
