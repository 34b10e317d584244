"""Fewer courses side by side: a manager chooses those for everyone, for work with families, and so on."""

from __future__ import annotations

import csv
import io

import pytest

from tests.makers import publish_course
from tests.study_course import TWO_LESSONS
from tests.web.home.conftest import fill_team
from tests.web.home.tables import columns_of, rows_of
from tests.web.pages import words_of

LEADING = {
    **TWO_LESSONS,
    "course.md": TWO_LESSONS["course.md"].replace(b"informed", b"leaders").replace(b"Small", b"Big"),
}


@pytest.fixture
def morgan(team, app, sign_in):
    """The manager of the team; besides the course for everyone there is one for people who lead others."""
    with app.app_context():
        publish_course(LEADING, slug="big-steps")
    return sign_in("morgan.price@example.org")


def test_it_offers_the_words_of_the_catalogue(morgan) -> None:
    options = morgan.get("/my-team").all("select[@name='level']/option")
    assert [words_of(option) for option in options] == [
        "All",
        "For everyone",
        "For people who work directly with families",
        "For people who do specialist work",
        "For people who lead others",
    ]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("", ["Big steps", "Small steps"]),
        ("informed", ["Small steps"]),
        ("leaders", ["Big steps"]),
        ("nonsense", ["Big steps", "Small steps"]),
    ],
)
def test_only_the_courses_of_that_level_have_a_column(morgan, level, expected) -> None:
    assert columns_of(morgan.get(f"/my-team?level={level}")) == expected


def test_the_counts_follow_the_columns_that_are_shown(morgan) -> None:
    counts = {level: rows_of(morgan.get(f"/my-team?level={level}"))["Aisha Khan"][1] for level in ("", "leaders")}
    assert counts == {"": "1 of 2", "leaders": "0 of 1"}
    lead = words_of(morgan.get("/my-team?level=leaders").all("p[@class='lead']")[0])
    assert lead == "3 people · 1 of 2 courses"


def test_people_with_something_to_do_are_those_who_have_it_to_do_in_these_courses(morgan) -> None:
    assert set(rows_of(morgan.get("/my-team?show=unfinished&level=informed"))) == {"Bola Adeyemi", "Carys Evans"}


@pytest.mark.parametrize("words", ["Overdue: sort by this", "Done: sort by this", "Page for printing"])
def test_sorting_and_printing_keep_it(morgan, words) -> None:
    assert "level=leaders" in morgan.get("/my-team?level=leaders").link(words)


def test_the_next_page_keeps_it(morgan, app) -> None:
    with app.app_context():
        fill_team(48)
    assert "level=leaders" in morgan.get("/my-team?level=leaders").link("Next")


def test_the_spreadsheet_holds_the_same_columns(morgan) -> None:
    address = morgan.get("/my-team?level=leaders").link("spreadsheet")
    lines = list(csv.reader(io.StringIO(morgan.raw("GET", address).get_data(as_text=True))))
    assert lines[0][6:] == ["Big steps"]
    assert {line[5] for line in lines[1:]} == {"0 of 1"}


def test_a_level_without_courses_says_so_and_leads_back(morgan) -> None:
    page = morgan.get("/my-team?level=enhanced")
    assert "No course fits this filter." in page.text
    assert len(columns_of(page.follow("Show all courses"))) == 2


def test_a_course_by_person_does_not_depend_on_it(morgan) -> None:
    page = morgan.get("/my-team?level=leaders").follow("Big steps")
    assert page.status == 200
    assert morgan.get("/my-team/courses/small-steps?level=leaders").status == 200
