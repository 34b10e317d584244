"""Who worked here on a day, as what and in which teams, as it was known at a moment: two statements for everybody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from learning.db import db
from learning.people.models import Dated, Membership, PersonJobRole, Team
from learning.people.reporting import is_name_of_reports


class TeamNow(NamedTuple):
    """A team by its number, which never changes, and what it is called now."""

    id: int
    name: str
    names_somebody: bool
    """Whether it is called after its manager."""


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody's work was. The job role may be empty: they worked here, and nobody said as what.

    Teams are in order of their numbers.
    """

    job_role: str
    teams: tuple[TeamNow, ...]

    @property
    def team_names(self) -> list[str]:
        """What the teams are called now, by name."""
        return sorted(team.name for team in self.teams)


def work_on(day: date, known_at: datetime) -> dict[int, Work]:
    """The work of everybody who worked here on the day, by person."""
    job_roles: defaultdict[int, set[str]] = defaultdict(set)
    roles = select(PersonJobRole.person_id, PersonJobRole.job_role).where(_holds(PersonJobRole, day, known_at))
    for person_id, job_role in db.session.execute(roles):
        job_roles[person_id].add(job_role)
    teams: defaultdict[int, set[TeamNow]] = defaultdict(set)
    members = (
        select(Membership.person_id, Team.id, Team.name, Team.reports_to_id)
        .join(Team, Team.id == Membership.team_id)
        .where(_holds(Membership, day, known_at))
    )
    for person_id, team_id, name, reports_to_id in db.session.execute(members):
        names_somebody = reports_to_id is not None or is_name_of_reports(name)
        teams[person_id].add(TeamNow(team_id, name, names_somebody))
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
