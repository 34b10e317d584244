"""Which manager is told of whom: the nearest managers of today who are at work. Three statements, whatever the size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, select

from learning.db import db
from learning.people.models import Membership, Person, Team, TeamManager
from learning.people.teams import holds_on, is_at_work_on
from learning.plans.models import Pause
from learning.reminders.digest_rules import Told, nearest_managers


def is_here_on(day: date) -> ColumnElement[bool]:
    """The condition that a person is at work on a day and not away: nobody else is mailed anything."""
    return and_(is_at_work_on(day), ~exists().where(Pause.person_id == Person.id, holds_on(Pause, day)))


def digests_of(told: Iterable[Told], day: date) -> dict[int, list[Told]]:
    """What each manager is told, by manager, in the order given."""
    parents: dict[int, int | None] = dict(db.session.execute(select(Team.id, Team.parent_id)).all())
    managers = _managers_at_work(day)
    teams: defaultdict[int, list[int]] = defaultdict(list)
    for person_id, team_id in db.session.execute(
        select(Membership.person_id, Membership.team_id).where(holds_on(Membership, day))
    ):
        teams[person_id].append(team_id)
    found: defaultdict[int, list[Told]] = defaultdict(list)
    for one in told:
        for manager_id in nearest_managers(one.person_id, teams[one.person_id], managers, parents):
            found[manager_id].append(one)
    return found


def _managers_at_work(day: date) -> dict[int, set[int]]:
    """Who manages each team on a day, without those who are away: then the next above is told."""
    wanted = (
        select(TeamManager.team_id, TeamManager.person_id)
        .join(Person, Person.id == TeamManager.person_id)
        .where(holds_on(TeamManager, day), is_here_on(day), Person.email != "")
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for team_id, person_id in db.session.execute(wanted):
        found[team_id].add(person_id)
    return found
