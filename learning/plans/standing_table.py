"""The standings of people as a table, a line a person, course and plan; and counted, a line a course and plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.db import db
from learning.people.models import Person
from learning.plans.editions import Edition, edition_on
from learning.plans.plan_standings import Facts, PersonStanding, facts_of, standings_from
from learning.plans.planning import course_titles
from learning.plans.standing import Key
from learning.web.tables import Cell

HEADER = (
    "Plan", "Course", "Name", "E-mail", "Staff number", "Standing", "Due", "Completed", "Version", "Counts until",
)  # fmt: skip
KEYS: tuple[Key, ...] = ("overdue", "lapsed", "due soon", "upcoming", "expiring", "met", "exempt")


@dataclass(frozen=True, slots=True)
class StandingTable:
    """Every standing on a day, as it was known at a moment, with the names for its numbers."""

    rows: tuple[PersonStanding, ...]
    plan_titles: dict[int, str]
    course_titles: dict[int, str]
    people: dict[int, tuple[str, str, str]]
    """Name, e-mail and staff number."""


def standing_table(*, day: date, known_at: datetime, time_zone: ZoneInfo, plan_id: int | None = None) -> StandingTable:
    """Everybody's standings, with every plan or with one: a fixed number of statements."""
    facts = facts_of(None, time_zone=time_zone)
    if facts is None:
        return StandingTable((), {}, {}, {})
    others: dict[int, Sequence[Edition]] = {number: () for number in facts.plans.plans if plan_id not in (None, number)}
    rows = tuple(standings_from(facts, day=day, known_at=known_at, editions=others))
    people = select(Person.id, Person.name, Person.email, Person.staff_number)
    return StandingTable(
        rows,
        _titles(facts, day, known_at),
        course_titles(),
        {number: (name, email, staff or "") for number, name, email, staff in db.session.execute(people)},
    )


def lines_of(table: StandingTable) -> Iterator[list[Cell]]:
    """The lines beneath HEADER: by plan, course and name."""
    for row in sorted(table.rows, key=lambda one: _order(table, one)):
        standing = row.standing
        yield [
            table.plan_titles[row.plan_id],
            table.course_titles[row.course_id],
            *table.people[row.person_id],
            standing.key,
            standing.due_on,
            standing.completed_on,
            standing.version_number or None,
            standing.expires_on,
        ]


def counts_of(rows: Iterable[PersonStanding]) -> dict[tuple[int, int], Counter[Key]]:
    """How many people stand where, by plan and course."""
    found: dict[tuple[int, int], Counter[Key]] = {}
    for _, plan_id, course_id, standing in rows:
        found.setdefault((plan_id, course_id), Counter())[standing.key] += 1
    return found


def _titles(facts: Facts, day: date, known_at: datetime) -> dict[int, str]:
    """What each plan was called on that day; before its first edition, what that one calls it."""
    found = {}
    for plan in facts.plans.plans.values():
        edition = edition_on(plan.editions, day, known_at) or plan.editions[0]
        found[plan.id] = plan.titles[edition.number]
    return found


def _order(table: StandingTable, row: PersonStanding) -> tuple[str, str, str, int]:
    name = table.people[row.person_id][0].casefold()
    return table.plan_titles[row.plan_id], table.course_titles[row.course_id], name, row.person_id
