"""PURE. What is known now of a day and was not known then: standing by standing, and counted without names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from learning.evidence.counting import shown_count
from learning.plans.standing import Key, PersonStanding, Standing


@dataclass(frozen=True, slots=True)
class Difference:
    """One person and course; None where, as known at that moment, nothing was asked of them."""

    person_id: int
    course_id: int
    then: Standing | None
    now: Standing | None

    @property
    def keys(self) -> tuple[Key | None, Key | None]:
        """The two standings, in a word each."""
        return self.then.key if self.then else None, self.now.key if self.now else None


def differences(then: Iterable[PersonStanding], now: Iterable[PersonStanding]) -> list[Difference]:
    """Every standing that reads otherwise now, in order of people and courses."""
    first = {(row.person_id, row.course_id): row.standing for row in then}
    second = {(row.person_id, row.course_id): row.standing for row in now}
    return [
        Difference(*pair, first.get(pair), second.get(pair))
        for pair in sorted(first.keys() | second.keys())
        if first.get(pair) != second.get(pair)
    ]


def counted_differences(
    found: Iterable[Difference], course_ids: Iterable[int]
) -> list[tuple[int, Key | None, Key | None, int | str]]:
    """How many people went from which standing to which, by course in this order; fewer than five in words."""
    people: defaultdict[tuple[int, Key | None, Key | None], set[int]] = defaultdict(set)
    for one in found:
        people[one.course_id, *one.keys].add(one.person_id)
    places = {course_id: place for place, course_id in enumerate(course_ids)}
    ordered = sorted(people, key=lambda key: (places[key[0]], key[1] or "", key[2] or ""))
    return [(*key, shown_count(people[key])) for key in ordered]
