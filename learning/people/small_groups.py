"""PURE. No number that is about fewer than five people is shown, and none can be found by subtraction.

Parts make up a total that is shown. Whoever knows the total and the other parts knows what is left: so those who stand
in parts that are not shown must together be none, or five at least.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from itertools import accumulate
from typing import TypeVar

_Key = TypeVar("_Key", bound=Hashable)

FEWEST_SHOWN = 5
SENTENCE = (
    "Nothing is shown about fewer than five people. Where a small group could be worked out from a total, the next "
    "smallest group is not shown either."
)


def is_shown(people: Collection[int]) -> bool:
    """Whether numbers about these people may be shown as far as their own size goes."""
    return are_enough(len(people))


def are_enough(people_count: int) -> bool:
    """The same, where only the count of the people is known."""
    return people_count >= FEWEST_SHOWN


def hidden_parts(parts: Mapping[_Key, Collection[int]]) -> frozenset[_Key]:
    """The parts of a shown total whose numbers are not shown, given the people of each part.

    Of parts that are alike in size, the one that comes first is hidden.
    """
    by_size = sorted(parts, key=lambda key: len(parts[key]))
    hidden: set[_Key] = set()
    left_over: set[int] = set()
    for key in by_size:
        if is_shown(parts[key]) and not 0 < len(left_over) < FEWEST_SHOWN:
            break
        hidden.add(key)
        left_over.update(parts[key])
    return frozenset(hidden)


def hidden_groups(people_counts: Mapping[_Key, int]) -> frozenset[_Key]:
    """The same of parts of which nobody is in two, given how many people are in each."""
    ends = accumulate(people_counts.values())
    return hidden_parts(
        {key: range(end - people_counts[key], end) for key, end in zip(people_counts, ends, strict=True)}
    )
