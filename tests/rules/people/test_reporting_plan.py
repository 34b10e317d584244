"""Reporting lines: whose direct reports are whose team, and every line that cannot be."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.people.import_plan import ImportChoices, plan_import
from learning.people.importing import read_people
from learning.people.known_people import KnownPerson, KnownTeams
from learning.people.names import LONGEST_TEAM_NAME
from learning.people.reporting import free_name, is_right_name
from learning.people.table_faults import Fault
from learning.people.team_paths import DEEPEST, circles_in, too_deep

TODAY = date(2026, 11, 24)
HEADER = "email,name,staff_number,manager"


def plan_of(*rows, known=(), teams=None, header=HEADER):
    file = read_people("\n".join([header, *rows]).encode())
    return plan_import(file, known, teams or KnownTeams(), ImportChoices(), TODAY)


def faults_of(*rows, **options):
    return [str(fault) for fault in plan_of(*rows, **options).faults]


def known(number, name, **options):
    email = f"{name.lower()}@example.org"
    return KnownPerson(number, email, name, str(number), "", None, None, **options)


def test_the_direct_reports_of_each_manager_are_a_team_beneath_the_managers_own():
    plan = plan_of(
        "top@example.org,Tess Top,1,",
        "mid@example.org,Mo Mid,2,TOP@example.org",
        "low@example.org,Lu Low,3,2",
        "odd@example.org,Odd One,4,",
    )
    assert plan.faults == ()
    assert plan.reporting.team_names == {
        "top@example.org": "People who report to Tess Top",
        "mid@example.org": "People who report to Mo Mid",
    }
    assert plan.moved_teams == {"People who report to Mo Mid": "People who report to Tess Top"}
    assert plan.reporting.begin == ("mid@example.org", "top@example.org")


def test_a_manager_is_found_by_the_address_or_number_they_had_or_will_have():
    ann = known(1, "Ann")
    for manager in ("ann@example.org", "ann.new@example.org", "1"):
        plan = plan_of("ann.new@example.org,Ann,1,", f"b@example.org,Ben,2,{manager}", known=[ann])
        assert (plan.faults, plan.reporting.managers_of["b@example.org"]) == ((), {"ann.new@example.org"})


def test_somebody_may_report_to_several_and_the_first_is_the_line_upwards():
    plan = plan_of("a@example.org,Ann,1,", "b@example.org,Ben,2,", "c@example.org,Cat,3,1 | 2", "d@example.org,Dan,4,3")
    assert plan.reporting.managers_of["c@example.org"] == {"a@example.org", "b@example.org"}
    assert plan.moved_teams == {"People who report to Cat": "People who report to Ann"}


def test_a_missing_manager_and_somebody_who_manages_themselves_are_faults_with_their_rows():
    rows = ("a@example.org,Ann,1,nobody@example.org", "b@example.org,Ben,2,b@example.org", "c@example.org,Cat,3,9")
    assert faults_of(*rows) == [
        "row 2: manager: “nobody@example.org” is nobody in this file and nobody we know.",
        "row 3: manager: this is the person themselves. Leave the cell empty for somebody at the top.",
        "row 4: manager: “9” is nobody in this file and nobody we know.",
    ]


def test_a_loop_of_managers_is_one_fault_with_all_its_rows_and_names():
    rows = ("a@example.org,Ann,1,3", "b@example.org,Ben,2,1", "d@example.org,Dan,4,", "c@example.org,Cat,3,2")
    assert faults_of(*rows) == ["rows 2, 3 and 5: manager: the line goes in a circle: Ann > Ben > Cat > Ann."]


def test_people_of_one_name_in_a_loop_are_told_apart_by_their_addresses():
    assert faults_of("a@example.org,Sam Lee,1,2", "b@example.org,Sam Lee,2,1") == [
        "rows 2 and 3: manager: the line goes in a circle: a@example.org > b@example.org > a@example.org."
    ]


def test_every_loop_is_named_beside_other_faults_and_once():
    teams = KnownTeams({"East": None, "West": "East", "North": None, "South": None, "Hill": None})
    rows = (
        "a@example.org,Ann,1,2,,",
        "b@example.org,Ben,2,1,,",
        "c@example.org,Cat,3,nobody@example.org,West > East,",
        "d.example.org,Dan,4,6,North > South,",
        "e@example.org,Eve,5,,South > North,Hill > West",
        "f@example.org,Fay,6,4,,East > Hill",
    )
    assert faults_of(*rows, teams=teams, header=f"{HEADER},team,manages_team") == [
        "rows 2 and 3: manager: the line goes in a circle: Ann > Ben > Ann.",
        "row 4: manager: “nobody@example.org” is nobody in this file and nobody we know.",
        "rows 4, 6 and 7: teams go in a circle: East > Hill > West > East.",
        "row 5: email: “d.example.org” is not an e-mail address.",
        "rows 5 and 7: manager: the line goes in a circle: Fay > Dan > Fay.",
        "rows 5 and 6: teams go in a circle: North > South > North.",
    ]


def test_a_loop_with_the_teams_there_are_is_named_beside_other_faults():
    teams = KnownTeams({"East": None, "West": "East", "Hill": "West"})
    rows = ("a.example.org,Ann,1,,Dale > East,", "b@example.org,Ben,2,9,West > Dale,Hill", "c@example.org,,3,,,")
    assert faults_of(*rows, teams=teams, header=f"{HEADER},team,manages_team") == [
        "row 2: email: “a.example.org” is not an e-mail address.",
        "rows 2 and 3: with the teams there are, this goes in a circle: Dale > East > West > Dale.",
        "row 3: manager: “9” is nobody in this file and nobody we know.",
        "row 4: name: is empty.",
    ]


def test_whoever_is_managed_by_somebody_whose_own_row_has_a_fault_is_not_named_too():
    rows = (
        "kim@@example.org,Kim,K1,",
        "lee@example.org,Lee,=1,",
        "pat@example.org,Pat",
        "a@example.org,Ann,1,kim@@example.org",
        "b@example.org,Ben,2,k1",
        "c@example.org,Cat,3,pat@example.org",
        "d@example.org,Dan,4,=1",
        "e@example.org,Eve,5,lee@example.org | Nobody",
    )
    assert faults_of(*rows) == [
        "row 2: email: “kim@@example.org” is not an e-mail address.",
        "row 3: staff_number: “=1” looks like a formula of a spreadsheet.",
        "row 4: has 2 cells, but the first row has 4.",
        "row 8: manager: “=1” looks like a formula of a spreadsheet.",
        "row 9: manager: “NOBODY” is nobody in this file and nobody we know.",
    ]


def test_a_row_that_cannot_be_read_makes_no_loop_with_what_was_known():
    teams = KnownTeams({"People who report to Ann": None}, {1: "People who report to Ann"})
    people = [known(1, "Ann", leads_reports=True), known(2, "Ben", reports_to=frozenset({1}))]
    for rows in (
        ("ann@example.org,Ann,1,2", "ben@example.org,Ben,2"),
        ("ann@example.org,Ann,1,", "ann@example.org,Cat,3,2"),
    ):
        faults = faults_of(*rows, known=people, teams=teams)
        assert faults
        assert not any("circle" in fault for fault in faults)


def test_rows_of_one_fault_are_named_in_order_and_the_first_twenty_of_many():
    assert [Fault.of_rows(rows, "no.").where for rows in ([], [7, 7], [3, 2], [5, 2, 9])] == [
        "",
        "row 7",
        "rows 2 and 3",
        "rows 2, 5 and 9",
    ]
    assert Fault.of_rows(range(1, 22), "no.").where.endswith(", 19, 20 and 21")
    assert Fault.of_rows(range(1, 23), "no.").where.endswith(", 19, 20 and 2 more")


def test_a_loop_that_runs_through_somebody_who_is_not_in_the_file_is_found():
    teams = KnownTeams(
        {"People who report to Ann": None, "People who report to Ben": "People who report to Ann"},
        {1: "People who report to Ann", 2: "People who report to Ben"},
    )
    people = [known(1, "Ann", leads_reports=True), known(2, "Ben", reports_to=frozenset({1}), leads_reports=True)]
    assert faults_of("ann@example.org,Ann,1,2", known=people, teams=teams) == [
        "row 2: manager: the line goes in a circle: Ann > Ben > Ann."
    ]


def test_a_line_that_is_too_long_is_a_fault():
    rows = [f"p{number:02}@example.org,P,{number},{number - 1 if number else ''}" for number in range(DEEPEST + 3)]
    assert faults_of(*rows) == [f"row {DEEPEST + 3}: manager: more than 20 managers stand above this person."]


def test_a_very_long_loop_is_named_in_short_and_takes_no_time():
    rows = [f"p{number}@example.org,P{number},{number},{(number + 1) % 20_000}" for number in range(20_000)]
    (fault,) = faults_of(*rows)
    assert ", 20, 21 and 19,980 more: manager: the line goes in a circle: P0 > " in fault
    assert len(fault) < 300


def test_two_managers_of_one_name_have_two_teams_and_each_keeps_its_own():
    rows = (
        "a@example.org,Sam Lee,A1,",
        "b@example.org,Sam Lee,B2,",
        "c@example.org,Cat,3,A1",
        "d@example.org,Dan,4,B2",
    )
    names = plan_of(*rows).reporting.team_names
    assert names == {
        "a@example.org": "People who report to Sam Lee",
        "b@example.org": "People who report to Sam Lee (B2)",
    }
    assert all(is_right_name(name, "Sam Lee") for name in names.values())


def test_the_team_follows_the_name_of_its_manager():
    teams = KnownTeams({"People who report to Ann": None}, {1: "People who report to Ann"})
    plan = plan_of("ann@example.org,Anna Reed", known=[known(1, "Ann")], teams=teams, header="email,name")
    assert plan.reporting.renamed == {"People who report to Ann": "People who report to Anna Reed"}


def test_a_manager_to_whom_nobody_reports_any_more_ends_to_manage():
    teams = KnownTeams({"People who report to Ann": None}, {1: "People who report to Ann"})
    people = [known(1, "Ann", leads_reports=True), known(2, "Ben", reports_to=frozenset({1}))]
    plan = plan_of("ben@example.org,Ben,2,", known=people, teams=teams)
    assert plan.reporting.end == ("ann@example.org",)
    assert plan.changes[0].reports == ({"People who report to Ann"}, frozenset())


def test_a_team_of_reports_cannot_be_named_by_hand_in_the_file():
    row = "a@example.org,Ann,people who report to Ben"
    assert faults_of(row, header="email,name,team") == [
        "row 2: team: “people who report to Ben” is made from the column manager. Leave it out here."
    ]


@pytest.mark.parametrize("name", ["N" * 120, "Sam (x)", "Sam (x) (y)", "(", ""])
def test_any_name_makes_a_name_of_a_team_that_fits_and_is_known_again(name):
    taken = set()
    for _ in range(4):
        made = free_name(name, "K(X)1" * 30, taken)
        assert len(made) <= LONGEST_TEAM_NAME
        assert is_right_name(made, name)
    assert len(taken) == 4


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 30)))
def test_every_circle_is_found_once_and_nothing_else(above):
    circles = list(circles_in(above))
    for circle in circles:
        assert circle[0] == circle[-1]
        assert all(above[lower] == upper for upper, lower in pairwise(circle))
    in_circles = {one for circle in circles for one in circle}
    assert sum(len(circle) - 1 for circle in circles) == len(in_circles)
    for start in above:
        here, steps = start, 0
        while here in above and steps <= len(above):
            here, steps = above[here], steps + 1
        assert (here in above) == any(one in in_circles for one in _way(above, start))


def _way(above, start):
    way = [start]
    while way[-1] in above and above[way[-1]] not in way:
        way.append(above[way[-1]])
    return way


def test_only_what_stands_just_too_deep_is_named():
    assert too_deep({number: number - 1 for number in range(1, DEEPEST + 5)}) == [DEEPEST + 1]
