"""PURE. Standings counted by group, with the groups that are too small hidden."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from learning.people.small_groups import hidden_parts, is_shown
from learning.plans.standing import Key, PersonStanding

DONE: tuple[Key, ...] = ("met", "expiring")
KEYS: tuple[Key, ...] = ("met", "expiring", "upcoming", "due soon", "overdue", "lapsed", "exempt")
# Both stand in the data of packs: other words are another format of them.
FEWER_THAN_FIVE = "fewer than five"
NOT_SHOWN = "not shown"
"""What stands for the size of a group that is hidden only because of a smaller one."""

Group = int | str | None
"""A team by its number, a job role in words; None for those who have none."""

Groups = Callable[[PersonStanding], Iterable[Group]]


@dataclass(frozen=True, slots=True)
class Counts:
    """One group. `people` is how many, or the words for a group that is hidden; then `by_key` is None."""

    group: Group
    people: int | str
    by_key: Mapping[Key, int] | None

    @property
    def done_percent(self) -> int | None:
        """The share of those who hold what counts, rounded down; None where nobody is asked or nothing is shown."""
        if self.by_key is None:
            return None
        asked_count = sum(self.by_key.values()) - self.by_key["exempt"]
        return 100 * sum(self.by_key[key] for key in DONE) // asked_count if asked_count else None

    def as_data(self) -> dict[str, Any]:
        """The numbers of the group as the data of a pack say them."""
        return {
            "people": self.people,
            "standings": dict(self.by_key) if self.by_key is not None else None,
            "done_percent": self.done_percent,
        }


def counted(rows: Iterable[PersonStanding], groups_of: Groups) -> list[Counts]:
    """The standings of each group, in an order that does not depend on what a team is called; nor what is hidden."""
    people: defaultdict[Group, set[int]] = defaultdict(set)
    counts: defaultdict[Group, Counter[Key]] = defaultdict(Counter)
    for row in rows:
        for group in groups_of(row):
            people[group].add(row.person_id)
            counts[group][row.standing.key] += 1
    in_order = sorted(people, key=_place)
    hidden = hidden_parts({group: people[group] for group in in_order})
    return [
        Counts(group, _hidden_size(people[group]), None)
        if group in hidden
        else Counts(group, len(people[group]), {key: counts[group][key] for key in KEYS})
        for group in in_order
    ]


def people_by_version(rows: Sequence[PersonStanding], course_id: int) -> dict[int, int | str]:
    """On which version of a course the standings that count rest, and of how many people each; 0 for elsewhere."""
    people: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.course_id == course_id and row.standing.key in DONE:
            people[row.standing.version_number or 0].add(row.person_id)
    hidden = hidden_parts({number: people[number] for number in sorted(people)})
    return {number: _hidden_size(some) if number in hidden else len(some) for number, some in people.items()}


def total(rows: Sequence[PersonStanding]) -> Counts:
    """Everybody together."""
    found = counted(rows, lambda _: (None,))
    return found[0] if found else Counts(None, 0, dict.fromkeys(KEYS, 0))


def shown_count(people: Collection[int]) -> int | str:
    """How many people, as a number that stands by itself: none, five or more, or in words."""
    return len(people) if not people or is_shown(people) else FEWER_THAN_FIVE


def _place(group: Group) -> tuple[bool, int, str]:
    return group is None, group if isinstance(group, int) else 0, str(group)


def _hidden_size(people: Collection[int]) -> str:
    return NOT_SHOWN if is_shown(people) else FEWER_THAN_FIVE
