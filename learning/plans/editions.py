"""PURE. A plan over time: its editions, each of which holds from a day until a later one takes its place.

An edition never changes. So what a plan asked on any day, as it was known at any moment, can be told again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from learning.people.spans import OPEN, Span, without
from learning.plans.document import Audience

USUAL_REMINDER_DAYS = 30


@dataclass(frozen=True, slots=True)
class Rule:
    """What one edition asks about one course; the words of a plan's table, without the course."""

    due_on: date | None = None
    due_after_days: int | None = None
    renew_after_months: int | None = None
    remind_before_days: tuple[int, ...] = ()

    @property
    def soon_days(self) -> int:
        """From how many days before the due day it is due soon: the earliest reminder, else thirty."""
        return max(self.remind_before_days, default=USUAL_REMINDER_DAYS)


@dataclass(frozen=True, slots=True)
class Edition:
    """A plan as it reads from `from_on` on. It asks nothing before `starts_on`, and nothing at all once closed."""

    number: int
    from_on: date
    starts_on: date
    recorded_at: datetime
    audience: Audience
    rules: Mapping[int, Rule]
    """By the number of the course."""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days for which a plan asks one audience for one course by one rule."""

    span: Span
    audience: Audience
    rule: Rule


def edition_on(editions: Iterable[Edition], day: date, known_at: datetime) -> Edition | None:
    """The edition that holds on a day: the latest of those known that had begun by then."""
    begun = [one for one in editions if one.recorded_at <= known_at and one.from_on <= day]
    return max(begun, key=lambda one: one.number, default=None)


def stretches(
    editions: Iterable[Edition], known_at: datetime, retired: Mapping[int, Sequence[Span]] = MappingProxyType({})
) -> dict[int, tuple[Stretch, ...]]:
    """What a plan asks for, by course, in the order of days; of a course nothing on the days when it was retired."""
    found: dict[int, list[Stretch]] = {}
    for edition, held in _days_of(editions, known_at):
        span = Span(max(held.from_on, edition.starts_on), held.until_on)
        if edition.is_closed:
            continue
        for course_id, rule in edition.rules.items():
            for offered in without([span], retired.get(course_id, ())):
                found.setdefault(course_id, []).append(Stretch(offered, edition.audience, rule))
    return {course_id: tuple(of_course) for course_id, of_course in found.items()}


def _days_of(editions: Iterable[Edition], known_at: datetime) -> list[tuple[Edition, Span]]:
    """Each edition with its days, in order; one whose days a later edition takes all has none."""
    known = sorted((one for one in editions if one.recorded_at <= known_at), key=lambda one: one.number)
    found: list[tuple[Edition, Span]] = []
    until_on = OPEN
    for edition in reversed(known):
        if edition.from_on < until_on:
            found.append((edition, Span(edition.from_on, until_on)))
            until_on = edition.from_on
    return found[::-1]
