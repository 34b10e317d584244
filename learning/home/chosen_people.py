"""The people of My team after its filters, with where they stand: all at once for a page, in parts for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from learning.home.matrix import Row, away_rows, chosen_rows
from learning.home.team_filters import TeamFilters
from learning.home.team_overview import Courses, matrix_rows
from learning.home.visible_teams import MOST_PEOPLE_TOGETHER, TeamMember
from learning.plans.settling import When

_CELLS_AT_ONCE = 15_000


@dataclass(frozen=True, slots=True)
class ChosenPeople:
    """The rows in the order asked for, and those of who is away today, by name; `has_people` before the filters."""

    rows: list[Row]
    away: list[Row]
    has_people: bool


def chosen_people(members: Sequence[TeamMember], courses: Courses, filters: TeamFilters, when: When) -> ChosenPeople:
    """These people after the filters."""
    every = matrix_rows(members, courses, when)
    rows = chosen_rows(every, show=filters.show, sort_by=filters.sort, window=filters.window(when.today))
    return ChosenPeople(rows, away_rows(every) if filters.asks_for_everybody else [], bool(every))


def rows_in_parts(members: Sequence[TeamMember], courses: Courses, filters: TeamFilters, when: When) -> Iterator[Row]:
    """The rows of a page, who is away last. Of more people than a page shows they come by name, some at a time, so that
    the memory they take does not grow."""
    at_once = max(MOST_PEOPLE_TOGETHER, _CELLS_AT_ONCE // max(1, len(courses.columns)))
    if len(members) > MOST_PEOPLE_TOGETHER:
        members = sorted(members, key=lambda one: (one.is_away, one.name.casefold(), one.id))
        filters = replace(filters, sort="name")
    for start in range(0, len(members), at_once):
        part = members[start : start + at_once]
        found = chosen_people(part, courses, filters, when)
        yield from found.rows
        yield from found.away
