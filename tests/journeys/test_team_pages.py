"""The manager's pages as they are drawn: every word on paper, icon and word in a cell, no word cut off on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from learning.db import db
from learning.home import visible_teams
from learning.people.models import Person
from tests.journeys.conftest import PHONE, Visitor
from tests.journeys.examination import SCRIPTS, faults_of
from tests.journeys.paper import letters_on_paper
from tests.makers import (
    complete_course,
    make_manager,
    make_person,
    make_team,
    publish_course,
    put_in_team,
    start_course,
)
from tests.study_course import TWO_LESSONS

TITLES = [f"Contextual safeguarding and responsibilities, part {number}" for number in range(1, 26)]

_CELLS_THAT_OVERFLOW = """() => [...document.querySelectorAll('.matrix td, .matrix th')]
  .filter((cell) => cell.getClientRects().length && cell.scrollWidth > cell.clientWidth + 1)
  .map((cell) => cell.textContent.trim())"""

_LINES_OF_WORD = """(cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return [...range.getClientRects()].filter(({ width, height }) => Math.min(width, height) > 10).length;
}"""

_HIDDEN_STOP = """() => {
  // Chromium lets a stop stand of which a little is seen at an edge.
  const stop = document.activeElement;
  const { left, right, top, height } = stop.getClientRects()[0];
  const isOnTop = (x) => stop === document.elementFromPoint(x, top + height / 2);
  return [left + 1, (left + right) / 2, right - 1].some(isOnTop) ? [] : [stop.href];
}"""

_SIGNS = "(cell) => ['::before', '::after'].map((part) => getComputedStyle(cell, part).content).join()"


@pytest.fixture
def morgan(app: Flask, visit: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """Signs in the manager of Aisha, who has completed the first twenty of twenty-five courses and begun the next."""
    with app.app_context():
        aisha, team = make_person("Aisha Khan"), make_team("Assessment")
        put_in_team(aisha, team)
        make_manager(make_person("Morgan Price"), team)
        for number, title in enumerate(TITLES, start=1):
            source = TWO_LESSONS["course.md"].replace(b"Small steps", title.encode())
            publish_course({**TWO_LESSONS, "course.md": source}, slug=f"course-{number}")
        for number in range(1, 21):
            complete_course(aisha, f"course-{number}")
        start_course(aisha, "course-21")
        for name in ("Bola Adeyemi", "Carys Featherstonehaugh"):
            colleague = make_person(name)
            put_in_team(colleague, team)
            for number in (1, 12, 25):
                complete_course(colleague, f"course-{number}")

    def signed_in(**options) -> Visitor:
        visitor = visit(**options)
        visitor.sign_in("morgan.price@example.org")
        visitor.page.wait_for_url("**/my-learning")
        return visitor

    return signed_in


def test_a_name_of_120_letters_leaves_room_for_where_its_person_stands(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.open("/patterns")
    visitor.page.locator(".matrix tbody th a").first.evaluate("(name) => { name.textContent = 'W'.repeat(120); }")
    table = visitor.page.get_by_role("region", name="People and courses").bounding_box()
    status = visitor.page.locator(".matrix .s-done").first.bounding_box()
    assert status["x"] + status["width"] < table["x"] + table["width"]


@pytest.mark.parametrize("landscape", [False, True])
def test_paper_holds_every_course_that_somebody_began(morgan: Callable[..., Visitor], landscape: bool) -> None:
    visitor = morgan()
    visitor.open("/my-team/print")
    letters = letters_on_paper(visitor.page.pdf(format="A4", landscape=landscape))
    assert "AishaKhan" in letters
    lines = [f"{title} (24 November 2026, version 1)" for title in TITLES[:20]]
    assert [line for line in [*lines, TITLES[20]] if line.replace(" ", "") not in letters] == []


@pytest.mark.parametrize("width", [1280, 320])
def test_a_cell_that_is_shown_has_its_icon_and_its_word(morgan: Callable[..., Visitor], width: int) -> None:
    visitor = morgan(viewport={"width": width, "height": 640})
    visitor.open("/my-team")
    cell = visitor.page.locator(f"td[data-column='{TITLES[20]}']").first
    assert cell.inner_text().strip() == "In progress"
    assert cell.evaluate(_LINES_OF_WORD) == 1
    assert "◐" in cell.evaluate(_SIGNS)


def test_a_phone_with_text_at_twice_the_size_cuts_off_and_squeezes_no_word(morgan: Callable[..., Visitor]) -> None:
    visitor = morgan(viewport=PHONE)
    visitor.open("/my-team")
    visitor.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert visitor.page.evaluate(_CELLS_THAT_OVERFLOW) == []
    assert visitor.page.locator(f"td[data-column='{TITLES[20]}']").first.evaluate(_LINES_OF_WORD) == 1


def test_no_cell_that_the_keyboard_comes_to_hides_beneath_the_names_or_the_titles(
    morgan: Callable[..., Visitor],
) -> None:
    page = morgan(viewport={"width": 1280, "height": 500}).page
    page.goto(page.url.replace("my-learning", "my-team"))
    links = page.locator(".matrix td a").count()
    page.locator(".matrix td a").last.focus()
    hidden = []
    for key in ["Shift+Tab"] * (links - 1) + ["Tab"] * (links - 1):
        page.keyboard.press(key)
        hidden += page.evaluate(_HIDDEN_STOP)
    assert hidden == []


def test_the_note_on_cards_is_for_phones_alone(morgan: Callable[..., Visitor]) -> None:
    shown = {}
    for width in (320, 1280):
        visitor = morgan(viewport={"width": width, "height": 640})
        visitor.open("/my-team")
        shown[width] = visitor.page.get_by_text("only what is overdue, due soon or in progress is listed").is_visible()
    assert shown == {320: True, 1280: False}


def test_the_teams_to_choose_from_have_no_fault(app: Flask, morgan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visible_teams, "MOST_PEOPLE_TOGETHER", 2)
    with app.app_context():
        fostering = make_team("Fostering")
        put_in_team(make_person("Dev Shah"), fostering)
        make_manager(db.session.query(Person).filter_by(name="Morgan Price").one(), fostering)
    visitor = morgan()
    for address in ("/my-team", "/my-team/courses/course-1"):
        visitor.page.add_init_script(SCRIPTS)
        visitor.open(address)
        assert visitor.page.get_by_role("link", name="Fostering").count() == 1
        assert faults_of(visitor.page) == []
