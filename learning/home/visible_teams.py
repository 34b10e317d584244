"""The teams whose people a viewer may see, with those people: one statement, however many teams and people.

Of very many people in many teams nobody can make anything on one page: then only the teams are of use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true
from sqlalchemy.orm import aliased

from learning.db import HIGHEST_ID, db
from learning.errors import NotFound
from learning.home.team_filters import TeamChoice
from learning.outside.finding import waiting_count, waiting_counted
from learning.people.models import Membership, Person, Team, TeamManager
from learning.people.roles import Role
from learning.people.teams import holds_on, is_at_work_on, managed_by
from learning.plans.models import Pause

MOST_PEOPLE_TOGETHER = 500
"""More people of several teams than this are not shown on one page: whoever looks chooses a team first."""


class VisibleTeam(NamedTuple):
    """A team whose people a viewer may see; `is_own` where they manage it themselves, not only through one above."""

    id: int
    name: str
    is_own: bool


@dataclass(slots=True)
class TeamMember:
    """Somebody at work who is in one of the teams today, with the names of all their teams."""

    id: int
    name: str
    job_role: str
    is_away: bool
    team_names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class VisibleTeams:
    """All of a viewer's teams by name; those that were chosen, the people in them by name, and how much learning from
    elsewhere waits for the viewer's word, whatever was chosen."""

    teams: tuple[VisibleTeam, ...]
    chosen_ids: frozenset[int]
    members: Sequence[TeamMember]
    waiting_count: int


def few_visible(viewer: Person, choice: TeamChoice, *, today: date) -> VisibleTeams | None:
    """The same as `visible_teams`; None where several teams were chosen that have too many people for one page."""
    if isinstance(choice, int):
        return visible_teams(viewer, choice, today=today)
    # Of too many people none is read: the statement says so in each of its rows, which are then the teams alone.
    too_many = _are_too_many(viewer, choice, today)
    rows = db.session.execute(
        _statement(viewer, choice, today, ~too_many).add_columns(too_many.label("too_many"))
    ).all()
    return None if rows and rows[0].too_many else _from_rows(rows, viewer, choice, today)


def visible_teams(viewer: Person, choice: TeamChoice, *, today: date) -> VisibleTeams:
    """The teams a viewer manages, with all beneath, and all teams for a learning lead; the people of those chosen.

    Raises NotFound for the choice of a team that is not the viewer's.
    """
    return _from_rows(db.session.execute(_statement(viewer, choice, today)), viewer, choice, today)


def _are_too_many(viewer: Person, choice: TeamChoice, today: date) -> ColumnElement[bool]:
    """The condition that several teams were chosen and have more people than one page shows."""
    of_chosen = (
        select(func.count(Person.id.distinct()) > MOST_PEOPLE_TOGETHER, func.count(Team.id.distinct()) > 1)
        .select_from(Team)
        .join(Membership, and_(Membership.team_id == Team.id, holds_on(Membership, today)))
        .join(Person, and_(Person.id == Membership.person_id, is_at_work_on(today)))
        .where(may_see_team(viewer, today), is_managed_by(viewer, today) if choice == "own" else true())
        .subquery()
    )
    return select(and_(*of_chosen.c)).scalar_subquery()


def _from_rows(rows: Iterable[Any], viewer: Person, choice: TeamChoice, today: date) -> VisibleTeams:
    teams: dict[int, VisibleTeam] = {}
    members: dict[int, TeamMember] = {}
    waiting: int | None = None
    for row in rows:
        teams[row.team_id] = VisibleTeam(row.team_id, row.team_name, row.is_own)
        waiting = row.waiting_count
        if row.person_id is None:
            continue
        member = members.get(row.person_id)
        if member is None:
            member = members[row.person_id] = TeamMember(row.person_id, row.name, row.job_role, row.is_away)
        if row.their_team not in member.team_names:
            member.team_names.append(row.their_team)
    chosen_ids = frozenset(team.id for team in teams.values() if is_chosen(team, choice))
    if isinstance(choice, int) and not chosen_ids:
        raise NotFound
    if waiting is None:  # it comes with the teams, and there is none
        waiting = waiting_count(viewer, today=today)
    return VisibleTeams(tuple(teams.values()), chosen_ids, list(members.values()), waiting)


def visible_team_ids(viewer: Person, *, today: date) -> frozenset[int]:
    """The numbers of the same teams, without their people."""
    return frozenset(db.session.scalars(select(Team.id).where(may_see_team(viewer, today))))


def may_see_team(viewer: Person, today: date) -> ColumnElement[bool]:
    """The condition that a viewer may see the people of a team."""
    return true() if Role.LEARNING_LEAD in viewer.roles else Team.id.in_(managed_by(viewer.id, today))


def is_managed_by(viewer: Person, today: date) -> ColumnElement[bool]:
    """The condition that a viewer manages a team themselves."""
    return exists().where(
        TeamManager.team_id == Team.id, TeamManager.person_id == viewer.id, holds_on(TeamManager, today)
    )


def is_chosen(team: VisibleTeam, choice: TeamChoice) -> bool:
    """Whether a team is among those that were asked for."""
    return team.is_own if choice == "own" else choice is None or team.id == choice


def _statement(
    viewer: Person, choice: TeamChoice, today: date, with_people: ColumnElement[bool] | None = None
) -> Select[*tuple[Any, ...]]:
    """A row for each team, person in it today, and team of theirs; people of the chosen teams alone."""
    theirs, their_team = aliased(Membership), aliased(Team)
    is_own = is_managed_by(viewer, today)
    among_chosen: ColumnElement[bool] = true()
    if choice == "own":
        among_chosen = is_own
    elif choice is not None:
        among_chosen = Team.id == min(max(choice, 0), HIGHEST_ID)
    if with_people is not None:
        among_chosen = and_(among_chosen, with_people)
    is_away = exists().where(Pause.person_id == Person.id, holds_on(Pause, today))
    found = (
        select(
            Team.id.label("team_id"),
            Team.name.label("team_name"),
            is_own.label("is_own"),
            Person.id.label("person_id"),
            Person.name,
            Person.job_role,
            is_away.label("is_away"),
            their_team.name.label("their_team"),
            waiting_counted(viewer, today=today).scalar_subquery().label("waiting_count"),
        )
        .select_from(Team)
        .outerjoin(Membership, and_(Membership.team_id == Team.id, holds_on(Membership, today), among_chosen))
        .outerjoin(Person, and_(Person.id == Membership.person_id, is_at_work_on(today)))
        .outerjoin(theirs, and_(theirs.person_id == Person.id, holds_on(theirs, today)))
        .outerjoin(their_team, their_team.id == theirs.team_id)
        .order_by(Team.name, Person.name, Person.id, their_team.name)
    )
    return found.where(may_see_team(viewer, today))
