"""PURE. Plans against what is so, for groups of people: counted, and shown only as far as nobody is singled out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from learning.people.small_groups import hidden_groups
from learning.plans.tally import Tally

MOST_JOB_ROLES = 40
_Part = TypeVar("_Part", bound=Hashable)

NO_TEAM, HERE = "In no team", "Directly in this team"
NO_JOB_ROLE, OTHER_JOB_ROLES = "No job role noted", "Other job roles"


class TeamNode(NamedTuple):
    """A team and the one it stands beneath."""

    name: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group in a table; no tally: its numbers are not shown. `team_id` where there are teams beneath to look at."""

    name: str
    tally: Tally | None
    team_id: int | None = None


def target_words(met_percent: int, target_percent: int | None, target_on: date | None, today: date) -> str:
    """How a plan stands to its target; an empty text where it has none."""
    if target_percent is None:
        return ""
    if met_percent >= target_percent:
        return "Reached"
    if target_on is None or today <= target_on:
        missing = target_percent - met_percent
        return f"{missing} {'point' if missing == 1 else 'points'} below"
    return "Missed"


def total(tallies: Iterable[Tally]) -> Tally:
    """Several tallies together, none of which counts somebody of another."""
    found = Tally()
    for tally in tallies:
        found.add(tally)
    return found


def by_group(
    tallies: Mapping[_Part, Tally], group_of: Mapping[_Part, str | int | None]
) -> dict[str | int | None, Tally]:
    """The tallies of parts put together by the group each is in, None for what is in none."""
    found: dict[str | int | None, Tally] = defaultdict(Tally)
    for part, tally in tallies.items():
        found[group_of.get(part)].add(tally)
    return dict(found)


def job_role_rows(tallies: Mapping[str | int | None, Tally]) -> list[GroupRow]:
    """Each job role by name, the forty largest at most; the rest of them together."""
    named = {str(role or "") or NO_JOB_ROLE: tally for role, tally in tallies.items() if tally.people_count}
    by_size = sorted(named, key=lambda role: (-named[role].people_count, role))
    rest = Tally()
    for role in by_size[MOST_JOB_ROLES:]:
        rest.add(named.pop(role))
    if rest.people_count:
        named[OTHER_JOB_ROLES] = rest
    hidden = hidden_groups({role: tally.people_count for role, tally in named.items()})
    names = sorted(named, key=lambda role: (role in (OTHER_JOB_ROLES, NO_JOB_ROLE), role.casefold()))
    return [GroupRow(name, None if name in hidden else named[name]) for name in names]


def team_rows(
    teams: Mapping[int, TeamNode], tallies: Mapping[str | int | None, Tally], beneath: int | None = None
) -> list[GroupRow] | None:
    """The teams right beneath one, or at the top, each with all beneath it; None where that team is not shown itself.

    `tallies` are of the people of each team alone. Nothing is shown beneath a team that is not.
    """
    whole = _with_all_beneath(teams, tallies)
    place: int | None = None
    for team_id in [*line_above(teams, beneath)[::-1], None]:
        parts = _parts(teams, whole, tallies, place)
        hidden = hidden_groups({key: tally.people_count for key, tally in parts.items()})
        if team_id is None:
            return _rows(teams, parts, hidden, HERE if place else NO_TEAM)
        if team_id in hidden or team_id not in parts:
            return None
        place = team_id
    return None


def line_above(teams: Mapping[int, TeamNode], team_id: int | None) -> list[int]:
    """A team and those it stands beneath, upwards to the top; empty for none and for teams in a circle."""
    line: list[int] = []
    while team_id is not None and team_id in teams:
        if team_id in line:
            return []
        line.append(team_id)
        team_id = teams[team_id].parent_id
    return line


def _with_all_beneath(
    teams: Mapping[int, TeamNode], tallies: Mapping[str | int | None, Tally]
) -> dict[int | None, Tally]:
    """The tally of each team with all beneath; under None that of everybody who is in no team of the tree."""
    whole: dict[int | None, Tally] = defaultdict(Tally)
    for team_id, tally in tallies.items():
        line: Iterable[int | None] = line_above(teams, team_id if isinstance(team_id, int) else None) or [None]
        for above in line:
            whole[above].add(tally)
    return whole


def _parts(
    teams: Mapping[int, TeamNode],
    whole: Mapping[int | None, Tally],
    tallies: Mapping[str | int | None, Tally],
    place: int | None,
) -> dict[int | None, Tally]:
    """What the people of a place are made of: the teams right beneath, and under None those who are in none of them."""
    parts: dict[int | None, Tally] = {
        team_id: tally for team_id, tally in whole.items() if team_id is not None and teams[team_id].parent_id == place
    }
    own = whole.get(None) if place is None else tallies.get(place)
    if own and own.people_count:
        parts[None] = own
    return {key: tally for key, tally in parts.items() if tally.people_count}


def _rows(
    teams: Mapping[int, TeamNode], parts: Mapping[int | None, Tally], hidden: frozenset[int | None], rest: str
) -> list[GroupRow]:
    above = {team.parent_id for team in teams.values()}
    rows = []
    for team_id in sorted(parts, key=lambda key: (key is None, teams[key].name.casefold() if key else "", key or 0)):
        tally = None if team_id in hidden else parts[team_id]
        name = rest if team_id is None else teams[team_id].name
        rows.append(GroupRow(name, tally, team_id if tally and team_id in above else None))
    return rows
