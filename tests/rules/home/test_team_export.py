"""A person's line in the spreadsheet: words and days that a spreadsheet can sort and filter by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from learning.home.matrix import Column, Row
from learning.home.team_export import header_of, line_of
from learning.study.status import NOT_STARTED, Status

DONE = Status("done", "Done", 7, date(2026, 11, 3), None, 2)
REPEATED = replace(DONE, words="Done, repeat by 2 November 2028", repeat_by_on=date(2028, 11, 2))
LATE = Status("late", "Overdue (repeat)", 5, date(2024, 1, 9), date(2026, 1, 8), 1)
OPEN = Status("progress", "In progress")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (DONE, "Done; completed 2026-11-03; version 2"),
        (REPEATED, "Done; completed 2026-11-03; version 2; repeat by 2028-11-02"),
        (LATE, "Overdue (repeat); completed 2024-01-09; version 1; repeat by 2026-01-08"),
        (OPEN, "In progress"),
        (NOT_STARTED, "Not started"),
    ],
)
def test_a_cell_has_days_in_one_style_alone(status, expected) -> None:
    assert line_of(Row(1, "Amir", "Social worker", "Assessment", (status,)))[6:] == [expected]


def test_people_of_one_name_can_be_told_apart_by_job_role_and_team() -> None:
    columns = (Column(1, "small-steps", "Small steps"),)
    assert header_of(columns) == ["Name", "Job role", "Team", "Away today", "Overdue", "Done", "Small steps"]
    assert line_of(Row(1, "Amir", "Social worker", "Assessment", (DONE,)))[:6] == [
        "Amir",
        "Social worker",
        "Assessment",
        "",
        "0",
        "1 of 1",
    ]
