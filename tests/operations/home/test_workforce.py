"""The organisation as its learning leads see it, from real rows: plans by group, the year ahead, who holds what."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from learning.db import transaction
from learning.errors import NotFound
from learning.home.declared_hours import own_years
from learning.home.forecast import forecast
from learning.home.organisation import NO_TEAM
from learning.home.supervision import supervision
from learning.home.workforce import coverage_by_people, expiries_ahead, plan_by_group, plans_in_force
from learning.outside.decisions import confirm
from learning.people.models import Team
from learning.people.roles import Role
from learning.plans.planning import close_plan, publish_plan
from learning.settings import settings_from
from learning.study.completions import completions_of
from learning.study.voiding import void_completion
from tests.conftest import NOON
from tests.makers import claim_learning, complete_course, make_person, make_team, publish_course, put_in_team
from tests.study_course import SMALL_STEPS

TODAY = NOON.date()
WHEN = {"today": TODAY, "now": NOON, "time_zone": settings_from({}).time_zone}
PLAN = b"""---
owner: Learning and development
from: 2026-11-01
who: everyone
target_percent: 90
target_on: 2027-03-31
---
# Everyone
| Course | Due | Renew after |
|---|---|---|
| [Small steps](../small-steps/course.md) | 2026-11-20 | 6 months |
"""
FRAMEWORK = b"""---
publisher: Somebody
source: A page
from: 2026-01-01
---
# A framework

## Safety
<!-- id: safety -->
Kind: principle

