"""Reads for administrators: the list of people, and the tree of teams. A page costs the same whatever its length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, false, func, or_, select, true

from learning.db import db
from learning.paging import nearest_page
from learning.people.models import Membership, Person, Team, TeamManager
from learning.people.names import is_plain_line, tidy_line
from learning.people.team_removal import used_team_ids
from learning.people.teams import holds_on, is_working_on, managed_team_names_of, team_names_of

PEOPLE_ON_A_PAGE = 50
_PEOPLE_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in the list."""

    person: Person
    team_names: list[str]
    managed_names: list[str]
    status: str
    status_words: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the list; `page` counts from 1."""

    lines: list[PersonLine]
    people_count: int
    page: int
    page_count: int


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team in the tree, top down; `depth` 0 is at the top. One that nothing ever used can be removed."""

    team: Team
    depth: int
    people_count: int
    managers: list[Person]
    acting_ids: frozenset[int]
    """Those of the managers who only act as one."""
    is_removable: bool


def search_people(text: str, page: int, today: date) -> PeoplePage:
    """People whose name, e-mail or staff number holds the text, by name; those not at work too."""
    wanted = _wanted(text)
    count = db.session.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
    page, page_count = nearest_page(count, page, at_once=PEOPLE_ON_A_PAGE)
    rows = wanted.order_by(Person.name, Person.id).limit(PEOPLE_ON_A_PAGE).offset((page - 1) * PEOPLE_ON_A_PAGE)
    return PeoplePage(_lines(db.session.scalars(rows).all(), today), count, page, page_count)


def people_found(text: str, today: date) -> Iterator[PersonLine]:
    """The same people, all of them, read in parts: four statements for each thousand."""
    rows = _wanted(text).order_by(Person.name, Person.id).execution_options(yield_per=_PEOPLE_AT_ONCE)
    for people in db.session.scalars(rows).partitions():
        yield from _lines(people, today)


def _wanted(text: str) -> Select[Person]:
    text = tidy_line(text)
    if not is_plain_line(text):
        return select(Person).where(false())
    columns = (Person.name, Person.email, Person.staff_number)
    held = [column.icontains(text, autoescape=True) for column in columns] if text else [true()]
    return select(Person).where(or_(*held))


def _lines(people: Sequence[Person], today: date) -> list[PersonLine]:
    ids = [person.id for person in people]
    teams, managed = team_names_of(ids, today), managed_team_names_of(ids, today)
    return [
        PersonLine(person, teams[person.id], managed[person.id], *status_of_account(person, today)) for person in people
    ]


def status_of_account(person: Person, today: date) -> tuple[str, str]:
    """The status key and the words for an account on a day."""
    if person.deactivated_at is not None:
        return "na", "Deactivated"
    if not person.is_active(today):
        return "na", "Has left"
    if person.password_hash is None:
        return "none", "No password yet"
    return "done", "In use"


def team_tree(today: date) -> list[TeamLine]:
    """All teams, each beneath the team it belongs to, by name, with how many people and which managers."""
    counted = (
        select(Membership.team_id, func.count(Membership.person_id.distinct()).label("people"))
        .join(Person, Person.id == Membership.person_id)
        .where(holds_on(Membership, today), is_working_on(today))
        .group_by(Membership.team_id)
    )
    counts = {row.team_id: row.people for row in db.session.execute(counted)}
    managers: dict[int, dict[int, Person]] = defaultdict(dict)
    for_good: dict[int, set[int]] = defaultdict(set)
    managing = (
        select(TeamManager.team_id, Person, TeamManager.is_acting)
        .join(Person, Person.id == TeamManager.person_id)
        .where(holds_on(TeamManager, today), is_working_on(today))
        .order_by(Person.name, Person.id)
    )
    for team_id, person, is_acting in db.session.execute(managing):
        managers[team_id][person.id] = person
        if not is_acting:
            for_good[team_id].add(person.id)
    beneath: dict[int | None, list[Team]] = defaultdict(list)
    for team in db.session.execute(select(Team).order_by(Team.name)).scalars():
        beneath[team.parent_id].append(team)
    used_ids = used_team_ids()
    lines: list[TeamLine] = []
    waiting = [(team, 0) for team in reversed(beneath[None])]
    while waiting:
        team, depth = waiting.pop()
        acting_ids = frozenset(managers[team.id].keys() - for_good[team.id])
        people = list(managers[team.id].values())
        lines.append(TeamLine(team, depth, counts.get(team.id, 0), people, acting_ids, team.id not in used_ids))
        waiting += [(child, depth + 1) for child in reversed(beneath[team.id])]
    return lines
