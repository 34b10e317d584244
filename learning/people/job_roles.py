"""Keeps the dated history of job roles and of working here at all: written in the operation that changes a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, insert, or_, select, update

from learning.db import db
from learning.people.job_role_days import DETAILS, HeldRole, WorkNow, wanted_history
from learning.people.models import Person, PersonJobRole
from learning.people.teams import is_working_on

_MOST_AT_ONCE = 500  # values in one IN (…), well beneath the limits of both databases


def note_job_roles(
    person_ids: Sequence[int],
    *,
    changed: Mapping[int, Collection[str]] | None = None,
    now: datetime,
    today: date,
    begins_anew: bool = False,
) -> None:
    """Have the history of these people say what their rows say now; where it does, nothing is written.

    `changed` names, by person, the details that were just changed, where not all of them are said anew.
    """
    withdrawn: list[int] = []
    said: list[dict[str, Any]] = []
    for start in range(0, len(person_ids), _MOST_AT_ONCE):
        chosen = person_ids[start : start + _MOST_AT_ONCE]
        history = _history_of(chosen)
        for person_id, work in _work_of(chosen, changed or {}, begins_anew=begins_anew):
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


def follow_job_roles(today: date, person_id: int | None = None) -> None:
    """Have `person.job_role` of everybody who works here, or of one, be the role of today; else the next to begin."""
    row = PersonJobRole
    not_over = row.withdrawn_at.is_(None) & or_(row.until_on.is_(None), row.until_on > today)
    of_person = select(row.job_role).where(row.person_id == Person.id, not_over).order_by(row.from_on).limit(1)
    job_role = func.coalesce(of_person.scalar_subquery(), "")
    others = select(Person.id, job_role).where(
        is_working_on(today), Person.job_role != job_role, exists().where(row.person_id == Person.id)
    )
    found = db.session.execute(others if person_id is None else others.where(Person.id == person_id)).all()
    if found:
        db.session.execute(update(Person), [{"id": number, "job_role": words} for number, words in found])


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


def _work_of(
    person_ids: Sequence[int], changed: Mapping[int, Collection[str]], *, begins_anew: bool
) -> list[tuple[int, WorkNow]]:
    columns = (Person.id, Person.job_role, Person.starts_on, Person.leaves_on, Person.deactivated_at)
    return [
        (
            row.id,
            WorkNow(
                *(row.job_role, row.starts_on, row.leaves_on, row.deactivated_at is not None, begins_anew),
                changed.get(row.id, DETAILS),
            ),
        )
        for row in db.session.execute(select(*columns).where(Person.id.in_(person_ids)))
    ]
