"""Which thing of a newer list is which of an older one, and which of them changed places. PURE."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pairing(Generic[T]):
    """Each thing of the newer list with its older self or None, in the newer order; and those that are gone.

    `moved` holds, of each pair whose things stand in another order than the rest, its places: from 1, old and new.
    """

    pairs: tuple[tuple[T | None, T], ...]
    gone: tuple[T, ...]
    moved: tuple[tuple[T, int, int], ...]


def paired(old: Sequence[T], new: Sequence[T], *marks: Callable[[T], Hashable]) -> Pairing[T]:
    """Pair the things whose first mark is the same, then those left whose second mark is, and so on."""
    old_place_of: dict[int, int] = {}
    for mark in marks:
        taken = set(old_place_of.values())
        free = {mark(thing): place for place, thing in reversed(list(enumerate(old))) if place not in taken}
        for place, thing in enumerate(new):
            if place not in old_place_of and mark(thing) in free:
                old_place_of[place] = free.pop(mark(thing))
    taken = set(old_place_of.values())
    kept = sorted(old_place_of)
    steady = longest_rise([old_place_of[place] for place in kept])
    return Pairing(
        tuple((old[old_place_of[place]] if place in old_place_of else None, thing) for place, thing in enumerate(new)),
        tuple(thing for place, thing in enumerate(old) if place not in taken),
        tuple((new[place], old_place_of[place] + 1, place + 1) for place in kept if old_place_of[place] not in steady),
    )


def longest_rise(numbers: Sequence[int]) -> set[int]:
    """The numbers of a longest rising run among these, each of which is there once: they kept their order."""
    lowest_ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(lowest_ends, number)
        before[number] = lowest_ends[length - 1] if length else None
        lowest_ends[length:] = [number, *lowest_ends[length + 1 :]]
    found: set[int] = set()
    last = lowest_ends[-1] if lowest_ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found
