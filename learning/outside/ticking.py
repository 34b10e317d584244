"""Whom a manager or learning lead can tick in a register: the people of a team, or of all their teams."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from learning.db import db
from learning.errors import NotFound
from learning.people.models import Person, Team
from learning.people.roles import Role
from learning.people.teams import managed_team_ids, people_in_teams

MOST_TO_TICK = 300


class TeamToTick(NamedTuple):
    """A team whose people can be ticked."""

    id: int
    name: str


def teams_of(viewer: Person, *, today: date) -> list[TeamToTick]:
    """The teams a viewer manages, with all beneath; all teams for a learning lead. By name."""
    chosen = select(Team.id, Team.name).order_by(Team.name)
    if Role.LEARNING_LEAD not in viewer.roles:
        chosen = chosen.where(Team.id.in_(managed_team_ids(viewer.id, today)))
    return [TeamToTick(*row) for row in db.session.execute(chosen)]


def people_to_tick(viewer: Person, teams: Iterable[TeamToTick], team_id: int | None, *, today: date) -> list[Person]:
    """The people of one of these teams, or of all of them, without the viewer; nobody where that would be more than
    300, as a list of so many cannot be ticked. Raises NotFound for a team that is not among them."""
    team_ids = {team.id for team in teams}
    if team_id is not None:
        if team_id not in team_ids:
            raise NotFound
        team_ids = {team_id}
    people = [person for person in people_in_teams(team_ids, today) if person.id != viewer.id]
    return people if len(people) <= MOST_TO_TICK else []
