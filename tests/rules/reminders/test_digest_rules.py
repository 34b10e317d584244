"""What managers are told once a week, and which manager is told of whom."""

from __future__ import annotations

from datetime import date

import pytest

from learning.plans.standing import Standing
from learning.reminders.digest_rules import nearest_managers, word_for
from learning.reminders.reminder_rules import Asked

MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)
TOP, EAST, WEST = 1, 2, 3
PARENTS = {TOP: None, EAST: TOP, WEST: TOP}


@pytest.mark.parametrize(
    ("due_on", "day", "word"),
    [
        (date(2026, 11, 22), MONDAY, "overdue"),
        (date(2026, 11, 23), MONDAY, "due soon"),
        (date(2026, 11, 30), MONDAY, "due soon"),
        (date(2026, 12, 1), MONDAY, None),
        (date(2026, 12, 1), WEDNESDAY, None),  # it was not due soon when the week began
        (date(2026, 11, 24), WEDNESDAY, "overdue"),
    ],
)
def test_a_course_is_told_from_its_earliest_reminder_on(due_on, day, word):
    assert word_for(Asked(Standing("due soon", due_on), (7, 1)), day, MONDAY) == word


def test_without_reminder_days_it_is_told_thirty_days_before():
    assert word_for(Asked(Standing("due soon", date(2026, 12, 23))), MONDAY, MONDAY) == "due soon"
    assert word_for(Asked(Standing("upcoming", date(2026, 12, 24))), MONDAY, MONDAY) is None


@pytest.mark.parametrize(
    "standing", [Standing("met"), Standing("exempt"), Standing("upcoming", MONDAY, is_paused=True)]
)
def test_what_is_done_or_not_asked_for_now_is_not_told(standing):
    assert word_for(Asked(standing), MONDAY, MONDAY) is None


@pytest.mark.parametrize(
    ("teams", "managers", "told"),
    [
        ([EAST], {EAST: [20], TOP: [10]}, {20}),
        ([EAST], {TOP: [10]}, {10}),
        ([EAST], {EAST: [20, 21]}, {20, 21}),
        ([EAST, WEST], {EAST: [20], WEST: [30], TOP: [10]}, {20, 30}),
        ([EAST, WEST], {EAST: [20], TOP: [10]}, {20, 10}),
        ([EAST], {EAST: [99], TOP: [10]}, {10}),  # 99 is the person: who leads a team is told of by the next above
        ([EAST], {}, set()),
        ([], {TOP: [10]}, set()),
    ],
)
def test_the_nearest_manager_is_told_of_a_person(teams, managers, told):
    assert nearest_managers(99, teams, managers, PARENTS) == told


def test_a_circle_of_teams_ends():
    assert nearest_managers(99, [EAST], {}, {EAST: WEST, WEST: EAST}) == set()
