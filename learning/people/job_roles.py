"""Keeps the dated history of job roles and of working here at all: written in the operation that changes a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from learning.db import db
from learning.people.job_role_days import HeldRole, WorkNow, wanted_history
from learning.people.models import Person, PersonJobRole

_MOST_AT_ONCE = 500  # values in one IN (…), well beneath the limits of both databases


def note_job_roles(person_ids: Sequence[int], *, now: datetime, today: date, begins_anew: bool = False) -> None:
    """Have the history of these people say what their rows say now; where it does, nothing is written."""
    withdrawn: list[int] = []
    said: list[dict[str, Any]] = []
    for start in range(0, len(person_ids), _MOST_AT_ONCE):
        chosen = person_ids[start : start + _MOST_AT_ONCE]
        history = _history_of(chosen)
        for person_id, work in _work_of(chosen, begins_anew=begins_anew):
            known = history[person_id]
            wanted = wanted_history([row for row, _ in known], work, today)
            withdrawn += [row_id for row, row_id in known if row not in wanted]
            missing = set(wanted) - {row for row, _ in known}
            said += [{"person_id": person_id, "recorded_at": now, **row._asdict()} for row in sorted(missing, key=_day)]
    for start in range(0, len(withdrawn), _MOST_AT_ONCE):
        ids = withdrawn[start : start + _MOST_AT_ONCE]
        taken_back = update(PersonJobRole).where(PersonJobRole.id.in_(ids)).values(withdrawn_at=now)
        db.session.execute(taken_back, execution_options={"synchronize_session": False})
    if said:
        # Without this, rows with and without a last day are written one by one.
        db.session.execute(insert(PersonJobRole), said, execution_options={"render_nulls": True})


def _day(row: HeldRole) -> date:
    return row.from_on


def _history_of(person_ids: Sequence[int]) -> defaultdict[int, list[tuple[HeldRole, int]]]:
    rows = select(
        PersonJobRole.person_id,
        PersonJobRole.id,
        PersonJobRole.job_role,
        PersonJobRole.from_on,
        PersonJobRole.until_on,
    ).where(PersonJobRole.person_id.in_(person_ids), PersonJobRole.withdrawn_at.is_(None))
    found: defaultdict[int, list[tuple[HeldRole, int]]] = defaultdict(list)
    for person_id, row_id, job_role, from_on, until_on in db.session.execute(rows):
        found[person_id].append((HeldRole(job_role, from_on, until_on), row_id))
    return found


def _work_of(person_ids: Sequence[int], *, begins_anew: bool) -> list[tuple[int, WorkNow]]:
    columns = (Person.id, Person.job_role, Person.starts_on, Person.leaves_on, Person.deactivated_at)
    return [
        (person_id, WorkNow(job_role, starts_on, leaves_on, deactivated_at is not None, begins_anew))
        for person_id, job_role, starts_on, leaves_on, deactivated_at in db.session.execute(
            select(*columns).where(Person.id.in_(person_ids))
        )
    ]
