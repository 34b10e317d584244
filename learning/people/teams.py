"""Who is in which team and who manages whom, on one day. Each question is one statement, whatever the size."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, lazyload

from learning.db import db
from learning.people.models import Dated, Membership, Person, Team, TeamManager
from learning.people.roles import Role


def holds_on(row: type[Dated], day: date) -> ColumnElement[bool]:
    """The condition that a membership, the managing of a team or another dated fact holds on a day."""
    return and_(row.withdrawn_at.is_(None), row.from_on <= day, or_(row.until_on.is_(None), row.until_on > day))


def is_working_on(day: date) -> ColumnElement[bool]:
    """The condition that a person's account is in use on a day; the same rule as Person.is_active."""
    return and_(Person.deactivated_at.is_(None), or_(Person.leaves_on.is_(None), Person.leaves_on >= day))


def is_at_work_on(day: date) -> ColumnElement[bool]:
    """The condition that a person's account is in use on a day and their work has begun."""
    return and_(is_working_on(day), or_(Person.starts_on.is_(None), Person.starts_on <= day))


def manages_on(person_id: InstrumentedAttribute[int], day: date) -> ColumnElement[bool]:
    """The condition that the person of a column manages at least one team."""
    return exists().where(TeamManager.person_id == person_id, holds_on(TeamManager, day))


def managed_team_ids(person_id: int, today: date) -> frozenset[int]:
    """The teams the person manages today, with all teams beneath them."""
    return frozenset(db.session.execute(managed_by(person_id, today)).scalars())


def managed_by(person_id: int, today: date) -> Select[int]:
    """The statement for the teams that a person manages, to stand inside another."""
    managed = (
        select(TeamManager.team_id.label("team_id"))
        .where(TeamManager.person_id == person_id, holds_on(TeamManager, today))
        .cte(recursive=True)  # without a name, so that it may stand in one statement twice
    )
    # UNION, not UNION ALL: a loop of teams, should one ever stand in the table, ends by itself.
    managed = managed.union(select(Team.id).where(Team.parent_id == managed.c.team_id))
    return select(managed.c.team_id)


def is_of_people_of(person_id: InstrumentedAttribute[int], viewer: Person, today: date) -> ColumnElement[bool]:
    """The condition that the person of a column is at work and somebody whom the viewer manages, anybody for a
    learning lead; never the viewer."""
    people = select(Person.id).where(is_working_on(today))
    if Role.LEARNING_LEAD not in viewer.roles:
        team_ids = managed_by(viewer.id, today)
        members = select(Membership.person_id).where(Membership.team_id.in_(team_ids), holds_on(Membership, today))
        people = people.where(Person.id.in_(members))
    return and_(person_id.in_(people), person_id != viewer.id)


def people_in_teams(team_ids: Collection[int], today: date) -> list[Person]:
    """Everybody at work who is in one of the teams today, each once, by name."""
    if not team_ids:
        return []
    members = select(Membership.person_id).where(Membership.team_id.in_(team_ids), holds_on(Membership, today))
    found = select(Person).where(Person.id.in_(members), is_working_on(today)).order_by(Person.name, Person.id)
    found = found.options(lazyload(Person.role_rows))  # nobody asks for them here
    return list(db.session.execute(found).scalars())


def team_names_of(person_ids: Collection[int], today: date) -> dict[int, list[str]]:
    """The names of each person's teams today, by name; everybody asked for has a list, also an empty one."""
    names: dict[int, list[str]] = {person_id: [] for person_id in person_ids}
    if not names:
        return names
    found = (
        select(Membership.person_id, Team.name)
        .join(Team, Team.id == Membership.team_id)
        .where(Membership.person_id.in_(names), holds_on(Membership, today))
        .order_by(Team.name)
        .distinct()
    )
    for person_id, name in db.session.execute(found):
        names[person_id].append(name)
    return names


def managed_team_names_of(person_ids: Collection[int], today: date) -> dict[int, list[str]]:
    """The names of the teams that each person manages today, by name, without the teams beneath; acting is said."""
    acting_by_name: dict[int, dict[str, bool]] = {person_id: {} for person_id in person_ids}
    if acting_by_name:
        found = (
            select(TeamManager.person_id, Team.name, TeamManager.is_acting)
            .join(Team, Team.id == TeamManager.team_id)
            .where(TeamManager.person_id.in_(acting_by_name), holds_on(TeamManager, today))
            .order_by(Team.name, TeamManager.is_acting)
        )
        for person_id, name, is_acting in db.session.execute(found):
            acting_by_name[person_id].setdefault(name, is_acting)  # whoever manages for good does not only act
    return {
        person_id: [f"{name} (acting)" if is_acting else name for name, is_acting in names.items()]
        for person_id, names in acting_by_name.items()
    }
