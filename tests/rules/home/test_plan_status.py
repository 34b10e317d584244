"""What a page says of a course when a plan asks for it, beside what the course itself would say."""

from __future__ import annotations

from datetime import date

import pytest

from learning.home.plan_status import when_due, with_plan
from learning.plans.standing import Standing
from learning.study.status import NOT_STARTED, Status

DAY = date(2026, 12, 15)
IN_PROGRESS = Status("progress", "In progress")
DONE = Status("done", "Done", 7, date(2026, 11, 3), None, 2)


@pytest.mark.parametrize(
    ("status", "standing", "key", "words", "when"),
    [
        (NOT_STARTED, Standing("upcoming", DAY), "none", "Not started", "Due 15 December 2026"),
        (IN_PROGRESS, Standing("upcoming", DAY), "progress", "In progress", "Due 15 December 2026"),
        (NOT_STARTED, Standing("upcoming"), "none", "Not started", ""),
        (IN_PROGRESS, Standing("due soon", DAY), "soon", "Due soon", "Due 15 December 2026"),
        (NOT_STARTED, Standing("overdue", DAY), "late", "Overdue", "Was due 15 December 2026"),
        (NOT_STARTED, Standing("exempt"), "na", "Not needed", ""),
        (DONE, Standing("exempt"), "done", "Done", ""),
        (DONE, Standing("met", None, None, 7, date(2026, 11, 3), 2), "done", "Done", ""),
    ],
)
def test_the_plan_speaks_where_it_asks(status, standing, key, words, when) -> None:
    found = with_plan(status, standing)
    assert (found.key, found.words, when_due(found)) == (key, words, when)


def test_what_has_lapsed_by_the_plan_is_overdue_although_the_course_itself_asks_for_no_repeat() -> None:
    found = with_plan(DONE, Standing("lapsed", DAY, date(2026, 12, 16), 7, date(2025, 12, 16), 2))
    assert (found.key, found.words, found.repeat_by_on) == ("late", "Overdue (repeat)", DAY)
    assert when_due(found) == "To be repeated by 15 December 2026"


def test_what_changed_is_to_be_seen_by_its_day_and_what_was_learned_elsewhere_has_no_version() -> None:
    found = with_plan(DONE, Standing("expiring", DAY, date(2026, 12, 16), 7, date(2026, 11, 3), 2, is_refresh=True))
    assert (found.words, found.refresh_by_on) == ("Done, see what changed by 15 December 2026", DAY)
    assert when_due(found) == "See what changed by 15 December 2026"
    assert with_plan(NOT_STARTED, Standing("met", None, None, -3, date(2026, 11, 3), 0)).version_number is None
