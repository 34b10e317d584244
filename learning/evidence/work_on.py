"""Who worked here on a day, as what and in which teams, as it was known at a moment: two statements for everybody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from learning.db import db
from learning.people.models import Dated, Membership, PersonJobRole, Team


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody's work was. The job role may be empty: they worked here, and nobody said as what."""

    job_role: str
    teams: tuple[str, ...]


def work_on(day: date, known_at: datetime) -> dict[int, Work]:
    """The work of everybody who worked here on the day, by person; teams by the names they have now."""
    job_roles: defaultdict[int, set[str]] = defaultdict(set)
    roles = select(PersonJobRole.person_id, PersonJobRole.job_role).where(_holds(PersonJobRole, day, known_at))
    for person_id, job_role in db.session.execute(roles):
        job_roles[person_id].add(job_role)
    teams: defaultdict[int, set[str]] = defaultdict(set)
    members = (
        select(Membership.person_id, Team.name)
        .join(Team, Team.id == Membership.team_id)
        .where(_holds(Membership, day, known_at))
    )
    for person_id, name in db.session.execute(members):
        teams[person_id].add(name)
    return {
        person_id: Work("; ".join(sorted(filter(None, held))), tuple(sorted(teams.get(person_id, ()))))
        for person_id, held in job_roles.items()
    }


def _holds(row: type[Dated], day: date, known_at: datetime) -> ColumnElement[bool]:
    """The same rule as `is_known` and `Span` in `people/spans.py`, as a condition of a statement."""
    columns: Any = row
    return and_(
        columns.recorded_at <= known_at,
        or_(columns.withdrawn_at.is_(None), columns.withdrawn_at > known_at),
        columns.from_on <= day,
        or_(columns.until_on.is_(None), columns.until_on > day),
    )
