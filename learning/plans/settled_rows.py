"""What is stored of a person, in the words of its rows: what was there, what ought to be, and writing it.

What is no longer asked or held is blanked in place of deleted, so that one statement writes it all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from learning.db import write_over
from learning.plans.settled import Settled
from learning.plans.settled_models import NOT_HELD, NOTHING_ASKED, settled_table
from learning.plans.tally import keys_as_text, keys_from_text, tally_of

_EMPTY: dict[str, Any] = dict.fromkeys(settled_table.columns.keys())


class StoredDays(NamedTuple):
    """The days for which the rest is right, from `from_on` until `until_on`, as known at `known_at`."""

    from_on: date
    until_on: date
    known_at: datetime

    def shortened(self, until_on: date, known_at: datetime) -> StoredDays:
        """The days for which something else is right as well, which is known at a moment of its own."""
        return StoredDays(self.from_on, min(self.until_on, until_on), max(self.known_at, known_at))


@dataclass(slots=True)
class Stored:
    """Of each plan that asks anything the text that `tally.keys_as_text` gives; of each course held its last day."""

    days: StoredDays | None = None
    by_plan: dict[int, str] = field(default_factory=dict)
    held: dict[int, date | None] = field(default_factory=dict)

    def counts(self) -> dict[int, tuple[int, ...]]:
        """What each plan asks, counted as the rows have it."""
        return {plan_id: counts_of(text) for plan_id, text in self.by_plan.items()}


def stored_as(settled: Settled, days: StoredDays | None, plan_ids: Collection[int] | None = None) -> Stored:
    """What ought to be stored of somebody who stands so, for these days; of some plans alone, where they are given."""
    by_plan = {
        plan_id: keys_as_text(keys)
        for plan_id, keys in settled.by_plan.items()
        if plan_ids is None or plan_id in plan_ids
    }
    return Stored(days, by_plan, dict(settled.held))


@lru_cache(maxsize=4096)
def counts_of(text: str) -> tuple[int, int, int, int]:
    """How many courses such a text asks for, and how many of them are met, due soon and late."""
    tally = tally_of(key for _, key in keys_from_text(text))
    return tally.asked_count, tally.met_count, tally.soon_count, tally.late_count


class SettledChanges:
    """The rows of some people that are to be another way, collected and then written at once."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []

    def add(self, person_id: int, stored: Stored, right: Stored) -> None:
        """Have somebody's rows be as is right; what is stored so already is left as it is."""
        if right.days is not None and right.days != stored.days:
            self._add("days", 0, person_id, right.days._asdict())
        for plan_id, text in right.by_plan.items():
            if stored.by_plan.get(plan_id) != text:
                self._add("plan", plan_id, person_id, _tally(text))
        for plan_id in stored.by_plan.keys() - right.by_plan.keys():
            self._add("plan", plan_id, person_id, _tally(NOTHING_ASKED))
        for course_id, last_on in right.held.items():
            if course_id not in stored.held or stored.held[course_id] != last_on:
                self._add("course", course_id, person_id, {"last_on": last_on})
        for course_id in stored.held.keys() - right.held.keys():
            self._add("course", course_id, person_id, {"last_on": NOT_HELD})

    def write(self) -> None:
        """Write them all."""
        if self._rows:
            write_over(settled_table, self._rows)

    def _add(self, kind: str, number: int, person_id: int, values: dict[str, Any]) -> None:
        key = {"kind": kind, "number": number, "person_id": person_id}
        self._rows.append({**_EMPTY, **key, **values})


def _tally(text: str) -> dict[str, Any]:
    asked, met, soon, late = counts_of(text)
    return {"asked_count": asked, "met_count": met, "soon_count": soon, "late_count": late, "by_course": text}
