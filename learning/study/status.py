"""Where somebody stands with a course on a day: Done, Done with a repeat, Overdue, In progress or Not started."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

StatusKey = Literal["done", "progress", "late", "none"]


@dataclass(frozen=True, slots=True)
class CompletionFact:
    """What the status needs of one completion record.

    `expires_on` is the first day on which it no longer counts, None where it counts for good.
    """

    number: int
    completed_on: date
    expires_on: date | None
    is_void: bool
    version_number: int


@dataclass(frozen=True, slots=True)
class Status:
    """A standing without a plan. `repeat_by_on` is the last day on which a repeat is in time; `number` and
    `version_number` name the completion it rests on and its version, None where there is none."""

    key: StatusKey
    words: str
    number: int | None = None
    completed_on: date | None = None
    repeat_by_on: date | None = None
    version_number: int | None = None


NOT_STARTED = Status("none", "Not started")


def status_of(completions: Iterable[CompletionFact], *, is_open: bool, today: date) -> Status:
    """The status on a day. `is_open` says whether the course is being worked through now.

    A completion that counts outweighs an open enrolment: who reads a course again has still done it.
    """
    valid = [one for one in completions if not one.is_void]
    if not valid:
        return Status("progress", "In progress") if is_open else NOT_STARTED
    best = max(valid, key=lambda one: (one.expires_on or date.max, one.number))
    if best.expires_on is None:
        return Status("done", "Done", best.number, best.completed_on, None, best.version_number)
    repeat_by_on = last_day_before(best.expires_on)
    counts = today < best.expires_on
    words = f"Done, repeat by {day_in_words(repeat_by_on)}" if counts else "Overdue (repeat)"
    key: StatusKey = "done" if counts else "late"
    return Status(key, words, best.number, best.completed_on, repeat_by_on, best.version_number)


def last_day_before(expires_on: date) -> date:
    """The last day on which a completion that expires still counts, the one printed after “repeat by”."""
    return expires_on - timedelta(days=1)


def day_in_words(day: date) -> str:
    """A day as people write it: 21 November 2026."""
    return f"{day.day} {day:%B} {day.year}"
