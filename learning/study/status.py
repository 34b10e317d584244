"""Where somebody stands with a course on a day: Done, Done until something, Overdue, In progress or Not started."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

StatusKey = Literal["done", "progress", "soon", "late", "none", "na"]
"""Only a plan makes a course due soon, or not needed: `home/plan_status.py`."""


@dataclass(frozen=True, slots=True)
class CompletionFact:
    """What the status needs of one completion record.

    `expires_on` is the first day on which it no longer counts, None where it counts for good. What was learned
    elsewhere has version 0 and a number below zero.
    """

    number: int
    completed_on: date
    expires_on: date | None
    is_void: bool
    version_number: int


@dataclass(frozen=True, slots=True)
class VersionFact:
    """What the status needs of one version of the course; `refresh_due_on` is None where it asks nothing."""

    number: int
    label: str
    refresh_due_on: date | None


@dataclass(frozen=True, slots=True)
class Status:
    """A standing without a plan. `repeat_by_on` and `refresh_by_on` are the last days on which a repeat, and seeing
    what changed, are in time; None where neither is asked. `number` and `version_number` name the completion it rests
    on and its version, None where there is none. `due_on` is the last day on time that a plan gives for what has never
    counted, or no longer does."""

    key: StatusKey
    words: str
    number: int | None = None
    completed_on: date | None = None
    repeat_by_on: date | None = None
    version_number: int | None = None
    refresh_by_on: date | None = None
    due_on: date | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it rests on what was learned elsewhere: no version of ours, and no certificate."""
        return self.number is not None and self.number < 0


NOT_STARTED = Status("none", "Not started")


def status_of(
    completions: Iterable[CompletionFact], *, is_open: bool, today: date, versions: Iterable[VersionFact] = ()
) -> Status:
    """The status on a day. `is_open` says whether the course is being worked through now.

    A completion that counts outweighs an open enrolment: who reads a course again has still done it. `versions` are
    those of the course that may ask people to see what changed, in any order.
    """
    valid = [one for one in completions if not one.is_void]
    if not valid:
        return Status("progress", "In progress") if is_open else NOT_STARTED
    best = max(valid, key=lambda one: (one.expires_on or date.max, one.number))
    repeat_by_on = last_day_before(best.expires_on) if best.expires_on else None
    # A completion that has run out asks for the whole course, in which what changed is too.
    counts = repeat_by_on is None or today <= repeat_by_on
    # Who learned it elsewhere has read no version, so nothing has changed since.
    seen_number = max(one.version_number for one in valid)
    refresh_by_on = refresh_by(versions, seen_number) if counts and seen_number else None
    key, words = _key_and_words(repeat_by_on, refresh_by_on, today)
    return Status(key, words, best.number, best.completed_on, repeat_by_on, best.version_number, refresh_by_on)


def refresh_by(versions: Iterable[VersionFact], seen_number: int) -> date | None:
    """The last day for seeing what changed since this version; None where nothing did that must be seen."""
    days = [
        version.refresh_due_on
        for version in versions
        if version.number > seen_number and version.label == "material" and version.refresh_due_on
    ]
    return min(days, default=None)


def _key_and_words(repeat_by_on: date | None, refresh_by_on: date | None, today: date) -> tuple[StatusKey, str]:
    # The earlier day speaks; on the same day the repeat, as it settles both.
    if repeat_by_on and today > repeat_by_on:
        return "late", "Overdue (repeat)"
    if refresh_by_on and today > refresh_by_on:
        return "late", "Overdue (what changed)"
    if refresh_by_on and (repeat_by_on is None or refresh_by_on < repeat_by_on):
        return "done", f"Done, see what changed by {day_in_words(refresh_by_on)}"
    return "done", f"Done, repeat by {day_in_words(repeat_by_on)}" if repeat_by_on else "Done"


def last_day_before(expires_on: date) -> date:
    """The last day on which a completion that expires still counts, the one printed after “repeat by”."""
    return expires_on - timedelta(days=1)


def day_in_words(day: date) -> str:
    """A day as people write it: 21 November 2026."""
    return f"{day.day} {day:%B} {day.year}"
