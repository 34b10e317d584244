"""PURE. What is asked of one person or of a group, counted by person and course."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from learning.plans.standing import Key

_LETTERS: Mapping[Key, str] = {
    "exempt": "x", "met": "m", "expiring": "e", "lapsed": "l", "upcoming": "u", "due soon": "s", "overdue": "o",
}  # fmt: skip
_KEYS: Mapping[str, Key] = {letter: key for key, letter in _LETTERS.items()}


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
    found = Tally()
    for key in keys:
        if key == "exempt":
            continue
        found.people_count = 1
        found.asked_count += 1
        if key in ("met", "expiring"):
            found.met_count += 1
        elif key == "due soon":
            found.soon_count += 1
        elif key in ("overdue", "lapsed"):
            found.late_count += 1
    return found


def keys_as_text(keys: Mapping[int, Key]) -> str:
    """How one person stands with each course of a plan, by the number of the course, in one short text: `3m,12o`.

    People who stand alike have the same text, so that they are counted together.
    """
    return ",".join(f"{course_id}{_LETTERS[keys[course_id]]}" for course_id in sorted(keys))


def keys_from_text(text: str) -> Iterator[tuple[int, Key]]:
    """The courses of such a text with their keys, in order of their numbers."""
    for one in text.split(",") if text else ():
        yield int(one[:-1]), _KEYS[one[-1]]
