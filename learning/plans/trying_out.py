"""What a change of a plan would do, before it is made: whom it touches, and what becomes overdue. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.db import db
from learning.errors import BadSource
from learning.people.models import Person
from learning.people.spans import OPEN
from learning.plans.audience import AudienceDays, is_at_work
from learning.plans.document import Plan
from learning.plans.editions import Edition, Rule
from learning.plans.everything_known import facts_with_courses
from learning.plans.plan_standings import Facts, standings_from
from learning.plans.planning import course_ids_by_slug, course_titles, meaning_teams, read_plan
from learning.plans.standing import RANKS, Standing

_LATE = RANKS["overdue"]
_MOST_NAMED = 50

_Line = TypeVar("_Line")


@dataclass(frozen=True, slots=True)
class BecomesLate:
    """Somebody who would be overdue with a course from today on, and is not now."""

    person_id: int
    name: str
    course_title: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class MovedDay:
    """Somebody's last day on time with a course, as it is and as it would be; None for none."""

    name: str
    course_title: str
    due_on_before: date | None
    due_on_after: date | None


@dataclass(frozen=True, slots=True)
class Touched(Generic[_Line]):
    """People whom a change touches in one way: how many, and the first fifty lines about them, by name and course.

    `named_ids` are the people whom the lines name.
    """

    people_count: int
    lines: tuple[_Line, ...]
    more_count: int
    named_ids: frozenset[int] = field(default=frozenset(), compare=False)


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
    """What a plan's new text would do to everybody at work on the day it is saved.

    `late` names the first fifty, by name and course. `begin_later_count` is of those it asks who are still to begin.
    """

    plan: Plan
    people_before: int
    people_after: int
    begin_later_count: int
    newly: Touched[str]
    no_longer: Touched[str]
    earlier: Touched[MovedDay]
    later: Touched[MovedDay]
    courses: tuple[CourseEffect, ...]
    late_count: int
    late: tuple[BecomesLate, ...]

    @property
    def named_ids(self) -> frozenset[int]:
        """Everybody who is named in it."""
        late = frozenset(one.person_id for one in self.late)
        asked, moved = self.newly.named_ids | self.no_longer.named_ids, self.earlier.named_ids | self.later.named_ids
        return late | asked | moved


Place = tuple[int, int]
"""A person and a course."""
Cells = dict[Place, Standing]


class _Words(NamedTuple):
    """The names of people, and the titles of courses."""

    names: Mapping[int, str]
    titles: Mapping[int, str]

    def in_order(self, places: Iterable[Place]) -> list[Place]:
        return sorted(places, key=lambda one: (self.names[one[0]].casefold(), one[0], self.titles[one[1]]))


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
    others: dict[int, Sequence[Edition]] = {number: () for number in facts.plans.plans if number != plan_id}
    before = _cells_of(facts, others, today, now)
    after = _cells_of(facts, {**others, plan_id: tried}, today, now)
    at_work = _people_at_work(facts, today, now)
    return _compared(
        parsed.plan,
        _of_people(at_work, before),
        _of_people(at_work, after),
        _Words(dict(db.session.execute(select(Person.id, Person.name)).all()), course_titles()),
        # Who is asked, if not yet, and does not work here today is still to begin.
        len({person_id for person_id, _ in after} - at_work),
    )


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
    audience = meaning_teams(plan.audience, known[-1].audience if known else None)
    return Edition(len(known) + 1, from_on, starts_on, now, audience, rules)


def _cells_of(facts: Facts, editions: Mapping[int, Sequence[Edition]], day: date, known_at: datetime) -> Cells:
    standings = standings_from(facts, day=day, known_at=known_at, editions=editions)
    return {(one.person_id, one.course_id): one.standing for one in standings}


def _people_at_work(facts: Facts, day: date, known_at: datetime) -> set[int]:
    days = AudienceDays(facts.tree, known_at)
    return {person_id for person_id, work in facts.people.work.items() if is_at_work(days.known_of(work), day)}


def _of_people(person_ids: set[int], cells: Cells) -> Cells:
    return {place: standing for place, standing in cells.items() if place[0] in person_ids}


def _compared(plan: Plan, before: Cells, after: Cells, words: _Words, begin_later_count: int) -> Effect:
    people_before, people_after = ({person_id for person_id, _ in cells} for cells in (before, after))
    moves = {place: _move(before[place], standing) for place, standing in after.items() if place in before}
    newly_late = words.in_order(
        place for place, one in after.items() if _is_late(one) and not (place in before and _is_late(before[place]))
    )
    return Effect(
        plan,
        len(people_before),
        len(people_after),
        begin_later_count,
        _named(people_after - people_before, words),
        _named(people_before - people_after, words),
        _moved([place for place, move in moves.items() if move < 0], before, after, words),
        _moved([place for place, move in moves.items() if move > 0], before, after, words),
        _by_course(before, after, words),
        len(newly_late),
        tuple(
            BecomesLate(place[0], words.names[place[0]], words.titles[place[1]], after[place])
            for place in newly_late[:_MOST_NAMED]
        ),
    )


def _by_course(before: Cells, after: Cells, words: _Words) -> tuple[CourseEffect, ...]:
    asked = [Counter(course_id for _, course_id in cells) for cells in (before, after)]
    late = [Counter(place[1] for place, standing in cells.items() if _is_late(standing)) for cells in (before, after)]
    return tuple(
        CourseEffect(words.titles[course_id], *(counts[course_id] for counts in (*asked, *late)))
        for course_id in sorted(asked[0].keys() | asked[1].keys(), key=lambda one: words.titles[one])
    )


def _named(person_ids: set[int], words: _Words) -> Touched[str]:
    named = sorted(person_ids, key=lambda one: (words.names[one].casefold(), one))[:_MOST_NAMED]
    names = tuple(words.names[person_id] for person_id in named)
    return Touched(len(person_ids), names, len(person_ids) - len(named), frozenset(named))


def _moved(places: list[Place], before: Cells, after: Cells, words: _Words) -> Touched[MovedDay]:
    named = words.in_order(places)[:_MOST_NAMED]
    lines = tuple(
        MovedDay(words.names[place[0]], words.titles[place[1]], before[place].due_on, after[place].due_on)
        for place in named
    )
    people_count = len({person_id for person_id, _ in places})
    return Touched(people_count, lines, len(places) - len(lines), frozenset(person_id for person_id, _ in named))


def _move(before: Standing, after: Standing) -> int:
    """Beneath 0 where the last day on time comes earlier, above where it comes later; none at all is the latest."""
    return ((after.due_on or OPEN) - (before.due_on or OPEN)).days


def _is_late(standing: Standing) -> bool:
    return RANKS[standing.key] == _LATE
