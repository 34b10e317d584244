"""What My team reads at once: teams with their people, and where people stand."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from learning.courses.models import CourseRow
from learning.courses.published import course_by_slug
from learning.courses.publishing import retire
from learning.db import transaction
from learning.home.plan_status import statuses_with_plans
from learning.home.visible_teams import visible_teams
from learning.outside import decisions
from learning.people.roles import Role
from learning.plans import known_rows
from learning.plans.planning import publish_plan
from learning.study.voiding import void_completion
from tests import makers
from tests.conftest import NOON
from tests.study_course import TWO_LESSONS

TODAY, ZONE = NOON.date(), ZoneInfo("Europe/London")
DUE_ON = TODAY + timedelta(days=40)
PLAN = b"""---
owner: Learning
from: 2026-01-01
who: everyone
---
# Everyone
| Course | Due | Renew after | Remind before |
|---|---|---|---|
| [One](../two-lessons/course.md) | 2026-06-01 | | |
"""


@pytest.fixture
def people_without_a_plan(session):
    """Somebody who completed an earlier version; whose completion was voided; who learned it elsewhere; who began."""
    names = ("Earlier One", "Voided One", "Elsewhere One", "Begun One", "Idle One")
    earlier, voided, elsewhere, begun, idle = found = [makers.make_person(name, password=None) for name in names]
    makers.publish_course(TWO_LESSONS, slug="two-lessons")
    makers.complete_course(earlier, "two-lessons")
    record = makers.complete_course(voided, "two-lessons")
    makers.publish_course(
        {**TWO_LESSONS, "02-asking.md": TWO_LESSONS["02-asking.md"].replace(b"Read that.", b"Read it twice.")},
        slug="two-lessons", note="Much.", refresh_due_on=DUE_ON,
    )  # fmt: skip
    makers.start_course(begun, "two-lessons")
    claim = makers.claim_learning(elsewhere, course_slug="two-lessons")
    with transaction():
        void_completion(record, reason="A slip.", voided_by_id=None, now=NOON)
    manager = _manager_of(found)
    with transaction():
        decisions.confirm(claim.id, manager, now=NOON, today=TODAY)
    return [one.id for one in (earlier, voided, elsewhere, begun, idle)]


@pytest.fixture
def people(people_without_a_plan):
    """The same, with a plan for everyone."""
    with transaction():
        publish_plan("everyone", PLAN, origin="folder", actor_id=None, now=NOON, today=TODAY)
    return people_without_a_plan


def _manager_of(people):
    team, manager = makers.make_team(), makers.make_person("Morgan Price", password=None)
    makers.make_manager(manager, team)
    for person in people:
        makers.put_in_team(person, team)
    return manager


def test_where_people_stand_is_read_in_two_statements_with_what_they_began_and_learned_elsewhere(
    people, session, count_statements
):
    (course_id,) = session.scalars(select(CourseRow.id))
    with count_statements() as statements:
        said = statuses_with_plans(people, time_zone=ZONE, today=TODAY, now=NOON)
    assert len(statements) == 2
    assert [said[person, course_id].words for person in people] == [
        "Done, see what changed by 3 January 2027", "Overdue", "Done, repeat by 3 May 2028", "Overdue", "Overdue",
    ]  # fmt: skip
    for others in ([course_id], [course_id + 1]):
        about = statuses_with_plans(people, time_zone=ZONE, today=TODAY, now=NOON, course_ids=others)
        assert about == {pair: status for pair, status in said.items() if pair[1] in others}


def test_of_more_people_than_are_named_in_a_statement_nobody_else_is_told_of(people, monkeypatch):
    named = statuses_with_plans(people[:4], time_zone=ZONE, today=TODAY, now=NOON)
    for few in (people[:2], people[2:4]):
        with monkeypatch.context() as patch:
            patch.setattr(known_rows, "MOST_PEOPLE_NAMED", 1)
            said = statuses_with_plans(few, time_zone=ZONE, today=TODAY, now=NOON)
        assert said == {pair: status for pair, status in named.items() if pair[0] in few}


def test_without_a_plan_the_course_itself_says_where_people_stand(people_without_a_plan, session):
    people = people_without_a_plan
    (course_id,) = session.scalars(select(CourseRow.id))
    said = statuses_with_plans(people, time_zone=ZONE, today=TODAY, now=NOON)
    assert {person: status.words for (person, _), status in said.items()} == {
        people[0]: "Done, see what changed by 3 January 2027", people[1]: "Not started",
        people[2]: "Done, repeat by 3 May 2028", people[3]: "In progress",
    }  # fmt: skip
    said = statuses_with_plans(people, time_zone=ZONE, today=DUE_ON + timedelta(days=1), now=NOON)
    assert said[people[0], course_id].words == "Overdue (what changed)"
    with transaction():
        retire(course_by_slug("two-lessons"), actor=None, now=NOON)
    said = statuses_with_plans(people, time_zone=ZONE, today=DUE_ON + timedelta(days=1), now=NOON)
    assert said[people[0], course_id].words == "Done, repeat by 23 November 2028"


def test_teams_and_people_are_one_statement_with_all_the_teams_of_each_once(session, count_statements):
    top = makers.make_team("Top")
    beneath, other = makers.make_team("Beneath", parent=top), makers.make_team("Other")
    aisha, manager = makers.make_person(password=None), makers.make_person("Tess Top", password=None)
    for team in (top, beneath, other):
        makers.put_in_team(aisha, team)
    makers.put_in_team(aisha, beneath, until_on=TODAY)
    makers.make_manager(manager, top)
    with count_statements() as statements:
        seen = visible_teams(manager, None, today=TODAY)
    assert len(statements) == 1
    assert [(team.name, team.is_own) for team in seen.teams] == [("Beneath", False), ("Top", True)]
    assert [(one.name, one.team_names) for one in seen.members] == [("Aisha Khan", ["Beneath", "Other", "Top"])]
    assert visible_teams(manager, "own", today=TODAY).chosen_ids == {top.id}


def test_without_a_single_team_a_learning_lead_still_sees_how_much_waits(session):
    lead = makers.make_person("Lee Hart", roles=(Role.LEARNING_LEAD,), password=None)
    makers.claim_learning(makers.make_person(password=None))
    seen = visible_teams(lead, None, today=TODAY)
    assert (seen.teams, seen.waiting_count) == ((), 1)
