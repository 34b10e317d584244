"""What a change of a plan would do, before it is made: whom it touches, and what becomes overdue. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.db import db
from learning.errors import BadSource
from learning.people.models import Person
from learning.plans.document import Plan
from learning.plans.editions import Edition, Rule
from learning.plans.plan_standings import PersonStanding, facts_with_courses, standings_from
from learning.plans.planning import course_ids_by_slug, course_titles, read_plan
from learning.plans.standing import RANKS, Standing

_LATE = RANKS["overdue"]
_MOST_NAMED = 50
_MOST_IN_ONE_STATEMENT = 5_000


@dataclass(frozen=True, slots=True)
class BecomesLate:
    """Somebody who would be overdue with a course from today on, and is not now."""

    person_id: int
    name: str
    course_title: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class CourseEffect:
    """One course of the plan, with how many people it asks now and would ask, and how many of them would be overdue."""

    title: str
    asked_before: int
    asked_after: int
    late_before: int
    late_after: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a plan's new text would do on the day it is saved. `late` names the first fifty, by name and course."""

    plan: Plan
    people_before: int
    people_after: int
    courses: tuple[CourseEffect, ...]
    late_count: int
    late: tuple[BecomesLate, ...]


def effect_of(key: str, text: bytes, *, now: datetime, today: date, time_zone: ZoneInfo) -> Effect:
    """Try a text out as the next edition of a plan, or as the first of a new one; raises BadSource."""
    parsed = read_plan(key, text)
    if parsed.problems or parsed.plan is None or parsed.plan.from_on is None:
        raise BadSource(parsed.problems)
    course_ids = course_ids_by_slug()
    facts = facts_with_courses(None, course_ids.values(), time_zone=time_zone)
    plan_id = next((plan.id for plan in facts.plans.plans.values() if plan.key == key), 0)
    known = facts.plans.plans[plan_id].editions if plan_id else []
    tried = [*known, _edition(parsed.plan, parsed.plan.from_on, known, course_ids, now, today)]
    before = _cells_of(list(standings_from(facts, day=today, known_at=now)), plan_id)
    after = _cells_of(list(standings_from(facts, day=today, known_at=now, editions={plan_id: tried})), plan_id)
    return _compared(parsed.plan, before, after, course_titles())


def _edition(
    plan: Plan, starts_on: date, known: Sequence[Edition], course_ids: dict[str, int], now: datetime, today: date
) -> Edition:
    rules = {
        course_ids[one.course_slug]: Rule(
            one.due_on, one.due_after_days, one.renew_after_months, one.remind_before_days
        )
        for one in plan.requirements
    }
    from_on = today if known else min(today, starts_on)
    return Edition(len(known) + 1, from_on, starts_on, now, plan.audience, rules)


Cells = dict[tuple[int, int], Standing]


def _cells_of(standings: Sequence[PersonStanding], plan_id: int) -> Cells:
    return {(one.person_id, one.course_id): one.standing for one in standings if one.plan_id == plan_id}


def _compared(plan: Plan, before: Cells, after: Cells, titles: dict[int, str]) -> Effect:
    asked = [Counter(course_id for _, course_id in cells) for cells in (before, after)]
    late = [Counter(key[1] for key, standing in cells.items() if _is_late(standing)) for cells in (before, after)]
    courses = tuple(
        CourseEffect(titles[course_id], *(counts[course_id] for counts in (*asked, *late)))
        for course_id in sorted(asked[0].keys() | asked[1].keys(), key=lambda one: titles[one])
    )
    newly = [key for key, one in after.items() if _is_late(one) and not (key in before and _is_late(before[key]))]
    ids = sorted({person_id for person_id, _ in newly})
    names = _names_of(ids)
    newly.sort(key=lambda key: (names[key[0]].casefold(), key[0], titles[key[1]]))
    return Effect(
        plan,
        len({person_id for person_id, _ in before}),
        len({person_id for person_id, _ in after}),
        courses,
        len(newly),
        tuple(
            BecomesLate(person_id, names[person_id], titles[course_id], after[person_id, course_id])
            for person_id, course_id in newly[:_MOST_NAMED]
        ),
    )


def _names_of(person_ids: Sequence[int]) -> dict[int, str]:
    wanted = select(Person.id, Person.name)
    if len(person_ids) <= _MOST_IN_ONE_STATEMENT:
        wanted = wanted.where(Person.id.in_(person_ids))
    return dict(db.session.execute(wanted).all())


def _is_late(standing: Standing) -> bool:
    return RANKS[standing.key] == _LATE
