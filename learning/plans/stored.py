"""PURE. What is stored of one person for speed, in the words of its rows: what was there, and what ought to be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from learning.plans.settled import Settled
from learning.plans.tally import keys_as_text, keys_from_text, tally_of


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
