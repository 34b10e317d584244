"""Puts people into teams and gives teams managers: closes what no longer holds, opens what does, edits nothing."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, or_, select, tuple_, update

from learning import audit
from learning.db import db
from learning.errors import Invalid
from learning.people.administration import person_by_id
from learning.people.models import Membership, Team, TeamManager
from learning.people.team_paths import TeamPath, circles_in, parents_of
from learning.people.team_tree import note_parents

Place = type[Membership] | type[TeamManager]

_MOST_AT_ONCE = 500  # values in one IN (…), well beneath the limits of both databases


@dataclass(frozen=True, slots=True)
class Move:
    """One person's teams by name, as they were and as they shall be from `from_on` on."""

    person_id: int
    before: frozenset[str]
    after: frozenset[str]
    from_on: date


class UnknownTeams(Invalid):
    """Teams were named that are not there; `names` could be made, if that is what was meant."""

    def __init__(self, fields: Mapping[str, str], names: tuple[str, ...]) -> None:
        super().__init__(fields)
        self.names = names


def hold_teams() -> None:
    """Have no team removed before this transaction ends; to be called before teams are read, to put people in them."""
    db.session.execute(select(Team.id).with_for_update(read=True, key_share=True)).all()


def team_parents() -> dict[str, str | None]:
    """Every team by name, with the name of the team above it."""
    teams = {team_id: (name, above) for team_id, name, above in db.session.execute(
        select(Team.id, Team.name, Team.parent_id)
    )}  # fmt: skip
    return {name: teams[above][0] if above else None for name, above in teams.values()}


def is_open(place: Place, today: date) -> ColumnElement[bool]:
    """The condition that a membership or the managing of a team holds on a day or later; acting does not count."""
    holds = and_(place.withdrawn_at.is_(None), or_(place.until_on.is_(None), place.until_on > today))
    return and_(holds, TeamManager.is_acting.is_(False)) if place is TeamManager else holds


def places_by_person(place: Place, today: date, person_id: int | None = None) -> defaultdict[int, frozenset[str]]:
    """The names of the teams of each person, or of one, that hold today or will; nobody's is an empty set."""
    wanted = select(place.person_id, Team.name).join(Team, Team.id == place.team_id).where(is_open(place, today))
    if person_id is not None:
        wanted = wanted.where(place.person_id == person_id)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for one, name in db.session.execute(wanted):
        found[one].add(name)
    return defaultdict(frozenset, {one: frozenset(names) for one, names in found.items()})


def write_teams(
    new_names: Collection[str], moved: Mapping[str, str | None], *, actor_id: int | None, now: datetime, today: date
) -> None:
    """Make teams, and put teams beneath others or to the top, which changes who manages them; both by name."""
    if not new_names and not moved:
        return
    if new_names:
        db.session.execute(insert(Team), [{"name": name, "parent_id": None} for name in new_names])
    ids = team_ids()
    if moved:
        db.session.execute(
            update(Team),
            [{"id": ids[child], "parent_id": ids[above] if above else None} for child, above in moved.items()],
        )
        note_parents([ids[child] for child in moved], now=now, today=today)
    deeds: list[tuple[str, str, dict[str, Any]]] = [
        ("team made", f"team:{ids[name]}", {"name": name}) for name in new_names
    ]
    deeds += [("team moved", f"team:{ids[child]}", {"above": above}) for child, above in moved.items()]
    audit.record_many(deeds, actor_id=actor_id, now=now)


def write_moves(place: Place, moves: Iterable[Move], *, now: datetime, today: date) -> None:
    """Carry out moves; teams that stay are not touched, nor is anybody who acts. The teams must exist."""
    moves = list(moves)
    if not moves:
        return
    ids = team_ids()
    opened, closed = [], []
    for move in moves:
        closed += [(move.person_id, ids[name]) for name in move.before - move.after]
        opened += [
            {
                "person_id": move.person_id,
                "team_id": ids[name],
                "from_on": move.from_on,
                "until_on": None,
                "recorded_at": now,
            }
            for name in sorted(move.after - move.before)
        ]
    for start in range(0, len(closed), _MOST_AT_ONCE):
        _close(place, closed[start : start + _MOST_AT_ONCE], now, today)
    if opened:
        db.session.execute(insert(place), opened)


