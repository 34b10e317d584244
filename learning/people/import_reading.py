"""Reads everybody and all teams, to compare a file of people with them. As many statements for one as for 10,000."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import func, select

from learning.db import db
from learning.people.known_people import DETAIL_COLUMNS, KnownPerson, KnownTeams
from learning.people.models import Membership, Person, PersonJobRole, PersonRole, Team, TeamManager
from learning.people.placing import Place, is_open
from learning.people.roles import Role


def known_teams() -> KnownTeams:
    """Every team by name, what it stands beneath, and whose direct reports it is."""
    teams = {row.id: row for row in db.session.execute(select(Team.id, Team.name, Team.parent_id, Team.reports_to_id))}
    above = {row.name: teams[row.parent_id].name if row.parent_id else None for row in teams.values()}
    of_manager = {row.reports_to_id: row.name for _, row in sorted(teams.items()) if row.reports_to_id}
    return KnownTeams(above, of_manager)


def known_people(today: date) -> list[KnownPerson]:
    """Everybody with an account, and where they are today or will be; nobody's acting as a manager is looked at."""
    roles: defaultdict[int, set[Role]] = defaultdict(set)
    for person_id, role in db.session.execute(select(PersonRole.person_id, PersonRole.role)):
        roles[person_id].add(Role(role))
    teams, reports_to = _places(Membership, today)
    managed, leads = _places(TeamManager, today)
    leads_from = _days_of_later_leads(today)
    coming = _coming_job_roles(today)
    columns = (Person.id, *(getattr(Person, name) for name in DETAIL_COLUMNS), Person.deactivated_at)
    return [
        KnownPerson(
            **{name: getattr(row, name) for name in ("id", *DETAIL_COLUMNS)},
            coming_job_role=coming.get(row.id),
            roles=frozenset(roles[row.id]),
            teams=frozenset(teams[row.id]),
            managed_teams=frozenset(managed[row.id]),
            reports_to=frozenset(reports_to[row.id]),
            leads_reports=row.id in leads[row.id],
            leads_from=leads_from.get(row.id),
            is_deactivated=row.deactivated_at is not None,
        )
        for row in db.session.execute(select(*columns).order_by(Person.id))
    ]


def _coming_job_roles(today: date) -> dict[int, str]:
    """By person, the job role that begins later."""
    row = PersonJobRole
    coming = select(row.person_id, row.job_role).where(row.withdrawn_at.is_(None), row.from_on > today)
    return {one.person_id: one.job_role for one in db.session.execute(coming.order_by(row.from_on))}


def _places(place: Place, today: date) -> tuple[defaultdict[int, set[str]], defaultdict[int, set[int]]]:
    """By person: the names of ordinary teams, and the managers of teams of direct reports."""
    rows = select(place.person_id, Team.name, Team.reports_to_id).join(Team, Team.id == place.team_id)
    names: defaultdict[int, set[str]] = defaultdict(set)
    managers: defaultdict[int, set[int]] = defaultdict(set)
    for person_id, name, manager_id in db.session.execute(rows.where(is_open(place, today))):
        if manager_id is None:
            names[person_id].add(name)
        else:
            managers[person_id].add(manager_id)
    return names, managers


def _days_of_later_leads(today: date) -> dict[int, date]:
    """By person: the day from which they manage the team of their direct reports, where it is still to come."""
    first_on = func.min(TeamManager.from_on)
    rows = (
        select(TeamManager.person_id, first_on)
        .join(Team, Team.id == TeamManager.team_id)
        .where(Team.reports_to_id == TeamManager.person_id, is_open(TeamManager, today))
        .group_by(TeamManager.person_id)
        .having(first_on > today)
    )
    return dict(db.session.execute(rows).all())
