"""What an address asks My team for, and how files say it."""

from __future__ import annotations

from datetime import date

import pytest

from learning.home.matrix import Window
from learning.home.team_filters import TeamFilters, filters_from
from learning.home.visible_teams import VisibleTeam

TODAY = date(2026, 11, 24)
LEVELS = {"informed": "For everyone", "leaders": "For people who lead others"}
TEAMS = [VisibleTeam(7, "Assessment", True), VisibleTeam(8, "Fostering", False)]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, TeamFilters()),
        ({"team": "7", "within": "60", "sort": "name"}, TeamFilters(team=7, within_days=60, sort="name")),
        ({"team": "own", "show": "overdue", "level": "leaders"}, TeamFilters("own", "overdue", None, "leaders")),
        ({"team": "x", "show": "x", "within": "31", "level": "x", "sort": "x"}, TeamFilters()),
        ({"within": "-30", "team": "9" * 5000}, TeamFilters()),
    ],
)
def test_an_address_is_read_and_words_it_does_not_know_ask_for_nothing(arguments, expected) -> None:
    assert filters_from(arguments, levels=LEVELS) == expected


def test_what_an_address_asks_for_can_be_written_into_the_next() -> None:
    filters = TeamFilters("own", "unfinished", 90, "informed", "done")
    kept = {name: str(value) for name, value in filters.in_address().items()}
    assert filters_from(kept, levels=LEVELS) == filters


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (TeamFilters(), ("All my teams",)),
        (TeamFilters(team=8), ("Fostering",)),
        (
            TeamFilters("own", "overdue", 30, "leaders"),
            (
                "Only teams managed directly",
                "People with something overdue",
                "Due or running out by 2026-12-24",
                "Courses for people who lead others",
            ),
        ),
    ],
)
def test_a_file_states_each_filter_in_words(filters, words) -> None:
    assert filters.words(TEAMS, LEVELS, TODAY) == words


def test_the_days_asked_about_begin_today_and_people_who_are_away_are_no_answer() -> None:
    assert TeamFilters(within_days=30).window(TODAY) == Window(TODAY, date(2026, 12, 24))
    asking = [TeamFilters(), TeamFilters(within_days=30), TeamFilters(show="overdue")]
    assert [one.asks_for_everybody for one in asking] == [True, False, False]
