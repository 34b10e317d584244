"""Plans as their rows say: read whole in one statement, as plain data that the pure rules take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from learning.courses.models import CourseRow, RetirementRecord
from learning.courses.retirement import RetirementChange
from learning.db import db
from learning.plans.document import Audience
from learning.plans.editions import Edition, Rule
from learning.plans.models import PlanEdition, PlanRow, RequirementRow


@dataclass(slots=True)
class KnownPlan:
    """One plan with all its editions, and the title that each of them gives it."""

    id: int
    key: str
    editions: list[Edition] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownPlans:
    """Every plan by number, by key in order; the slugs of the courses they name, and when those were retired."""

    plans: Mapping[int, KnownPlan]
    course_slugs: Mapping[int, str]
    retirements: Mapping[int, Sequence[RetirementChange]]

    def about(self, course_ids: Collection[int]) -> KnownPlans:
        """The same plans as if they asked for these courses alone."""
        plans = {plan_id: _about(plan, course_ids) for plan_id, plan in self.plans.items()}
        slugs = {course_id: slug for course_id, slug in self.course_slugs.items() if course_id in course_ids}
        return KnownPlans(plans, slugs, self.retirements)


def _about(plan: KnownPlan, course_ids: Collection[int]) -> KnownPlan:
    editions = [
        replace(edition, rules={key: rule for key, rule in edition.rules.items() if key in course_ids})
        for edition in plan.editions
    ]
    return replace(plan, editions=editions)


def read_plans() -> KnownPlans:
    """All plans, with all they ever asked: one statement."""
    requirement = (
        RequirementRow.course_id,
        RequirementRow.due_on,
        RequirementRow.due_after_days,
        RequirementRow.renew_after_months,
        RequirementRow.remind_before_days,
    )
    rows = db.session.execute(
        select(
            PlanRow.key, PlanEdition.plan_id, PlanEdition.number, PlanEdition.from_on, PlanEdition.starts_on,
            PlanEdition.recorded_at, PlanEdition.audience, PlanEdition.is_closed, PlanEdition.title,
            CourseRow.slug, RetirementRecord.id.label("retirement_id"), RetirementRecord.is_retired,
            RetirementRecord.recorded_at.label("retirement_at"), *requirement,
        )
        .select_from(PlanEdition)
        .join(PlanRow, PlanRow.id == PlanEdition.plan_id)
        .outerjoin(RequirementRow, RequirementRow.edition_id == PlanEdition.id)
        .outerjoin(CourseRow, CourseRow.id == RequirementRow.course_id)
        .outerjoin(RetirementRecord, RetirementRecord.course_id == CourseRow.id)
        .order_by(PlanRow.key, PlanEdition.number, RequirementRow.place, RetirementRecord.id)
    )  # fmt: skip
    return _known(rows)


def audience_of(stored: Mapping[str, Any]) -> Audience:
    """The audience of an edition's row."""
    teams, team_ids = tuple(stored["teams"]), tuple(stored.get("team_ids", ()))
    return Audience(tuple(stored["job_roles"]), teams, stored["leads_people"], team_ids)


def audience_to_store(audience: Audience) -> dict[str, Any]:
    """The audience as an edition's row keeps it."""
    return {
        "job_roles": list(audience.job_roles),
        "teams": list(audience.teams),
        "leads_people": audience.leads_people,
        "team_ids": list(audience.team_ids),
    }


def _known(rows: Iterable[Row[Any]]) -> KnownPlans:
    plans: dict[int, KnownPlan] = {}
    slugs: dict[int, str] = {}
    retirements: dict[int, dict[int, RetirementChange]] = {}
    rules: dict[tuple[int, int], dict[int, Rule]] = {}
    for row in rows:
        plan = plans.setdefault(row.plan_id, KnownPlan(row.plan_id, row.key))
        of_edition = rules.get((row.plan_id, row.number))
        if of_edition is None:
            of_edition = rules[row.plan_id, row.number] = {}
            plan.titles[row.number] = row.title
            plan.editions.append(_edition_of(row, of_edition))
        if row.course_id is None:
            continue
        of_edition[row.course_id] = Rule(
            row.due_on, row.due_after_days, row.renew_after_months, tuple(row.remind_before_days)
        )
        slugs[row.course_id] = row.slug
        if row.retirement_id is not None:
            change = RetirementChange(row.is_retired, row.retirement_at)
            retirements.setdefault(row.course_id, {})[row.retirement_id] = change
    return KnownPlans(plans, slugs, {course_id: tuple(some.values()) for course_id, some in retirements.items()})


def _edition_of(row: Row[Any], rules: Mapping[int, Rule]) -> Edition:
    recorded_at: datetime = row.recorded_at
    return Edition(row.number, row.from_on, row.starts_on, recorded_at, audience_of(row.audience), rules, row.is_closed)
