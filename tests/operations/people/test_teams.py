"""Who manages whom, on which day, and in how many statements."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import date

import pytest
from sqlalchemy import select, update

from learning.audit import AuditEvent
from learning.db import transaction
from learning.errors import Conflict, NotFound
from learning.people import placing, team_removal, teams
from learning.people.models import Membership, Person, Team
from tests.conftest import NOON
from tests.makers import make_manager, make_person, make_team, put_in_team

TODAY = NOON.date()


def test_a_manager_manages_the_team_and_all_beneath_and_none_above_or_beside(session):
    top = make_team("Top")
    middle, beside = make_team("Middle", parent=top), make_team("Beside", parent=top)
    bottom = make_team("Bottom", parent=middle)
    manager = make_person()
    make_manager(manager, middle)
    assert teams.managed_team_ids(manager.id, TODAY) == {middle.id, bottom.id}
    assert beside.id not in teams.managed_team_ids(manager.id, TODAY)


def test_managing_holds_from_its_first_day_until_the_day_it_ends(session):
    team, manager = make_team(), make_person()
    make_manager(manager, team, from_on=date(2026, 11, 24), until_on=date(2026, 11, 26))
    assert [len(teams.managed_team_ids(manager.id, date(2026, 11, day))) for day in (23, 24, 25, 26)] == [0, 1, 1, 0]


def test_a_loop_of_teams_ends_by_itself(session):
    first = make_team("First")
    second = make_team("Second", parent=first)
    with transaction() as writing:
        writing.execute(update(Team).where(Team.id == first.id).values(parent_id=second.id))
    manager = make_person()
    make_manager(manager, second)
    assert teams.managed_team_ids(manager.id, TODAY) == {first.id, second.id}


def test_people_in_teams_are_those_at_work_today_each_once_by_name(session):
    one, two = make_team("One"), make_team("Two")
    zoe, ann = make_person("Zoe"), make_person("Ann")
    left, closed = make_person("Left", leaves_on=date(2026, 11, 23)), make_person("Closed", deactivated_at=NOON)
    moved, coming = make_person("Moved"), make_person("Coming")
    for person in (zoe, ann, left, closed):
        put_in_team(person, one)
    put_in_team(ann, two)
    put_in_team(moved, one, until_on=TODAY)
    put_in_team(coming, one, from_on=date(2026, 11, 25))
    assert [person.name for person in teams.people_in_teams({one.id, two.id}, TODAY)] == ["Ann", "Zoe"]
    assert teams.people_in_teams(frozenset(), TODAY) == []


def test_team_names_are_given_for_everybody_asked_for(session):
    team, person, alone = make_team(), make_person(), make_person("Ben Ode")
    put_in_team(person, team)
    assert teams.team_names_of([person.id, alone.id], TODAY) == {person.id: ["Assessment"], alone.id: []}


def test_each_question_is_one_statement_for_one_person_and_for_thirty(session, count_statements):
    top = make_team("Top")
    manager = make_person("Manager")
    make_manager(manager, top)
    for size in (1, 30):
        for number in range(size):
            team = make_team(f"Team {size}-{number}", parent=top)
            put_in_team(make_person(f"Person {size}-{number}"), team)
        manager_id = manager.id
        with count_statements() as statements:
            ids = teams.managed_team_ids(manager_id, TODAY)
            found = teams.people_in_teams(ids, TODAY)
            teams.team_names_of([person.id for person in found], TODAY)
        assert len(statements) == 3


def put(person, team_paths, managed_paths=(), today=TODAY):
    with transaction():
        placing.put_person(
            person.id,
            team_paths,
            managed_paths,
            may_make={name for path in team_paths for name in path},
            actor_id=person.id,
            now=NOON,
            today=today,
        )


def test_a_change_of_team_closes_the_membership_and_opens_the_next(session):
    person = make_person()
    put(person, (("East",),), today=date(2026, 11, 1))
    put(person, (("West",),))
    rows = session.execute(
        select(Team.name, Membership.from_on, Membership.until_on)
        .join(Team, Team.id == Membership.team_id)
        .where(Membership.withdrawn_at.is_(None))
        .order_by(Membership.id)
    ).all()
    assert rows == [("East", date(2026, 11, 1), TODAY), ("West", TODAY, None)]
    before = session.scalars(select(Membership).where(Membership.withdrawn_at.is_not(None))).one()
    assert (before.from_on, before.until_on, before.withdrawn_at) == (date(2026, 11, 1), None, NOON)
    assert teams.team_names_of([person.id], TODAY)[person.id] == ["West"]
    assert teams.team_names_of([person.id], date(2026, 11, 23))[person.id] == ["East"]


def test_a_membership_that_was_to_begin_later_never_holds_when_it_is_taken_back(session):
    person, team = make_person(), make_team()
    put_in_team(person, team, from_on=date(2026, 12, 1))
    put(person, ())
    row = session.execute(select(Membership)).scalar_one()
    assert (row.from_on, row.withdrawn_at) == (date(2026, 12, 1), NOON)


def test_moving_a_team_beneath_another_is_written_down_once(session):
    person = make_person()
    make_team("East")
    for _ in range(2):
        put(person, (("Services", "East"),))
    deeds = select(AuditEvent.action, AuditEvent.actor_id).where(AuditEvent.thing.startswith("team:"))
    assert session.execute(deeds).all() == [("team made", person.id), ("team moved", person.id)]


def test_nobody_is_put_into_no_team(session):
    with pytest.raises(NotFound):
        put(Person(id=999), (("East",),))
    assert session.execute(select(Team)).all() == []


def test_a_team_is_not_removed_while_somebody_is_put_into_it(app, session, monkeypatch):
    person, team = make_person(), make_team("Night team")
    read_ids = placing.team_ids
    removing: list[Future] = []

    def remove():
        with app.app_context(), transaction():
            team_removal.remove_team(team.id, actor_id=person.id, now=NOON)

    with ThreadPoolExecutor(1) as pool:

        def read_while_it_is_removed():
            if not removing:
                removing.append(pool.submit(remove))
                wait(removing, timeout=0.5)
            return read_ids()

        monkeypatch.setattr(placing, "team_ids", read_while_it_is_removed)
        with transaction():
            placing.put_person(
                person.id, (("Night team",),), (), may_make=(), actor_id=person.id, now=NOON, today=TODAY
            )
    assert isinstance(removing[0].exception(), Conflict)
    assert [one.name for one in teams.people_in_teams({team.id}, TODAY)] == [person.name]


def test_a_team_that_was_only_a_slip_of_the_same_day_can_be_removed(session):
    person = make_person()
    make_team("Family support")
    put(person, (("Family suport",),))
    put(person, (("Family support",),))
    ids = {team.name: team.id for team in session.execute(select(Team)).scalars()}
    assert team_removal.used_team_ids() == {ids["Family support"]}
    with transaction():
        team_removal.remove_team(ids["Family suport"], actor_id=person.id, now=NOON)
    assert session.execute(select(Team.name)).scalars().all() == ["Family support"]
    assert make_team("Fostering").id > ids["Family suport"]  # the log still names the one that is gone
    with pytest.raises(Conflict), transaction():
        team_removal.remove_team(ids["Family support"], actor_id=person.id, now=NOON)
