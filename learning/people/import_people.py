"""Brings the people of a file into the database: all of them or nobody, and nothing where nothing changed.

No password is made here, so ten thousand people take seconds; they get a link by “I have forgotten my password”.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, tuple_, update

from learning import audit
from learning.db import db
from learning.errors import BadSource
from learning.people.administration import LAST_ADMINISTRATOR, administrator_count, lock_administrators
from learning.people.import_plan import DETAIL_COLUMNS, Change, ImportPlan, KnownPerson, plan_import
from learning.people.importing import read_people
from learning.people.links import forget_links
from learning.people.models import Membership, Person, PersonRole, TeamManager
from learning.people.placing import Move, Place, hold_teams, places_by_person, team_parents, write_moves, write_teams
from learning.people.roles import Role
from learning.people.table_file import Fault

_MOST_AT_ONCE = 500  # values in one IN (…), well beneath the limits of both databases


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did or would do, as lines for whoever started it."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    leavers: tuple[str, ...]
    unchanged_count: int
    new_teams: tuple[str, ...]
    moved_teams: tuple[str, ...]


def preview_import(content: bytes, *, today: date) -> ImportReport:
    """What importing the file would do; raises BadSource with every fault. Reads only."""
    return _report_of(_plan(content, today))


def import_people(content: bytes, *, actor_id: int | None, now: datetime, today: date) -> ImportReport:
    """Import the file; raises BadSource with every fault, and then nothing is changed."""
    administrators = lock_administrators(today)
    hold_teams()
    plan = _plan(content, today)
    changes = [change for change in plan.changes if not change.is_empty]
    write_teams(plan.new_teams, plan.moved_teams, actor_id=actor_id, now=now)
    _write_details(changes, now)
    ids = {email: number for number, email in db.session.execute(select(Person.id, Person.email))}
    person_ids = {change.row.row: ids[change.row.email] for change in changes}
    _write_roles(changes, person_ids)
    for place in (Membership, TeamManager):
        write_moves(place, _moves(changes, person_ids, today, place), now=now, today=today)
    if administrators and not administrator_count(today):
        raise BadSource([Fault(0, LAST_ADMINISTRATOR)])
    for change in changes:
        action = "person changed" if change.known else "person added"
        thing = f"person:{person_ids[change.row.row]}"
        roles = {} if change.roles is None else {"roles": sorted(change.roles)}
        audit.record(action, thing, actor_id=actor_id, now=now, changed=list(change.words), source="import", **roles)
    return _report_of(plan)


def _plan(content: bytes, today: date) -> ImportPlan:
    parents = team_parents()
    plan = plan_import(read_people(content, parents), _known_people(today), parents, today)
    if plan.faults:
        raise BadSource(plan.faults)
    return plan


def _known_people(today: date) -> list[KnownPerson]:
    roles: dict[int, set[Role]] = defaultdict(set)
    for person_id, role in db.session.execute(select(PersonRole.person_id, PersonRole.role)):
        roles[person_id].add(Role(role))
    teams, managed = places_by_person(Membership, today), places_by_person(TeamManager, today)
    people = db.session.execute(select(Person.id, *(getattr(Person, name) for name in DETAIL_COLUMNS)))
    return [
        KnownPerson(
            **values._mapping,
            roles=frozenset(roles[values.id]),
            teams=teams[values.id],
            managed_teams=managed[values.id],
        )
        for values in people
    ]


def _write_details(changes: list[Change], now: datetime) -> None:
    blank = {"staff_number": None, "job_role": "", "starts_on": None, "leaves_on": None}
    added: list[dict[str, Any]] = [
        blank | dict(change.details) | {"created_at": now} for change in changes if not change.known
    ]
    changed = [(change.known.id, dict(change.details)) for change in changes if change.known and change.details]
    # Two people may swap addresses in one file: what moves is put aside first, so that no moment has it twice.
    for column, aside in (("email", "moving {}"), ("staff_number", None)):
        moving = [
            {"id": person_id, column: aside.format(person_id) if aside else None}
            for person_id, details in changed
            if column in details
        ]
        if moving:
            db.session.execute(update(Person), moving)
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for person_id, details in changed:
        by_columns[tuple(details)].append({"id": person_id, **details})
        if "email" in details:
            forget_links(person_id)
    for rows in by_columns.values():
        db.session.execute(update(Person), rows)
    if added:
        db.session.execute(insert(Person), added)


def _write_roles(changes: list[Change], person_ids: dict[int, int]) -> None:
    given, taken = [], []
    for change in changes:
        if change.roles is not None:
            before = change.known.roles if change.known else frozenset()
            person_id = person_ids[change.row.row]
            given += [{"person_id": person_id, "role": role.value} for role in change.roles - before]
            taken += [(person_id, role.value) for role in before - change.roles]
    for start in range(0, len(taken), _MOST_AT_ONCE):
        pairs = taken[start : start + _MOST_AT_ONCE]
        db.session.execute(delete(PersonRole).where(tuple_(PersonRole.person_id, PersonRole.role).in_(pairs)))
    if given:
        db.session.execute(insert(PersonRole), given)


def _moves(changes: list[Change], person_ids: dict[int, int], today: date, place: Place) -> Iterator[Move]:
    for change in changes:
        known, row = change.known, change.row
        if place is Membership:
            before, after = known.teams if known else frozenset(), change.teams
        else:
            before, after = known.managed_teams if known else frozenset(), change.managed_teams
        if after is not None:
            yield Move(person_ids[row.row], before, after, max(today, row.starts_on or today))


def _report_of(plan: ImportPlan) -> ImportReport:
    added, changed, leavers = [], [], []
    for change in plan.changes:
        who = f"{change.row.name} <{change.row.email}>"
        if change.known is None:
            added.append(who)
        elif not change.is_empty:
            changed.append(f"{who}: {', '.join(change.words)}")
        if change.has_left and "leaves_on" in change.details:
            leavers.append(who)
    unchanged = sum(change.is_empty for change in plan.changes)
    moved = tuple(f"{name}: beneath {above}" for name, above in plan.moved_teams.items() if name not in plan.new_teams)
    return ImportReport(tuple(added), tuple(changed), tuple(leavers), unchanged, plan.new_teams, moved)
