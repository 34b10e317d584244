"""Teams whose people are too many for one page, each with how many people it has and how many of them are overdue.

Counted by what the plans ask, from what is stored of each person, and from the records of whoever has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Subquery, case, func, select

from learning.db import db, read_one_moment
from learning.home.matrix import SortBy
from learning.home.team_filters import TeamChoice
from learning.home.visible_teams import VisibleTeam, is_chosen, is_managed_by, may_see_team
from learning.home.workforce_numbers import When, from_records
from learning.outside.finding import waiting_counted
from learning.people.many_people import is_one_of
from learning.people.models import Membership, Person, Team
from learning.people.teams import holds_on, is_working_on
from learning.plans.settled_models import SettledDays, SettledTally
from learning.plans.settling import is_settled

TEAMS_PER_PAGE = 50


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
    pressing = _stored_pressing(when)
    rows = db.session.execute(
        select(
            Team.id,
            Team.name,
            is_managed_by(viewer, when.today),
            func.count(Person.id.distinct()),
            func.count(case((pressing.c.late_count > 0, Person.id)).distinct()),
            func.count(case((pressing.c.soon_count > 0, Person.id)).distinct()),
            waiting_counted(viewer, today=when.today).scalar_subquery(),
        )
        .select_from(Team)
        .outerjoin(Membership, (Membership.team_id == Team.id) & holds_on(Membership, when.today))
        .outerjoin(Person, (Person.id == Membership.person_id) & is_working_on(when.today))
        .outerjoin(pressing, pressing.c.person_id == Person.id)
        .where(may_see_team(viewer, when.today))
        .group_by(Team.id, Team.name)
        .order_by(Team.name, Team.id)
    ).all()
    late, soon = _pressing_from_records(when)
    counts = [
        TeamCounts(VisibleTeam(team_id, name, is_own), people, stored_late + late[team_id], stored_soon + soon[team_id])
        for team_id, name, is_own, people, stored_late, stored_soon, _ in rows
    ]
    return CountedTeams(counts, rows[0][-1] if rows else 0)


def chosen_teams(counts: Iterable[TeamCounts], choice: TeamChoice, sort_by: SortBy) -> list[TeamCounts]:
    """Those that were asked for and have people: by name, or the ones with most people overdue first."""
    chosen = [one for one in counts if is_chosen(one.team, choice) and one.people_count]
    if sort_by == "name":
        return chosen
    return sorted(chosen, key=lambda one: (-one.late_people_count, -one.soon_people_count))


def _stored_pressing(when: When) -> Subquery:
    """The people with something overdue or due soon, of whom that is stored."""
    late, soon = func.max(SettledTally.late_count), func.max(SettledTally.soon_count)
    return (
        select(SettledTally.person_id, late.label("late_count"), soon.label("soon_count"))
        .join(SettledDays, SettledDays.person_id == SettledTally.person_id)
        .where(is_settled(when.today, when.now))
        .group_by(SettledTally.person_id)
        .subquery()
    )


def _pressing_from_records(when: When) -> tuple[Counter[int], Counter[int]]:
    """How many of the others have something overdue and due soon, by team."""
    late, soon = set(), set()
    for person_id, one in from_records(when, is_working_on(when.today)).items():
        for _, tally in one.tallies():
            if tally.late_count:
                late.add(person_id)
            if tally.soon_count:
                soon.add(person_id)
    teams = _teams_of(late | soon, when)
    return (
        Counter(team_id for team_id, person_id in teams if person_id in late),
        Counter(team_id for team_id, person_id in teams if person_id in soon),
    )


def _teams_of(person_ids: Collection[int], when: When) -> list[tuple[int, int]]:
    if not person_ids:
        return []
    wanted = select(Membership.team_id, Membership.person_id).distinct()
    rows = db.session.execute(
        wanted.where(holds_on(Membership, when.today), is_one_of(Membership.person_id, person_ids))
    )
    return [(team_id, person_id) for team_id, person_id in rows]
