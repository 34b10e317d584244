"""The team on paper: every course that somebody began stands there in words, and whose teams on which day."""

from __future__ import annotations

import pytest

from learning.db import db
from learning.people.models import Person
from tests.makers import complete_course, publish_course
from tests.study_course import TWO_LESSONS
from tests.web.home.tables import rows_of

TITLES = [f"Course number {number}" for number in range(1, 13)]


@pytest.fixture
def morgan(team, app, sign_in):
    """The manager of a team, of whom Aisha has completed the small course and twelve more."""
    with app.app_context():
        aisha = db.session.get_one(Person, team["people"]["Aisha Khan"])
        for number, title in enumerate(TITLES, start=1):
            source = TWO_LESSONS["course.md"].replace(b"Small steps", title.encode())
            publish_course({**TWO_LESSONS, "course.md": source}, slug=f"course-{number}")
            complete_course(aisha, f"course-{number}")
    return sign_in("morgan.price@example.org")


def test_every_course_that_somebody_completed_stands_there_in_words_with_day_and_version(morgan) -> None:
    overdue, soon, in_progress, done = rows_of(morgan.get("/my-team/print"))["Aisha Khan Social worker · Assessment"]
    assert (overdue, soon, in_progress) == ("–", "–", "–")
    assert done.startswith("13 of 13")
    for title in ["Small steps", *TITLES]:
        assert f"{title} (24 November 2026, version 1)" in done


def test_what_is_in_progress_stands_there_and_what_is_not_started_is_counted(morgan) -> None:
    rows = rows_of(morgan.get("/my-team/print"))
    assert rows["Bola Adeyemi Social worker · Assessment"] == ["–", "–", "Small steps", "0 of 13"]
    assert rows["Carys Evans Social worker · Assessment"] == ["–", "–", "–", "0 of 13"]
    assert "What is in no column is not started, or not needed." in morgan.get("/my-team/print").text


def test_the_heading_says_whose_teams_which_day_and_which_filter(morgan) -> None:
    page = morgan.get("/my-team/print")
    assert page.h1 == "Team learning on 24 November 2026"
    assert "All teams that Morgan Price sees · Everyone · All courses · 3 people · 13 courses" in page.text
    choices = {option.text: option.get("value") for option in morgan.get("/my-team").all("select[@name='team']/option")}
    page = morgan.get(f"/my-team/print?team={choices['Assessment']}&show=unfinished&level=informed")
    assert "Assessment · People with something to do · Courses for everyone · 2 people · 13 courses" in page.text


def test_more_people_than_one_page_holds_have_a_next_page(morgan, app, monkeypatch) -> None:
    monkeypatch.setattr("learning.home.team_views.MOST_PEOPLE_ON_PAPER", 2)
    page = morgan.get("/my-team/print")
    assert "Page 1 of 2" in page.text
    assert len(rows_of(page.follow("Next"))) == 1
