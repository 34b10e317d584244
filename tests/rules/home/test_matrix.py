"""The matrix: who is shown, in which order, on which page, and how many stand where with each course."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from learning.home.matrix import (
    Column,
    Row,
    Window,
    away_rows,
    by_course,
    chosen_rows,
    due_words,
    falls_due,
    page_of,
    people_per_page,
)
from learning.study.status import NOT_STARTED, Status

DONE = Status("done", "Done", 7, date(2026, 11, 3), None, 2)
LATE = Status("late", "Overdue (repeat)", 5, date(2024, 1, 9), date(2026, 1, 8), 1)
OPEN = Status("progress", "In progress")
NONE = NOT_STARTED
COLUMNS = (Column(1, "understanding-trauma", "Understanding trauma"), Column(2, "vicarious-trauma", "Vicarious trauma"))


def row(name: str, *statuses: Status, person_id: int = 1) -> Row:
    return Row(person_id, name, "Social worker", "Assessment", statuses)


def names(rows: list[Row]) -> list[str]:
    return [one.name for one in rows]


def test_people_with_most_overdue_come_first_then_by_name() -> None:
    rows = [row("Zoe", DONE, DONE), row("amir", LATE, LATE), row("Beth", LATE, NONE), row("Cara", LATE, DONE)]
    assert names(chosen_rows(rows, show="everyone", sort_by="overdue")) == ["amir", "Beth", "Cara", "Zoe"]


def test_sorting_by_name_does_not_care_about_capitals() -> None:
    rows = [row("zoe", DONE), row("Amir", DONE), row("beth", DONE)]
    assert names(chosen_rows(rows, show="everyone", sort_by="name")) == ["Amir", "beth", "zoe"]


def test_sorting_by_done_puts_those_with_least_done_first() -> None:
    rows = [row("Amir", DONE, DONE), row("Beth", NONE, OPEN), row("Cara", DONE, LATE)]
    assert names(chosen_rows(rows, show="everyone", sort_by="done")) == ["Beth", "Cara", "Amir"]


@pytest.mark.parametrize(
    ("show", "expected"),
    [("everyone", ["Amir", "Beth", "Cara"]), ("overdue", ["Beth"]), ("unfinished", ["Beth", "Cara"])],
)
def test_the_filter_keeps_whom_it_says(show, expected) -> None:
    rows = [row("Amir", DONE, DONE), row("Beth", LATE, DONE), row("Cara", DONE, OPEN)]
    assert names(chosen_rows(rows, show=show, sort_by="name")) == expected


def test_fifty_people_fit_on_a_page_and_the_fifty_first_starts_the_next() -> None:
    rows = [row(f"Person {number:02}", DONE, person_id=number) for number in range(51)]
    assert len(page_of(COLUMNS, rows, 1, people_per_page=50).rows) == 50
    assert names(list(page_of(COLUMNS, rows, 2, people_per_page=50).rows)) == ["Person 50"]


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-3, 1), (2, 2), (99, 2)])
def test_a_page_that_is_not_there_gives_the_nearest(asked, given) -> None:
    rows = [row(f"Person {number}", DONE) for number in range(60)]
    assert page_of(COLUMNS, rows, asked, people_per_page=50).page == given


def test_nobody_still_makes_one_page() -> None:
    assert page_of(COLUMNS, [], 1, people_per_page=50).page_count == 1


def test_each_course_says_how_many_people_stand_where() -> None:
    rows = [row("Amir", DONE, NONE), row("Beth", LATE, NONE), row("Cara", DONE, OPEN)]
    counted = [
        (one.column.title, one.done, one.in_progress, one.overdue, one.not_started) for one in by_course(COLUMNS, rows)
    ]
    assert counted == [("Understanding trauma", 2, 0, 1, 0), ("Vicarious trauma", 0, 1, 0, 2)]


@pytest.mark.parametrize(
    ("course_count", "people"), [(0, 50), (1, 50), (10, 45), (11, 40), (25, 18), (50, 10), (90, 10)]
)
def test_fewer_people_stand_on_a_page_beside_many_courses(course_count, people) -> None:
    assert people_per_page(course_count) == people


FIRST, LAST = date(2026, 11, 24), date(2026, 12, 24)
DUE = Status("soon", "Due soon", due_on=LAST)
RUNNING_OUT = Status("done", "Done", 7, date(2024, 12, 25), LAST, 2)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (DUE, "Due 24 December 2026"),
        (Status("progress", "In progress", due_on=FIRST), "Due 24 November 2026"),
        (RUNNING_OUT, "Repeat by 24 December 2026"),
        (replace(RUNNING_OUT, refresh_by_on=date(2026, 12, 1)), "See what changed by 1 December 2026"),
        (replace(RUNNING_OUT, refresh_by_on=date(2027, 12, 1)), "Repeat by 24 December 2026"),
        (Status("none", "Not started", due_on=date(2026, 12, 25)), None),
        (replace(RUNNING_OUT, repeat_by_on=date(2026, 12, 25)), None),
        (Status("late", "Overdue", due_on=FIRST), None),
        (Status("na", "Not needed", due_on=FIRST), None),
        (DONE, None),
        (NONE, None),
    ],
)
def test_what_falls_due_or_runs_out_on_the_days_asked_about_says_what_and_when(status, words) -> None:
    found = due_words(status) if falls_due(status, Window(FIRST, LAST)) else None
    assert found == words


def test_the_days_asked_about_keep_whoever_has_something_then_and_its_cell_says_so() -> None:
    rows = [row("Amir", LATE, NONE), row("Beth", NONE, RUNNING_OUT), row("Cara", LATE, DUE)]
    window = Window(FIRST, LAST)
    assert names(chosen_rows(rows, show="everyone", sort_by="name", window=window)) == ["Beth", "Cara"]
    assert names(chosen_rows(rows, show="overdue", sort_by="name", window=window)) == ["Cara"]
    cells = [(cell.key, cell.words, cell.is_completed) for cell in rows[1].cells(window)]
    assert cells == [("none", "", False), ("soon", "Repeat by 24 Dec 2026", True)]
    assert [(cell.key, cell.words) for cell in rows[1].cells(None)] == [("none", ""), ("done", "")]


def test_who_is_away_stands_apart_and_under_no_filter() -> None:
    away = replace(row("Zoe", DUE, LATE), is_away=True)
    rows = [away, row("Amir", LATE, DONE), replace(away, name="Beth")]
    assert names(away_rows(rows)) == ["Beth", "Zoe"]
    for show in ("everyone", "overdue", "unfinished"):
        assert names(chosen_rows(rows, show=show, sort_by="name", window=None)) == ["Amir"]
    assert chosen_rows(rows, show="everyone", sort_by="name", window=Window(FIRST, LAST)) == []
