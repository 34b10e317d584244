"""Teams whose people are too many for one page, each with how many people it has and how many of them are overdue.

Counted by what the plans ask, from what is stored of each person, and from the records of whoever has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Integer, ScalarSelect, Select, cast, false, literal, null, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from learning.db import db, read_one_moment
from learning.errors import NotFound
from learning.home.matrix import SortBy
from learning.home.team_filters import TeamChoice
from learning.home.visible_teams import VisibleTeam, is_chosen, is_managed_by, may_see_team
from learning.home.workforce_numbers import in_one_text, people_of, stand_now
from learning.outside.finding import waiting_counted
from learning.people.models import Membership, Person, Team
from learning.people.teams import holds_on, is_at_work_on
from learning.plans.settled_models import SettledTally
from learning.plans.settling import When, is_settled, settled_people, stored_days

TEAMS_PER_PAGE = 50

_LATE, _SOON, _NOT_SETTLED = "late", "soon", "not settled"


class TeamCounts(NamedTuple):
    """How many people a team has today, with something overdue and with something due soon."""

    team: VisibleTeam
    people_count: int
    late_people_count: int
    soon_people_count: int


class CountedTeams(NamedTuple):
    """Every team whose people a viewer may see, by name; and how much learning elsewhere waits for their word."""

    counts: list[TeamCounts]
    waiting_count: int


def counts_of_teams(viewer: Person, when: When) -> CountedTeams:
    """Counts each of these teams; somebody in several counts in each."""
    read_one_moment()
    people: dict[str, set[int]] = {}
    teams: list[tuple[VisibleTeam, set[int]]] = []
    waiting_count = 0
    for team_id, name, is_own, text, of_viewer in db.session.execute(_statement(viewer, when)):
        if team_id is None:
            people[name] = people_of(text)
        else:
            teams.append((VisibleTeam(team_id, name, is_own), people_of(text)))
            waiting_count = of_viewer
    late, soon = people[_LATE], people[_SOON]
    for person_id, one in stand_now(people[_NOT_SETTLED], when).items():
        for _, tally in one.tallies():
            if tally.late_count:
                late.add(person_id)
            if tally.soon_count:
                soon.add(person_id)
    counts = [TeamCounts(team, len(some), len(some & late), len(some & soon)) for team, some in teams]
    return CountedTeams(counts, waiting_count)


def chosen_teams(counts: Iterable[TeamCounts], choice: TeamChoice, sort_by: SortBy) -> list[TeamCounts]:
    """Those that were asked for and have people: by name, or the ones with most people overdue first.

    Raises NotFound for the choice of a team that is not the viewer's.
    """
    chosen = [one for one in counts if is_chosen(one.team, choice)]
    if isinstance(choice, int) and not chosen:
        raise NotFound
    chosen = [one for one in chosen if one.people_count]
    if sort_by == "name":
        return chosen
    return sorted(chosen, key=lambda one: (-one.late_people_count, -one.soon_people_count))


def _statement(viewer: Person, when: When) -> CompoundSelect[Any]:
    """A row for each team with its people, by name; and three without a number that name who is late, and so on."""
    teams = (
        select(
            Team.id.label("id"),
            Team.name.label("name"),
            is_managed_by(viewer, when.today).label("is_own"),
            in_one_text(Person.id).label("people"),
            waiting_counted(viewer, today=when.today).scalar_subquery().label("waiting_count"),
        )
        .select_from(Team)
        .outerjoin(Membership, (Membership.team_id == Team.id) & holds_on(Membership, when.today))
        .outerjoin(Person, (Person.id == Membership.person_id) & is_at_work_on(when.today))
        .where(may_see_team(viewer, when.today))
        .group_by(Team.id, Team.name)
    )
    not_settled: Select[str] = select(in_one_text(Person.id))
    not_settled = not_settled.where(Person.id.not_in(settled_people(when.today, when.now)))
    texts = {
        _LATE: _stored_with(SettledTally.late_count, when),
        _SOON: _stored_with(SettledTally.soon_count, when),
        _NOT_SETTLED: not_settled.scalar_subquery(),
    }
    named = (select(cast(null(), Integer), literal(name), false(), text, literal(0)) for name, text in texts.items())
    return union_all(teams, *named).order_by("name", "id")


def _stored_with(count: InstrumentedAttribute[int], when: When) -> ScalarSelect[str]:
    """Those of whom something is stored and a plan counts any; whether one does is soon found in a person's rows."""
    # Of one column of the index, as “SELECT *” would have SQLite read the rows.
    counted = select(SettledTally.person_id).where(SettledTally.person_id == stored_days.person_id, count > 0)
    wanted: Select[str] = select(in_one_text(stored_days.person_id))
    return wanted.where(is_settled(when.today, when.now), counted.exists()).scalar_subquery()
