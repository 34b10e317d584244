"""The standings of people as a table, a line a person, course and plan; and counted, a line a course and plan.

Worked out for some people at a time, by name, so that memory stays the same however many there are.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, cast
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.db import db, read_one_moment
from learning.people.models import Person
from learning.plans.editions import Edition, edition_on
from learning.plans.everything_known import facts_of
from learning.plans.plan_rows import KnownPlans, read_plans
from learning.plans.plan_standings import PersonStanding, standings_from
from learning.plans.planning import course_titles
from learning.plans.standing import Key
from learning.web.tables import Cell, moment_text

HEADER = (
    "Plan", "Course", "Name", "E-mail", "Staff number", "Standing", "Due", "Completed", "Version", "Counts until",
    "Day", "As known at",
)  # fmt: skip
KEYS: tuple[Key, ...] = ("overdue", "lapsed", "due soon", "upcoming", "expiring", "met", "exempt")

_PEOPLE_AT_ONCE = 250
_MOST_BYTES_IN_MEMORY = 1_000_000

_Place = tuple[str, str]
"""The titles of a plan and a course, by which the table is in order."""


@dataclass(frozen=True, slots=True)
class AskedStandings:
    """Every standing on a day, as it was known at a moment, of who works here on that day: with every plan or one."""

    day: date
    known_at: datetime
    time_zone: ZoneInfo
    plan_id: int | None = None


@dataclass(frozen=True, slots=True)
class Titles:
    """What plans were called on the day, and courses now, by their numbers."""

    plans: dict[int, str]
    courses: dict[int, str]

    def of(self, plan_id: int, course_id: int) -> _Place:
        """The titles of both."""
        return self.plans[plan_id], self.courses[course_id]


@dataclass(frozen=True, slots=True)
class StandingTable:
    """The lines of people, laid aside in a file plan by plan and course by course; and whom they name."""

    asked: AskedStandings
    _file: IO[bytes]
    person_ids: set[int] = field(default_factory=set)
    _starts: defaultdict[_Place, list[int]] = field(default_factory=lambda: defaultdict(list))

    def lines(self) -> Iterator[list[Cell]]:
        """The lines beneath HEADER: by plan, course and name."""
        ending = (self.asked.day, moment_text(self.asked.known_at))
        for place in sorted(self._starts):
            for start in self._starts[place]:
                self._file.seek(start)
                for *who, key, due, completed, version, until in json.loads(self._file.readline()):
                    yield [*place, *who, key, _day(due), _day(completed), version, _day(until), *ending]

    def add(self, rows: Iterable[PersonStanding], people: dict[int, Sequence[str]], titles: Titles) -> None:
        """Lay aside the standings of some people, who come after all before by name."""
        found: defaultdict[_Place, list[Sequence[Cell]]] = defaultdict(list)
        for person_id, plan_id, course_id, one in rows:
            self.person_ids.add(person_id)
            days = (one.due_on, one.completed_on, one.version_number or None, one.expires_on)
            found[titles.of(plan_id, course_id)].append((*people[person_id], one.key, *days))
        for place, lines in found.items():
            self._starts[place].append(self._file.tell())
            self._file.write(json.dumps(lines, default=date.isoformat).encode() + b"\n")


@contextmanager
def standing_table(asked: AskedStandings) -> Iterator[StandingTable]:
    """The standings with names, in a file that is there as long as the block; afterwards nothing more is read for it.

    Some statements for each part of the people.
    """
    with tempfile.SpooledTemporaryFile(max_size=_MOST_BYTES_IN_MEMORY) as file:
        table = StandingTable(asked, cast(IO[bytes], file))
        read_one_moment()
        titles = titles_on(asked)
        for rows in standings_in_parts(asked):
            table.add(rows, _people({row.person_id for row in rows}), titles)
        yield table


def standings_in_parts(asked: AskedStandings) -> Iterator[list[PersonStanding]]:
    """The standings of some people after others, by name; whoever reads them has them be of one moment."""
    plans = read_plans()
    others: dict[int, Sequence[Edition]] = {number: () for number in plans.plans if asked.plan_id not in (None, number)}
    course_ids = _courses_of(plans, asked.plan_id)
    by_name = _people_by_name()
    for start in range(0, len(by_name), _PEOPLE_AT_ONCE):
        part = by_name[start : start + _PEOPLE_AT_ONCE]
        facts = facts_of(part, time_zone=asked.time_zone, course_ids=course_ids)
        if facts is None:
            return
        place = {person_id: number for number, person_id in enumerate(part)}
        rows = standings_from(facts, day=asked.day, known_at=asked.known_at, editions=others, at_work=True)
        yield sorted(rows, key=lambda row: place[row.person_id])


def counts_of(parts: Iterable[Iterable[PersonStanding]]) -> dict[tuple[int, int], Counter[Key]]:
    """How many people stand where, by plan and course."""
    found: dict[tuple[int, int], Counter[Key]] = {}
    for rows in parts:
        for _, plan_id, course_id, standing in rows:
            found.setdefault((plan_id, course_id), Counter())[standing.key] += 1
    return found


def titles_on(asked: AskedStandings) -> Titles:
    """What each plan was called on the day; before its first edition, what that one calls it."""
    found = {}
    for plan in read_plans().plans.values():
        edition = edition_on(plan.editions, asked.day, asked.known_at) or plan.editions[0]
        found[plan.id] = plan.titles[edition.number]
    return Titles(found, course_titles())


def _courses_of(plans: KnownPlans, plan_id: int | None) -> set[int]:
    """The courses that every plan ever asked for, or one."""
    chosen = plans.plans.values() if plan_id is None else [plans.plans[plan_id]]
    return {course_id for plan in chosen for edition in plan.editions for course_id in edition.rules}


def _people_by_name() -> list[int]:
    names = db.session.execute(select(Person.id, Person.name))
    return [number for _, number in sorted((name.casefold(), number) for number, name in names)]


def _people(person_ids: Iterable[int]) -> dict[int, Sequence[str]]:
    """Name, e-mail and staff number of each."""
    wanted = select(Person.id, Person.name, Person.email, Person.staff_number).where(Person.id.in_(person_ids))
    return {number: (name, email, staff or "") for number, name, email, staff in db.session.execute(wanted)}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
