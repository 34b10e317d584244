"""Teams, managing and acting with days: shown as it was on each day, and never rewritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.people import place_days, place_history, teams
from learning.people.models import TeamManager
from learning.people.place_days import PlaceDays
from tests.conftest import NOON
from tests.makers import make_manager, make_person, make_team, put_in_team

TODAY = NOON.date()
LEAVE_FROM, LEAVE_UNTIL = date(2026, 12, 1), date(2027, 3, 1)


def add(kind, person, team="Assessment", from_on=TODAY, until_on=None, *, is_acting=False):
    with transaction():
        place_days.add_place(
            kind, team, PlaceDays(person.id, 0, from_on, until_on, is_acting), actor_id=person.id, now=NOON
        )


def managers_on(team, day):
    page = place_history.team_page(team.id, 1, on=day, shows_everybody=False)
    return [(line.name, line.is_acting) for line in page.managers]


def test_somebody_acts_as_manager_from_a_day_until_a_day_and_reaches_the_team_only_then(session):
    team, manager, deputy = make_team(), make_person("Mona Field"), make_person("Dora Deputy")
    beneath = make_team("Beneath", parent=team)
    make_manager(manager, team)
    add("manager", deputy, "assessment", LEAVE_FROM, LEAVE_UNTIL, is_acting=True)
    assert managers_on(team, TODAY) == [("Mona Field", False)]
    assert managers_on(team, LEAVE_FROM) == [("Dora Deputy", True), ("Mona Field", False)]
    assert managers_on(team, LEAVE_UNTIL) == [("Mona Field", False)]
    assert teams.managed_team_ids(deputy.id, LEAVE_FROM) == {team.id, beneath.id}
    assert teams.managed_team_ids(deputy.id, LEAVE_UNTIL) == frozenset()
    assert teams.managed_team_names_of([deputy.id], LEAVE_FROM) == {deputy.id: ["Assessment (acting)"]}


def test_whoever_manages_for_good_and_acts_too_is_not_said_to_act(session):
    team, manager = make_team(), make_person()
    make_manager(manager, team)
    add("manager", manager, is_acting=True)
    assert teams.managed_team_names_of([manager.id], TODAY) == {manager.id: ["Assessment"]}


def test_days_are_changed_by_withdrawing_a_row_and_saying_it_anew(session):
    team, person = make_team(), make_person()
    make_manager(person, team, is_acting=True)
    before = session.execute(select(TeamManager)).scalar_one()
    days = PlaceDays(person.id, 0, date(2026, 2, 1), TODAY)
    with transaction():
        place_days.change_days(
            "manager", before.id, days, actor_id=person.id, now=NOON + timedelta(hours=1), today=TODAY
        )
    session.expire_all()
    old, new = session.scalars(select(TeamManager).order_by(TeamManager.id)).all()
    assert (old.from_on, old.until_on, old.withdrawn_at) == (date(2026, 1, 5), None, NOON + timedelta(hours=1))
    assert (new.from_on, new.until_on, new.is_acting, new.recorded_at) == (
        date(2026, 2, 1),
        TODAY,
        True,
        NOON + timedelta(hours=1),
    )
    with pytest.raises(NotFound), transaction():
        place_days.change_days("manager", before.id, days, actor_id=person.id, now=NOON, today=TODAY)


def test_the_same_days_again_write_nothing(session, count_statements):
    team, person = make_team(), make_person()
    put_in_team(person, team)
    line = place_history.places_of(person.id, TODAY).teams[0]
    with count_statements() as statements, transaction():
        days = PlaceDays(person.id, 0, line.from_on, None)
        place_days.change_days("member", line.id, days, actor_id=person.id, now=NOON, today=TODAY)
    assert not [one for one in statements if one.startswith(("INSERT", "UPDATE"))]


def test_what_was_a_slip_is_taken_back_and_stays_known_as_it_was(session):
    team, person = make_team(), make_person()
    add("member", person)
    line = place_history.places_of(person.id, TODAY).teams[0]
    with transaction():
        place_days.take_back("member", line.id, person.id, actor_id=person.id, now=NOON, today=TODAY)
    assert place_history.places_of(person.id, TODAY).teams == []
    assert place_history.team_page(team.id, 1, on=TODAY, shows_everybody=True).people_count == 0


@pytest.mark.parametrize(
    ("team", "from_on", "until_on", "field", "sentence"),
    [
        ("Asessment", TODAY, None, "team", "There is no team “Asessment”. Did you mean “Assessment”? Correct it."),
        ("Assessment", TODAY, TODAY, "last_on", "The last day is before the first."),
        ("Assessment", date(2025, 1, 1), date(2026, 1, 6), "team", "The person is in this team on some of these days"),
    ],
)
def test_days_that_cannot_be_are_refused(session, team, from_on, until_on, field, sentence):
    person = make_person()
    put_in_team(person, make_team())
    with pytest.raises(Invalid) as refusal:
        add("member", person, team, from_on, until_on)
    assert refusal.value.fields[field].startswith(sentence)


def test_days_of_somebody_else_or_of_nobody_are_not_found(session):
    person, other = make_person(), make_person("Ben Ode")
    put_in_team(person, make_team())
    line = place_history.places_of(person.id, TODAY).teams[0]
    for number, owner in ((line.id, other), (line.id + 1, person), (2**40, person)):
        with pytest.raises(NotFound):
            place_days.own_place("member", number, owner.id)
    with pytest.raises(NotFound):
        place_history.team_page(2**40, 1, on=TODAY, shows_everybody=False)


def test_a_team_page_tells_the_past_also_of_accounts_that_are_closed_since(session):
    team = make_team()
    put_in_team(make_person("Ann"), team, until_on=date(2026, 6, 1))
    put_in_team(make_person("Closed", deactivated_at=NOON), team)
    put_in_team(make_person("Later"), team, from_on=date(2027, 1, 4))

    def people_on(day, *, shows_everybody=False):
        page = place_history.team_page(team.id, 1, on=day, shows_everybody=shows_everybody)
        return [(line.name, line.when) for line in page.people]

    assert people_on(date(2026, 3, 1)) == [("Ann", "now"), ("Closed", "now")]
    assert people_on(TODAY) == []
    assert people_on(TODAY, shows_everybody=True) == [("Ann", "before"), ("Closed", "now"), ("Later", "later")]


def test_a_page_of_a_large_team_costs_as_much_as_that_of_a_small_one(session, count_statements):
    team, counts = make_team(), []
    for size in (2, 55):
        for number in range(size):
            put_in_team(make_person(f"Person {size} {number:02}", password=None), team)
        with count_statements() as statements:
            page = place_history.team_page(team.id, 1, on=TODAY, shows_everybody=False)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert (len(page.people), page.people_count, page.page_count) == (50, 57, 2)
