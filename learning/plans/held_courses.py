"""PURE. Which courses people hold on a day, and until when, whether a plan asks for them or not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from learning.people.spans import OPEN
from learning.plans.standing import Completion, Standing


class Held(NamedTuple):
    """A completion that counts. `last_on` is its last day, None for good; `is_refresh`: what changed ends it."""

    person_id: int
    course_id: int
    last_on: date | None
    is_refresh: bool = False


def held_courses(
    people: Collection[int],
    completions: Mapping[tuple[int, int], Sequence[Completion]],
    asked: Mapping[tuple[int, int], Standing],
    *,
    day: date,
    known_at: datetime,
) -> Iterator[Held]:
    """Every course that these people hold. Where a plan asks, it says until when; elsewhere the course does."""
    for (person_id, course_id), some in completions.items():
        if person_id not in people:
            continue
        standing = asked.get((person_id, course_id))
        if standing is None or standing.key == "exempt":
            expires_on = max((_end(one) for one in some if _is_known(one, day, known_at)), default=day)
            if expires_on > day:
                yield Held(person_id, course_id, _last_day(expires_on))
        elif standing.key in ("met", "expiring"):
            yield Held(person_id, course_id, _last_day(standing.expires_on or OPEN), standing.is_refresh)


def _is_known(one: Completion, day: date, known_at: datetime) -> bool:
    is_void = one.voided_at is not None and one.voided_at <= known_at
    return one.completed_on <= day and one.recorded_at <= known_at and not is_void


def _end(one: Completion) -> date:
    return one.expires_on or OPEN


def _last_day(expires_on: date) -> date | None:
    return None if expires_on == OPEN else date.fromordinal(expires_on.toordinal() - 1)