People need to feel safe.
"""


@pytest.fixture
def staff(session):
    """Six people in each of two teams beneath one, two in a third, and one in none; five completed the course."""
    services = make_team("Services")
    teams = {name: make_team(name, parent=services) for name in ("Assessment", "Fostering", "Night duty")}
    people = []
    for name, size in (("Assessment", 6), ("Fostering", 6), ("Night duty", 2)):
        for number in range(size):
            person = make_person(f"Person {name} {number}", password=None, job_role=f"{name} worker")
            put_in_team(person, teams[name])
            people.append(person)
    people.append(make_person("Person Nowhere", password=None, job_role="Nurse"))
    publish_course()
    for person in people[:5]:
        complete_course(person)
    with transaction():
        publish_plan("everyone", PLAN, origin="folder", actor_id=None, now=NOON, today=TODAY)
    return people, {"Services": services, **teams}


def numbers(rows):
    return rows and {row.name: (row.tally.people_count, row.tally.met_count) if row.tally else None for row in rows}


def test_a_plan_in_force_has_its_numbers_and_a_closed_one_is_gone(staff) -> None:
    (plan,) = plans_in_force(**WHEN)
    tally = plan.tally
    assert (plan.edition.title, tally.people_count, tally.met_percent, tally.late_count) == ("Everyone", 15, 33, 10)
    with transaction():
        close_plan("everyone", actor_id=None, now=NOON, today=TODAY)
    assert plans_in_force(**WHEN) == []


def test_by_team_few_people_are_hidden_with_what_would_give_them_away(staff) -> None:
    _, teams = staff
    found = plan_by_group("everyone", None, **WHEN)
    assert numbers(found.teams) == {"Services": None, NO_TEAM: None}
    assert plan_by_group("everyone", teams["Services"].id, **WHEN).teams is None
    job_roles = numbers(found.job_roles)
    assert job_roles == {
        "Assessment worker": None,
        "Fostering worker": (6, 0),
        "Night duty worker": None,
        "Nurse": None,
    }


def test_beneath_a_team_stand_its_teams_and_somebody_in_two_counts_in_the_first_by_name(staff) -> None:
    people, teams = staff
    put_in_team(people[-1], teams["Assessment"])
    put_in_team(people[0], teams["Night duty"])
    found = plan_by_group("everyone", teams["Services"].id, **WHEN)
    assert numbers(found.teams) == {"Assessment": (7, 5), "Fostering": None, "Night duty": None}
    assert [name for _, name in found.line] == ["Services"]
    with pytest.raises(NotFound):
        plan_by_group("everyone", 10**9, **WHEN)
    with pytest.raises(NotFound):
        plan_by_group("another", None, **WHEN)


def test_the_reports_of_one_manager_are_counted_in_their_other_team(staff) -> None:
    people, teams = staff
    with transaction() as session:
        reports = Team(name="A: people who report to Nobody", reports_to_id=people[0].id)
        session.add(reports)
    for person in people[:6]:
        put_in_team(person, reports)
    put_in_team(people[-1], teams["Fostering"])
    assert numbers(plan_by_group("everyone", None, **WHEN).teams) == {"Services": (15, 5)}


def test_what_people_hold_runs_out_by_the_plan_and_costs_the_minutes_of_the_course(staff) -> None:
    found, titles = expiries_ahead(**WHEN)
    load = forecast(found, TODAY).months[date(2027, 5, 1)]
    assert (load.completion_count, len(load.people), set(titles.values())) == (5, 5, {"Small steps"})
    assert load.minutes == 5 * found[0].minutes > 0


def test_pages_of_everybody_take_the_same_statements_for_few_and_for_many(staff, count_statements) -> None:
    def cost() -> list[int]:
        found = []
        for call in (
            lambda: plans_in_force(**WHEN),
            lambda: plan_by_group("everyone", None, **WHEN),
            lambda: expiries_ahead(**WHEN),
        ):
            with count_statements() as statements:
                call()
            found.append(len(statements))
        return found

    few = cost()
    for number in range(20):
        person = make_person(f"Another {number}", password=None)
        put_in_team(person, make_team(f"Another {number}"))
    assert cost() == few
    assert max(few) <= 14


def test_who_holds_an_element_is_counted_of_everybody_and_of_a_job_role_that_is_large_enough(staff, tmp_path) -> None:
    folder = framework_folder(tmp_path)
    first = SMALL_STEPS["01-noticing.md"]
    lines = {"courses_folder": folder, **WHEN}
    publish_course(
        {**SMALL_STEPS, "01-noticing.md": first.replace(b"minutes:", b"frameworks: [a-framework/safety]\nminutes:", 1)},
        label="editorial",
    )
    found = coverage_by_people("a-framework", "", **lines)
    assert [(one.title, one.percents["read"], one.percents["assessed"]) for one in found.elements] == [
        ("Safety", 33, 0)
    ]
    assert (found.people_count, found.job_roles) == (15, ["Fostering worker"])
    assert coverage_by_people("a-framework", "Fostering worker", **lines).elements[0].percents["read"] == 0
    for hidden in ("Nurse", "Assessment worker", "No such role"):
        assert coverage_by_people("a-framework", hidden, **lines).people_count is None
    with pytest.raises(NotFound):
        coverage_by_people("another", "", **lines)


def framework_folder(tmp_path: Path) -> Path:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "a-framework.md").write_bytes(FRAMEWORK)
    return tmp_path


def test_supervision_counts_each_person_of_the_teams_once_who_finished_lately_and_is_not_void(staff) -> None:
    people, teams = staff
    team_ids = [team.id for team in teams.values()]
    with transaction():
        void_completion(completions_of([people[0].id])[0], reason="By mistake", voided_by_id=None, now=NOON)

    def count(now=NOON) -> int:
        return supervision("small-steps", team_ids, today=TODAY, now=now).finished_count

    assert count() == 4
    assert supervision("small-steps", [teams["Fostering"].id], today=TODAY, now=NOON).finished_count == 0
    assert count(NOON + timedelta(days=91)) == 0
    with pytest.raises(NotFound):
        supervision("no-such-course", team_ids, today=TODAY, now=NOON)


def test_hours_by_year_count_what_is_not_void_and_what_was_confirmed(session) -> None:
    lead, person = make_person("Lee Hart", roles=(Role.LEARNING_LEAD,)), make_person("Aisha Khan")
    publish_course()
    record = complete_course(person)
    learning = claim_learning(person, held_on=date(2025, 5, 4))

    def years() -> list[tuple[int, int]]:
        return [(one.year, one.minutes) for one in own_years(person.id, time_zone=WHEN["time_zone"])]

    assert years() == [(2026, record.declared_minutes)]
    with transaction():
        confirm(learning.id, lead, now=NOON, today=TODAY)
    assert years() == [(2026, record.declared_minutes), (2025, 360)]
    with transaction():
        void_completion(record, reason="By mistake", voided_by_id=None, now=NOON)
    session.expire_all()
    assert years() == [(2025, 360)]
