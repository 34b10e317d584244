"""What My team reads once says the same as what each plan would read for itself."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from learning.courses.models import CourseRow
from learning.db import transaction
from learning.home.plan_status import statuses_with_plans
from learning.home.visible_teams import visible_teams
from learning.outside import decisions
from learning.outside.completions import outside_completions
from learning.people.roles import Role
from learning.plans.learned import learned_from, read_learned
from learning.plans.plan_standings import facts_of, standings_from
from learning.plans.planning import publish_plan
from learning.study.begun import courses_begun
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
def people(session):
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
    with transaction():
        publish_plan("everyone", PLAN, origin="folder", actor_id=None, now=NOON, today=TODAY)
    return [one.id for one in (earlier, voided, elsewhere, begun, idle)]


def _manager_of(people):
    team, manager = makers.make_team(), makers.make_person("Morgan Price", password=None)
    makers.make_manager(manager, team)
    for person in people:
        makers.put_in_team(person, team)
    return manager


def test_standings_are_the_same_from_what_was_read_once_and_from_what_plans_read(people, session):
    learned = learned_from(courses_begun(people), outside_completions(people), time_zone=ZONE)
    apart = read_learned(people, list(session.scalars(select(CourseRow.id))), time_zone=ZONE)
    assert (dict(learned.completions), dict(learned.refreshes)) == (dict(apart.completions), dict(apart.refreshes))
    for day in (TODAY, DUE_ON, DUE_ON + timedelta(days=1), date(2030, 1, 1)):
        once, again = (
            list(standings_from(facts_of(people, time_zone=ZONE, learned=given), day=day, known_at=NOON))
            for given in (learned, None)
        )
        assert once == again
        assert len(once) == len(people)
    said = statuses_with_plans(people, time_zone=ZONE, today=TODAY, now=NOON)
    (course_id,) = session.scalars(select(CourseRow.id))
    assert [said[person, course_id].words for person in people] == [
        "Done, see what changed by 3 January 2027", "Overdue", "Done, repeat by 3 May 2028", "Overdue", "Overdue",
    ]  # fmt: skip


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
