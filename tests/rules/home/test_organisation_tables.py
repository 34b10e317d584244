"""The numbers of the organisation as files: what a page does not show, its file does not show either."""

from __future__ import annotations

from datetime import UTC, date, datetime

from learning.home.forecast import Expiry, courses_in, forecast
from learning.home.organisation import GroupRow
from learning.home.organisation_tables import courses_table, groups_table, months_table, plans_table
from learning.home.workforce import PlanByGroup, PlanInForce
from learning.plans.models import PlanEdition
from learning.plans.tally import Tally

TODAY, NOW = date(2026, 11, 24), datetime(2026, 11, 24, 12, tzinfo=UTC)
MAY = date(2027, 5, 1)
HIDDEN = ("Not shown",) * 4
EDITION = PlanEdition(title="Everyone", owner="Learning", number=2, target_percent=90, target_on=date(2027, 3, 31))


def expiry(course_id: int, people: range) -> Expiry:
    return Expiry(course_id, MAY, frozenset(people), 30)


def test_a_plan_and_a_group_that_are_hidden_have_no_numbers() -> None:
    hidden = plans_table([PlanInForce("everyone", EDITION, None)], TODAY, NOW)
    assert list(hidden.rows) == [("Everyone", "everyone", "Learning", *HIDDEN, 90, date(2027, 3, 31), "")]
    found = PlanByGroup(EDITION, Tally(), (), [GroupRow("East", None), GroupRow("West", Tally())], [])
    rows = [("Team, with all beneath", "East", *HIDDEN), ("Team, with all beneath", "West", 0, 0, 0, 0)]
    assert list(groups_table(found, TODAY, NOW).rows) == rows


def test_a_chosen_team_is_named_and_job_roles_stand_beside_all_teams_alone() -> None:
    roles = [GroupRow("Cook", None)]
    everywhere = groups_table(PlanByGroup(EDITION, Tally(), (), [], roles), TODAY, NOW)
    beneath = groups_table(PlanByGroup(EDITION, Tally(), ((7, "East"),), None, roles), TODAY, NOW)
    assert (list(everywhere.rows), everywhere.filters) == (
        [("Job role", "Cook", *HIDDEN)],
        ("All teams and job roles",),
    )
    assert (list(beneath.rows), beneath.filters) == ([], ("Beneath the team: East: not shown",))
    shown = groups_table(PlanByGroup(EDITION, Tally(), ((7, "East"),), [], roles), TODAY, NOW)
    assert (list(shown.rows), shown.filters) == ([], ("Beneath the team: East",))
    hidden = groups_table(PlanByGroup(EDITION, None, (), None, []), TODAY, NOW)
    assert (list(hidden.rows), hidden.filters) == ([], ("All teams and job roles: not shown",))


def test_a_month_has_its_courses_and_a_small_one_is_hidden_in_both_tables() -> None:
    found = [expiry(1, range(6)), expiry(2, range(3))]
    months = {row[0]: row[1:] for row in months_table(forecast(found, TODAY), TODAY, NOW).rows}
    assert (len(months), months["2027-05"], months["2027-06"]) == (12, (9, 6, 5), (0, 0, 0))
    loads = [(str(course_id), load) for course_id, load in courses_in(MAY, found).items()]
    table = courses_table(loads, MAY, TODAY, NOW)
    assert (list(table.rows), table.filters) == ([("1", *HIDDEN[:3]), ("2", *HIDDEN[:3])], ("May 2027",))
    assert courses_table(None, MAY, TODAY, NOW).filters == ("May 2027: not shown",)
    assert list(months_table(forecast([expiry(1, range(3))], TODAY), TODAY, NOW).rows) == []
