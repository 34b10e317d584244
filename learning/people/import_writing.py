"""Writes what an import changes of people: details, roles, and where they are. A fixed number of statements a chunk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, tuple_, update

from learning.db import db
from learning.people.import_plan import Change, ImportPlan
from learning.people.links import forget_links_of
from learning.people.models import Membership, Person, PersonRole
from learning.people.placing import Move, Place

_MOST_AT_ONCE = 500  # values in one IN (…), well beneath the limits of both databases
_BLANK = {"staff_number": None, "job_role": "", "starts_on": None, "leaves_on": None}
_NONE: frozenset[str] = frozenset()


def write_details(changes: list[Change], now: datetime) -> None:
    """Make new people, and change what is known of the others."""
    added: list[dict[str, Any]] = [
        {**_BLANK, **change.details, "created_at": now} for change in changes if not change.known
    ]
    changed = [(change.known.id, dict(change.details)) for change in changes if change.known and change.details]
    # Two people may swap addresses in one file: what moves is put aside first, so that no moment has it twice.
    for column, aside in (("email", "moving {}"), ("staff_number", None)):
        moving = [
            {"id": person_id, column: aside.format(person_id) if aside else None}
            for person_id, details in changed
            if column in details
        ]
        _update_people(moving)
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for person_id, details in changed:
        by_columns[tuple(details)].append({"id": person_id, **details})
    for rows in by_columns.values():
        _update_people(rows)
    readdressed = [person_id for person_id, details in changed if "email" in details]
    for start in range(0, len(readdressed), _MOST_AT_ONCE):
        forget_links_of(readdressed[start : start + _MOST_AT_ONCE])
    if added:
        db.session.execute(insert(Person), added, execution_options={"render_nulls": True})


def _update_people(rows: list[dict[str, Any]]) -> None:
    """Set the columns that the rows name, all the same ones, of the people whose `id` they hold: one statement."""
    if rows:
        columns: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "id"}
        table = cast(Table, Person.__table__)
        changed = update(table).where(table.c.id == bindparam("person_id")).values(columns)
        rows = [{("person_id" if name == "id" else name): value for name, value in row.items()} for row in rows]
        db.session.connection().execute(changed, rows)


def write_roles(changes: list[Change], person_ids: Mapping[str, int]) -> None:
    """Give and take roles; people by e-mail address."""
    given, taken = [], []
    for change in changes:
        if change.roles is not None:
            before = change.known.roles if change.known else frozenset()
            person_id = person_ids[change.row.email]
            given += [{"person_id": person_id, "role": role.value} for role in sorted(change.roles - before)]
            taken += [(person_id, role.value) for role in before - change.roles]
    for start in range(0, len(taken), _MOST_AT_ONCE):
        pairs = taken[start : start + _MOST_AT_ONCE]
        db.session.execute(delete(PersonRole).where(tuple_(PersonRole.person_id, PersonRole.role).in_(pairs)))
    if given:
        db.session.execute(insert(PersonRole), given)


def moves_of(place: Place, plan: ImportPlan, person_ids: Mapping[str, int], today: date) -> Iterator[Move]:
    """Who comes into which teams and leaves which, or begins and ends to manage them; nobody before their first day."""
    for change in plan.changes:
        known, row = change.known, change.row
        from_on = plan.first_days.get(row.email, today)
        if place is Membership:
            sets = [(known.teams if known else _NONE, change.teams), change.reports or (_NONE, _NONE)]
        else:
            sets = [(known.managed_teams if known else _NONE, change.managed_teams)]
        for before, after in sets:
            if after is not None and before != after:
                yield Move(person_ids[row.email], before, after, from_on)
    if place is not Membership:
        for manager in plan.reporting.begin:
            from_on = plan.first_days.get(manager, today)
            yield Move(person_ids[manager], _NONE, frozenset({plan.reporting.team_names[manager]}), from_on)
        for manager in plan.reporting.end:
            yield Move(person_ids[manager], frozenset({plan.reporting.team_names[manager]}), _NONE, today)
