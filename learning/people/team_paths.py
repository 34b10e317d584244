"""PURE. Teams as people write them: “Children's services > Assessment”, several parted by “|”.

The name of a team is unique in the organisation, so a name alone is enough for a team that exists; the path says which
team it stands beneath.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from learning.people.names import LONGEST_TEAM_NAME, is_plain_line, tidy_line

TeamPath = tuple[str, ...]

_DEEPEST = 10


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
        if len(path) > _DEEPEST:
            raise ValueError(f"teams may stand in at most {_DEEPEST} others.")
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


def parents_of(paths: Iterable[tuple[int, TeamPath]]) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Which team stands beneath which, by name; and (row, sentence) for contradictions and circles."""
    parents: dict[str, str] = {}
    said_in: dict[str, int] = {}
    faults = []
    for row, path in paths:
        for parent, child in pairwise(path):
            if parents.setdefault(child, parent) != parent:
                known = f"beneath “{parents[child]}” in row {said_in[child]}"
                faults.append((row, f"the team “{child}” is beneath “{parent}” here, but {known}."))
            said_in.setdefault(child, row)
    for child in parents:
        circle = circle_from(child, parents)
        if circle and child == min(circle):
            faults.append((max(said_in[name] for name in circle), f"teams go in a circle: {' > '.join(circle)}."))
    return parents, faults


def circle_from(name: str, parents: Mapping[str, str]) -> list[str]:
    """The circle that a team is part of, from the team down to itself again; or an empty list."""
    way = [name]
    while way[-1] in parents:
        above = parents[way[-1]]
        if above == name:
            return [name, *way[::-1]]
        if above in way:
            return []
        way.append(above)
    return []
