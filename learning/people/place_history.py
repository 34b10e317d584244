"""Reads who was where on which days: of one person, and of one team. A page costs the same whatever its length."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from learning.db import HIGHEST_ID, db
from learning.errors import NotFound
from learning.paging import nearest_page
from learning.people.models import Membership, Person, PersonJobRole, Team, TeamManager
from learning.people.placing import Place
from learning.people.teams import holds_on

LINES_ON_A_PAGE = 50

_Rows = Select[int, int, int, str, date, date | None, bool]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """Somebody in a team, or managing it; `when` is now, later or before, as the day asked about sees it."""

    id: int
    person_id: int
    team_id: int
    name: str
    from_on: date
    last_on: date | None
    is_acting: bool
    when: str


@dataclass(frozen=True, slots=True)
class PersonPlaces:
    """Everything about where one person is and was, the newest first."""

    teams: list[PlaceLine]
    managed: list[PlaceLine]
    job_roles: list[PlaceLine]


@dataclass(frozen=True, slots=True)
class TeamPage:
    """One team on a day. `people` is one page of its members then, or of everybody who ever was or will be in it."""

    team: Team
    above: Team | None
    beneath: list[Team]
    managers: list[PlaceLine]
    people: list[PlaceLine]
    people_count: int
    page: int
    page_count: int


def places_of(person_id: int, today: date) -> PersonPlaces:
    """Where one person is, was and will be."""
    teams, managed = (
        _lines(_of_place(place, Team.name).where(place.person_id == person_id).order_by(place.from_on.desc()), today)
        for place in (Membership, TeamManager)
    )
    row = PersonJobRole
    columns = (row.id, row.person_id, row.person_id, row.job_role, row.from_on, row.until_on, false())
    roles: _Rows = select(*columns).where(row.person_id == person_id, row.withdrawn_at.is_(None))
    return PersonPlaces(teams, managed, _lines(roles.order_by(row.from_on.desc()), today))


def team_page(team_id: int, page: int, *, on: date, shows_everybody: bool) -> TeamPage:
    """One team; raises NotFound."""
    team = team_by_id(team_id)
    managers, people = (_in_team(place, team_id, on, shows_everybody) for place in (TeamManager, Membership))
    count = db.session.execute(select(func.count()).select_from(people.subquery())).scalar_one()
    page, page_count = nearest_page(count, page, at_once=LINES_ON_A_PAGE)
    return TeamPage(
        team=team,
        above=db.session.get(Team, team.parent_id) if team.parent_id else None,
        beneath=list(db.session.scalars(select(Team).where(Team.parent_id == team.id).order_by(Team.name))),
        managers=_lines(managers.limit(LINES_ON_A_PAGE), on),
        people=_lines(people.limit(LINES_ON_A_PAGE).offset((page - 1) * LINES_ON_A_PAGE), on),
        people_count=count,
        page=page,
        page_count=page_count,
    )


def team_by_id(team_id: int) -> Team:
    """The team of this number; raises NotFound."""
    team: Team | None = db.session.get(Team, team_id) if team_id <= HIGHEST_ID else None
    if team is None:
        raise NotFound("There is no such team. Perhaps somebody removed it just now.")
    return team


def everybody_in_team(team_id: int, *, on: date, shows_everybody: bool) -> tuple[list[PlaceLine], list[PlaceLine]]:
    """All managers and all members of a team, on a day or ever."""
    managers, people = (
        _lines(_in_team(place, team_id, on, shows_everybody), on) for place in (TeamManager, Membership)
    )
    return managers, people


def _in_team(place: Place, team_id: int, on: date, shows_everybody: bool) -> _Rows:
    rows = _of_place(place, Person.name).where(place.team_id == team_id)
    if not shows_everybody:
        rows = rows.where(holds_on(place, on), _worked_on(on))
    if place is TeamManager:
        return rows.order_by(TeamManager.from_on.desc(), Person.name)
    return rows.order_by(Person.name, Membership.from_on.desc(), Membership.id)


def _worked_on(day: date) -> ColumnElement[bool]:
    """The condition that a person's account was in use on a day; one that was closed since counts until then."""
    was_open = or_(Person.deactivated_at.is_(None), Person.deactivated_at > datetime.combine(day, time.max, UTC))
    return and_(was_open, or_(Person.leaves_on.is_(None), Person.leaves_on >= day))


def _of_place(place: Place, name: InstrumentedAttribute[str]) -> _Rows:
    acting = TeamManager.is_acting if place is TeamManager else false()
    columns = (place.id, place.person_id, place.team_id, name, place.from_on, place.until_on, acting)
    joined = select(*columns).join(Team, Team.id == place.team_id).join(Person, Person.id == place.person_id)
    return joined.where(place.withdrawn_at.is_(None))


def _lines(rows: _Rows, day: date) -> list[PlaceLine]:
    lines = []
    for number, person_id, team_id, name, from_on, until_on, is_acting in db.session.execute(rows):
        last_on = until_on - timedelta(days=1) if until_on else None
        when = "later" if from_on > day else "before" if until_on and until_on <= day else "now"
        lines.append(PlaceLine(number, person_id, team_id, name, from_on, last_on, bool(is_acting), when))
    return lines
