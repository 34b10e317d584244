"""PURE. Teams as people write them: “Children's services > Assessment”, several parted by “|”.

The name of a team is unique in the organisation, so a name alone is enough for a team that exists; the path says which
team it stands beneath.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TypeVar

from learning.people.names import LONGEST_TEAM_NAME, is_plain_line, tidy_line
from learning.people.table_faults import Fault

TeamPath = tuple[str, ...]

_Thing = TypeVar("_Thing", bound=Hashable)

DEEPEST = 20
"""How many teams may stand above one, and how many managers above somebody."""
_DEEPEST_IN_A_CELL = 10
_LONGEST_SHOWN = 10


def read_team_paths(text: str, spellings: dict[str, str]) -> tuple[TeamPath, ...]:
    """The teams named in a cell, each as names from the top down; raises ValueError with a sentence.

    `spellings` maps the case-folded name of a team to the spelling met first, and is added to: “assessment” is the
    team “Assessment”.
    """
    paths: list[TeamPath] = []
    for part in text.split("|"):
        if not part.strip():
            continue
        path = tuple(tidy_line(name) for name in part.split(">"))
        if not all(path):
            raise ValueError("a name is missing beside “>”.")
        if len(path) > _DEEPEST_IN_A_CELL:
            raise ValueError(f"at most {_DEEPEST_IN_A_CELL} teams may be written above one another.")
        if not all(map(is_plain_line, path)):
            raise ValueError("there is a hidden character in it. Type it again instead of pasting it.")
        if any(len(name) > LONGEST_TEAM_NAME for name in path):
            raise ValueError(f"the name of a team has at most {LONGEST_TEAM_NAME} characters.")
        if len({name.casefold() for name in path}) < len(path):
            raise ValueError(f"“{' > '.join(path)}” names a team inside itself.")
        spelled = tuple(spellings.setdefault(name.casefold(), name) for name in path)
        if spelled not in paths:
            paths.append(spelled)
    return tuple(paths)


def parents_of(paths: Iterable[tuple[int, TeamPath]]) -> tuple[dict[str, str], list[Fault]]:
    """Which team stands beneath which, by name; and faults for contradictions and circles."""
    parents: dict[str, str] = {}
    said_in: dict[str, int] = {}
    faults = []
    for row, path in paths:
        for parent, child in pairwise(path):
            if parents.setdefault(child, parent) != parent:
                known = f"beneath “{parents[child]}” in row {said_in[child]}"
                faults.append(Fault(row, f"the team “{child}” is beneath “{parent}” here, but {known}."))
            said_in.setdefault(child, row)
    for circle in circles_in(parents):
        rows = [said_in[name] for name in circle]
        faults.append(Fault.of_rows(rows, f"teams go in a circle: {in_words(circle)}."))
    return parents, faults


def in_words(circle: list[str]) -> str:
    """A circle from the top down, shortened where it is long."""
    shown = circle if len(circle) <= _LONGEST_SHOWN else [*circle[: _LONGEST_SHOWN - 2], "…", circle[-1]]
    return " > ".join(shown)


def circles_in(above: Mapping[_Thing, _Thing]) -> Iterator[list[_Thing]]:
    """Each circle once, from the top down to the same thing again, where `above` says what stands above what.

    Looks at everything once, however long the ways are.
    """
    seen: set[_Thing] = set()
    for start in above:
        way: dict[_Thing, int] = {}
        here = start
        while here in above and here not in seen:
            seen.add(here)
            way[here] = len(way)
            here = above[here]
        if here in way:
            upwards = list(way)[way[here] :]
            first = upwards.index(min(upwards, key=str))
            upwards = [*upwards[first:], *upwards[:first]]
            yield [upwards[0], *upwards[:0:-1], upwards[0]]


def too_deep(above: Mapping[_Thing, _Thing]) -> list[_Thing]:
    """What has just more than DEEPEST above it; there must be no circle."""
    depths: dict[_Thing, int] = {}
    for start in above:
        way, here = [], start
        while here in above and here not in depths:
            way.append(here)
            here = above[here]
        depth = depths.get(here, 0)
        for one in reversed(way):
            depth += 1
            depths[one] = depth
    return [one for one, depth in depths.items() if depth == DEEPEST + 1]