def put_person(
    person_id: int,
    team_paths: tuple[TeamPath, ...],
    managed_paths: tuple[TeamPath, ...],
    *,
    may_make: Collection[str],
    actor_id: int,
    now: datetime,
    today: date,
) -> None:
    """Have one person be in exactly these teams and manage exactly these; makes new teams where `may_make` names them.

    Raises NotFound when there is no such person, UnknownTeams for new teams that it does not name, and Invalid when
    teams would stand inside themselves.
    """
    person_by_id(person_id)
    hold_teams()
    paths = team_paths + managed_paths
    known = team_parents()
    above, faults = parents_of((0, path) for path in paths)
    combined = {child: parent for child, parent in known.items() if parent} | above
    circles = [circle for circle in circles_in(combined) if above.keys() & set(circle)]
    if faults or circles:
        raise Invalid({"teams": "These teams would stand inside themselves. Name each beneath one other."})
    new = list(dict.fromkeys(name for name in chain(*paths) if name not in known))
    if not set(new) <= set(may_make):
        field = "teams" if not known.keys() >= set(chain(*team_paths)) else "managed"
        raise UnknownTeams({field: unknown_sentence(new, known, may_make=True)}, tuple(new))
    moved = {child: parent for child, parent in above.items() if known.get(child) != parent}
    write_teams(new, moved, actor_id=actor_id, now=now, today=today)
    for place, wanted, deed in (
        (Membership, team_paths, "teams changed"),
        (TeamManager, managed_paths, "managed teams changed"),
    ):
        _put(place, person_id, wanted, deed, actor_id=actor_id, now=now, today=today)


def _put(
    place: Place, person_id: int, paths: tuple[TeamPath, ...], deed: str, *, actor_id: int, now: datetime, today: date
) -> None:
    before = places_by_person(place, today, person_id)[person_id]
    after = frozenset(path[-1] for path in paths)
    if before == after:
        return
    write_moves(place, [Move(person_id, before, after, today)], now=now, today=today)
    names = {"before": sorted(before), "after": sorted(after)}
    audit.record(deed, f"person:{person_id}", actor_id=actor_id, now=now, **names)


def unknown_sentence(unknown: Sequence[str], known: Iterable[str], *, may_make: bool = False) -> str:
    """What to say where teams are named that are not there."""
    spellings = {name.casefold(): name for name in known}
    words = []
    for name in unknown:
        near = difflib.get_close_matches(name.casefold(), spellings, n=1, cutoff=0.75)
        words.append(f"There is no team “{name}”." + (f" Did you mean “{spellings[near[0]]}”?" if near else ""))
    ones = "it" if len(unknown) == 1 else "them"
    otherwise = ", or tick the box below to make new teams" if may_make else ""
    return f"{' '.join(words)} Correct {ones}{otherwise}."


def _close(place: Place, pairs: list[tuple[int, int]], now: datetime, today: date) -> None:
    """Withdraw what is open, and say anew what of it has held: what was to begin later never holds."""
    wanted = select(place.id, place.person_id, place.team_id, place.from_on)
    found = wanted.where(tuple_(place.person_id, place.team_id).in_(pairs), is_open(place, today))
    rows = db.session.execute(found).all()
    if not rows:
        return
    withdrawn = update(place).where(place.id.in_([row.id for row in rows])).values(withdrawn_at=now)
    db.session.execute(withdrawn, execution_options={"synchronize_session": False})
    held = [
        {
            "person_id": row.person_id,
            "team_id": row.team_id,
            "from_on": row.from_on,
            "until_on": today,
            "recorded_at": now,
        }
        for row in rows
        if row.from_on < today
    ]
    if held:
        db.session.execute(insert(place), held)


def team_ids() -> dict[str, int]:
    """The number of every team, by name."""
    return {name: team_id for team_id, name in db.session.execute(select(Team.id, Team.name))}
