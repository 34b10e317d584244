"""PURE. What runs out in the twelve months that begin with this one, and how much learning that means."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from learning.courses.format.months import add_months
from learning.people.small_groups import hidden_parts, is_shown
from learning.plans.held_courses import Held

MONTHS_AHEAD = 12

_Key = TypeVar("_Key", bound=Hashable)


class RunningOut(NamedTuple):
    """People whose completions of a course have their last day in the month that begins on this day, and who must do
    it again then."""

    course_id: int
    month_on: date
    people: Collection[int]


class Expiry(NamedTuple):
    """Completions of one course that run out in the month that begins on this day: whose, and the minutes of each."""

    course_id: int
    month_on: date
    people: frozenset[int]
    minutes: int


@dataclass(slots=True)
class Load:
    """How many completions of how many people run out, and the declared minutes of doing them again."""

    people: set[int] = field(default_factory=set)
    completion_count: int = 0
    minutes: int = 0

    @property
    def hours(self) -> int:
        """The minutes in whole hours, the nearest."""
        return (self.minutes + 30) // 60


@dataclass(frozen=True, slots=True)
class Forecast:
    """The whole year and each month of it; None where it is not shown."""

    total: Load | None
    months: Mapping[date, Load | None]


def months_from(today: date) -> list[date]:
    """The first days of the twelve months, this month's first."""
    first = today.replace(day=1)
    return [add_months(first, number) for number in range(MONTHS_AHEAD)]


def end_of_months(today: date) -> date:
    """The first day after the twelve months."""
    return add_months(today.replace(day=1), MONTHS_AHEAD)


def running_out(held: Iterable[Held]) -> Iterator[RunningOut]:
    """What of this has a last day. What changed in a course, to be seen by a day, is no expiry: nobody has to do the
    course again."""
    for person_id, course_id, last_on, is_refresh in held:
        if last_on is not None and not is_refresh:
            yield RunningOut(course_id, last_on.replace(day=1), (person_id,))


def expiries(found: Iterable[RunningOut], minutes_of: Mapping[int, int], today: date) -> list[Expiry]:
    """What runs out in these months, of the courses whose minutes are given; one a course and month."""
    people: dict[tuple[int, date], set[int]] = {
        (course_id, month): set() for course_id in minutes_of for month in months_from(today)
    }
    for course_id, month_on, some in found:
        of_month = people.get((course_id, month_on))
        if of_month is not None:
            of_month.update(some)
    return [
        Expiry(course_id, month_on, frozenset(some), minutes_of[course_id])
        for (course_id, month_on), some in people.items()
        if some
    ]


def forecast(found: Iterable[Expiry], today: date) -> Forecast:
    """The loads of the year and of its months."""
    months = {month: Load() for month in months_from(today)}
    total = Load()
    for expiry in found:
        _count(months[expiry.month_on], expiry)
        _count(total, expiry)
    if total.people and not is_shown(total.people):
        return Forecast(None, dict.fromkeys(months))
    return Forecast(total, _shown(months))


def courses_in(month_on: date, found: Iterable[Expiry]) -> dict[int, Load | None]:
    """The loads of one month by course; to be asked only for a month that is shown itself."""
    courses: dict[int, Load] = {}
    for expiry in found:
        if expiry.month_on == month_on:
            _count(courses.setdefault(expiry.course_id, Load()), expiry)
    return _shown(courses)


def _shown(loads: Mapping[_Key, Load]) -> dict[_Key, Load | None]:
    hidden = hidden_parts({key: load.people for key, load in loads.items() if load.people})
    return {key: None if key in hidden else load for key, load in loads.items()}


def _count(load: Load, expiry: Expiry) -> None:
    load.people |= expiry.people
    load.completion_count += len(expiry.people)
    load.minutes += len(expiry.people) * expiry.minutes
