"""The learner's, the manager's and the author's job in a real browser, and axe on the pages they meet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask

from learning.courses.source_folder import read_course
from learning.people.roles import Role
from learning.settings import PROJECT_FOLDER
from tests.journeys.conftest import PHONE, Visitor, both_databases
from tests.journeys.test_patterns import LOOKS, RULES
from tests.makers import (
    complete_course,
    make_manager,
    make_person,
    make_team,
    publish_course,
    put_in_team,
    start_course,
)

REAL = "understanding-trauma"
SMALL = "/courses/small-steps"
PAGES = {
    "aisha.khan@example.org": [
        "/my-learning",
        "/courses",
        f"/courses/{REAL}",
        f"/courses/{REAL}/lessons/what-we-mean",
        f"/courses/{REAL}/lessons/many-kinds",
        f"/courses/{REAL}/lessons/stress-and-windows",
        SMALL,
        "/my-record",
        "/my-reflections",
        "/account",
        "/check-certificate",
    ],
    "morgan.price@example.org": ["/my-team", "/my-team/print", "/my-team/courses/small-steps", "/my-team/people/1"],
    "lucy.author@example.org": [
        "/write",
        "/write/small-steps",
        "/write/small-steps/versions/1",
        "/write/small-steps/pages/course.md",
    ],
    "tom.admin@example.org": ["/admin/people", "/admin/people/1", "/admin/people/add", "/admin/teams"],
}


@pytest.fixture
def organisation(app: Flask) -> None:
    """A learner who has completed one course and begun the real one, her manager, an author, an administrator."""
    with app.app_context():
        learner = make_person("Aisha Khan")
        team = make_team()
        put_in_team(learner, team)
        make_manager(make_person("Morgan Price"), team)
        make_person("Lucy Author", roles=(Role.AUTHOR,))
        make_person("Tom Admin", roles=(Role.ADMINISTRATOR,))
        publish_course()
        publish_course(read_course(PROJECT_FOLDER / "courses" / REAL).files, slug=REAL)
        complete_course(learner)
        start_course(learner, REAL)


@pytest.mark.parametrize("look", ["wide and light", "wide and dark", "phone and light", "phone and dark"])
def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(
    organisation, visit: Callable[..., Visitor], look: str
) -> None:
    found = {}
    for email, paths in PAGES.items():
        visitor = visit(bypass_csp=True, **LOOKS[look])
        visitor.sign_in(email)
        for path in paths:
            visitor.open(path)
            result = Axe().run(visitor.page, options={"runOnly": RULES})
            faults = [f"{fault['id']}: {fault['nodes'][0]['html'][:100]}" for fault in result.response["violations"]]
            if visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append("scrolls sideways")
            found[path] = faults
    assert {path: faults for path, faults in found.items() if faults} == {}


@both_databases
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_learner_completes_a_course_on_a_phone(app: Flask, visit: Callable[..., Visitor], scripts: bool) -> None:
    with app.app_context():
        make_person("Aisha Khan")
        publish_course()
    visitor = visit(viewport=PHONE, scripts=scripts)
    page = visitor.page
    visitor.sign_in("aisha.khan@example.org")
    page.get_by_role("link", name="See all courses").click()
    page.get_by_role("link", name="Small steps").click()
    page.get_by_role("button", name="Start").first.click()
    page.get_by_role("link", name="Begin with lesson 1").click()
    page.get_by_role("button", name="I have finished this lesson").click()
    page.get_by_role("link", name="Take the shorter route").click()
    page.get_by_role("button", name="I have finished this lesson").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Final check"
    _answer_all(visitor)
    page.get_by_role("button", name="Send my answers").click()
    assert "%" in page.locator("main").inner_text()


def _answer_all(visitor: Visitor) -> None:
    page = visitor.page
    page.locator("form[action$='/check/begin'] button").first.click()
    while "/check/questions/" in page.url:
        for box in page.locator("main input[type=text]").all():
            box.fill("a choice")
        radios = page.locator("main input[type=radio]")
        if radios.count():
            radios.first.check(force=True)
        for place, row in enumerate(page.locator("main select").all(), start=1):
            row.select_option(index=place)
        page.get_by_role("button", name="Continue").click()


def test_an_author_publishes_a_changed_page(organisation, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    visitor.sign_in("lucy.author@example.org")
    visitor.open("/write/small-steps")
    page.locator("form[action$='/draft'] button").first.click()
    visitor.open("/write/small-steps/pages/course.md")
    text = page.locator("textarea").first
    text.fill(text.input_value().replace("What this course is.", "What this course is, said better."))
    page.get_by_role("button", name="Save").first.click()
    visitor.open("/write/small-steps")
    assert "draft" in page.locator("main").inner_text().lower()
