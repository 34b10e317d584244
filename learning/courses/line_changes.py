"""Two texts line by line: what was taken out, what was put in, and a little of what stands round it. PURE.

Of bounded time whatever the texts are, unlike the standard library's: equal ends and lines that stand once in each text
are tied together first, and only what lies between is compared pair by pair, as long as `pairs_left` lasts. After that
a stretch counts as written anew, which is true, if coarse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from learning.courses.pairing import longest_rise

MOST_PAIRS = 400_000
"""Pairs of lines that one page may compare, in about a fifth of a second; ordinary changes need some hundreds."""

_LINES_ROUND = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its number: in the newer text, or in the older one where it was removed."""

    what: Literal["same", "removed", "added"]
    number: int
    words: str


@dataclass(slots=True)
class LineComparison:
    """Compares texts, the more coarsely the fewer pairs are left."""

    pairs_left: int = MOST_PAIRS

    def lines(self, old_text: str, new_text: str) -> list[Line]:
        """Every line of both texts in order; one that both have, once."""
        old, new = _lines(old_text), _lines(new_text)
        found: list[Line] = []
        old_place = new_place = 0
        for old_tie, new_tie in [*self.ties(old, new), (len(old), len(new))]:
            found += (Line("removed", place + 1, old[place]) for place in range(old_place, old_tie))
            found += (Line("added", place + 1, new[place]) for place in range(new_place, new_tie))
            found += (Line("same", new_tie + 1, words) for words in new[new_tie : new_tie + 1])
            old_place, new_place = old_tie + 1, new_tie + 1
        return found

    def ties(self, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The places of lines that are the same in both texts, rising in both."""
        head = _equal_count(old, new)
        tail = _equal_count(old[head:][::-1], new[head:][::-1])
        old_end, new_end = len(old) - tail, len(new) - tail
        yield from ((place, place) for place in range(head))
        old_place = new_place = head
        middle = [(a + head, b + head) for a, b in _once_in_each(old[head:old_end], new[head:new_end])]
        for old_tie, new_tie in [*middle, (old_end, new_end)]:
            between = self._shared(old[old_place:old_tie], new[new_place:new_tie])
            yield from ((a + old_place, b + new_place) for a, b in between)
            if old_tie < old_end:
                yield old_tie, new_tie
            old_place, new_place = old_tie + 1, new_tie + 1
        yield from ((old_end + place, new_end + place) for place in range(tail))

    def _shared(self, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The most lines that can be tied between two short stretches; none where too few pairs are left."""
        if len(old) * len(new) > self.pairs_left:
            return
        self.pairs_left -= len(old) * len(new)
        lengths = _lengths_of_shared(old, new)
        a = b = 0
        while a < len(old) and b < len(new):
            if old[a] == new[b]:
                yield a, b
                a, b = a + 1, b + 1
            elif lengths[a + 1][b] >= lengths[a][b + 1]:
                a += 1
            else:
                b += 1


def stretches(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines that changed, with two on either side, a list for each place of the text."""
    changed = {place for place, line in enumerate(lines) if line.what != "same"}
    shown = {near for place in changed for near in range(place - _LINES_ROUND, place + _LINES_ROUND + 1)}
    found: list[list[Line]] = []
    for place, line in enumerate(lines):
        if place in shown:
            if place - 1 not in shown or not found:
                found.append([])
            found[-1].append(line)
    return found


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _equal_count(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines are the same from the start on."""
    count = 0
    while count < min(len(old), len(new)) and old[count] == new[count]:
        count += 1
    return count


def _once_in_each(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of lines that stand once in each text, without those that changed places."""
    old_counts, new_counts = Counter(old), Counter(new)
    old_places = {words: place for place, words in enumerate(old) if old_counts[words] == 1}
    pairs = [
        (old_places[words], place) for place, words in enumerate(new) if new_counts[words] == 1 and words in old_places
    ]
    steady = longest_rise([place for place, _ in pairs])
    return [pair for pair in pairs if pair[0] in steady]


def _lengths_of_shared(old: Sequence[str], new: Sequence[str]) -> list[list[int]]:
    """For each pair of places, how many lines can be tied from there to the ends."""
    lengths = [[0] * (len(new) + 1)]
    for words in reversed(old):
        after = lengths[-1]
        row = [0] * (len(new) + 1)
        for b in range(len(new) - 1, -1, -1):
            row[b] = after[b + 1] + 1 if words == new[b] else max(after[b], row[b + 1])
        lengths.append(row)
    lengths.reverse()
    return lengths
