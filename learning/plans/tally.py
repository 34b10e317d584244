"""PURE. What is asked of one person or of a group, counted by person and course."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from learning.plans.standing import Key


@dataclass(slots=True)
class Tally:
    """What is asked of some people, counted by person and course; what somebody does not need is left out."""

    people_count: int = 0
    asked_count: int = 0
    met_count: int = 0
    soon_count: int = 0
    late_count: int = 0

    def add(self, other: Tally) -> None:
        """Count others, none of whom was counted before."""
        self.people_count += other.people_count
        self.asked_count += other.asked_count
        self.met_count += other.met_count
        self.soon_count += other.soon_count
        self.late_count += other.late_count

    @property
    def met_percent(self) -> int:
        """How much of what is asked is held; never 100 while anything is missing."""
        return 100 * self.met_count // self.asked_count if self.asked_count else 0


def tally_of(keys: Iterable[Key]) -> Tally:
    """The tally of one person, of the keys of their standings; one who needs nothing is not counted."""
    asked = [key for key in keys if key != "exempt"]
    return Tally(
        int(bool(asked)),
        len(asked),
        sum(key in ("met", "expiring") for key in asked),
        sum(key == "due soon" for key in asked),
        sum(key in ("overdue", "lapsed") for key in asked),
    )
