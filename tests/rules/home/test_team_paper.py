"""A person's row on paper: in words what is overdue, in progress and done."""

from __future__ import annotations

from datetime import date

from learning.home.matrix import Column, Row, Window
from learning.home.team_paper import paper_row
from learning.study.status import NOT_STARTED, Status

COLUMNS = tuple(Column(number, title.lower(), title) for number, title in enumerate(("One", "Two", "Three", "Four")))
STATUSES = (
    Status("done", "Done, repeat by 2 November 2028", 7, date(2026, 11, 3), date(2028, 11, 2), 2),
    Status("late", "Overdue (repeat)", 5, date(2024, 1, 9), date(2026, 1, 8), 1),
    Status("progress", "In progress"),
    NOT_STARTED,
)


def test_each_course_that_was_begun_stands_under_its_standing_with_what_can_be_said_of_it() -> None:
    on_paper = paper_row(COLUMNS, Row(1, "Amir", "Social worker", "Assessment", STATUSES))
    assert on_paper.done == ("One (3 November 2026, version 2)",)
    assert on_paper.overdue == ("Two (repeat by 8 January 2026)",)
    assert on_paper.in_progress == ("Three",)


def test_for_days_that_are_asked_about_it_says_what_falls_due_and_when_whatever_its_standing() -> None:
    row = Row(1, "Amir", "Social worker", "Assessment", STATUSES)
    on_paper = paper_row(COLUMNS, row, Window(date(2028, 10, 1), date(2028, 11, 2)))
    assert on_paper.due_soon == ("One (repeat by 2 November 2028)",)
    assert (len(on_paper.done), on_paper.in_progress) == (1, ("Three",))
