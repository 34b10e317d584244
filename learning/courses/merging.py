"""PURE. Two people's changes to one text put together, on the ground of the text that both began with.

The text is parted where all three say the same. Between two such places whoever changed the lines is followed; where
both did, both stand there. Comparing is bounded, so in hopeless cases more stands there twice than need be, never less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learning.courses.line_changes import LineComparison

OPENING = "<<<<<<< Both of you changed this. Your words:"
MIDDLE = "======= {}’s words:"
CLOSING = ">>>>>>> Keep what you want of both, and take these three marks out."


@dataclass(frozen=True, slots=True)
class Merged:
    """Both changes in one text; where both changed the same lines, both stand there between marks in words."""

    text: str
    conflict_count: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The lines between two places at which all three texts agree, as each text has them."""

    opened: Sequence[str]
    yours: Sequence[str]
    theirs: Sequence[str]


def merged(opened: str, yours: str, theirs: str, *, their_name: str) -> Merged:
    """`yours` and `theirs`, which were both made from `opened`, in one text."""
    lines: list[str] = []
    conflict_count = 0
    for stretch in _stretches(opened.split("\n"), yours.split("\n"), theirs.split("\n")):
        if stretch.theirs in (stretch.opened, stretch.yours):
            lines += stretch.yours
        elif stretch.yours == stretch.opened:
            lines += stretch.theirs
        else:
            conflict_count += 1
            lines += [OPENING, *stretch.yours, MIDDLE.format(their_name or "Somebody else"), *stretch.theirs, CLOSING]
    return Merged("\n".join(lines), conflict_count)


def _stretches(opened: list[str], yours: list[str], theirs: list[str]) -> Iterator[_Stretch]:
    """The texts in order: what lies between two agreed lines, then the agreed line itself."""
    in_yours = dict(LineComparison().ties(opened, yours))
    in_theirs = dict(LineComparison().ties(opened, theirs))
    place = your_place = their_place = 0
    for agreed in sorted(in_yours.keys() & in_theirs.keys()):
        to_yours, to_theirs = in_yours[agreed], in_theirs[agreed]
        yield _Stretch(opened[place:agreed], yours[your_place:to_yours], theirs[their_place:to_theirs])
        yield _Stretch([opened[agreed]], [opened[agreed]], [opened[agreed]])
        place, your_place, their_place = agreed + 1, to_yours + 1, to_theirs + 1
    yield _Stretch(opened[place:], yours[your_place:], theirs[their_place:])
