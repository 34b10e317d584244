"""A double click on a button that sends makes one thing, and leads to no page that says something went wrong.

With scripts the second click is not sent. Without, the browser gives the first sending up for the second, however far
the first has come. Here it has come all the way each time: it is done, and only its answer is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, Response, Route, expect
from sqlalchemy import func, select

from learning.courses.models import Draft, Version
from learning.db import Model, db
from learning.people.models import Person, PersonRole
from learning.people.roles import Role
from learning.practice.models import Reflection
from learning.study.models import Attempt, CompletionRecord, Enrolment, FinishedLesson, Sitting
from tests.journeys.conftest import Visitor
from tests.makers import make_person, publish_course, sit_check
from tests.study_course import TWO_LESSONS

Visit = Callable[..., Visitor]


class _Clicker:
    """Somebody who clicks every button twice, and is never told that it went wrong."""

    def __init__(self, visitor: Visitor, email: str) -> None:
        self.page: Page = visitor.page
        self.visitor = visitor
        self.refused: list[str] = []
        self.page.on("response", self._note)
        visitor.sign_in(email)

    def twice(self, button: str, heading: str) -> None:
        """Click a button twice, the second time before the first is answered, and wait for the page that follows."""
        target = self.page.get_by_role("button", name=button, exact=True).first
        self.page.route("**", _throw_answer_away)
        with self.page.expect_event("requestfailed"):
            target.click()
        self.page.unroute("**")
        target.click()
        expect(self.page.locator("h1")).to_have_text(heading)
        assert self.refused == []

    def _note(self, response: Response) -> None:
        if response.status >= 400 and response.request.is_navigation_request():
            self.refused.append(f"{response.status} {response.url}")


def _throw_answer_away(route: Route) -> None:
    if route.request.method != "POST":
        route.continue_()
        return
    assert route.fetch(max_redirects=0).status == 303
    route.abort("aborted")


@pytest.fixture
def count(app: Flask) -> Callable[[type[Model]], int]:
    """How many rows there are of a kind."""

    def counted(model: type[Model]) -> int:
        with app.app_context():
            return db.session.scalar(select(func.count()).select_from(model)) or 0

    return counted


def test_a_learner_who_clicks_twice_does_everything_once(app: Flask, visit: Visit, count) -> None:
    with app.app_context():
        person = make_person("Aisha Khan")
        publish_course()
        publish_course(TWO_LESSONS, slug="two-lessons")
    aisha = _Clicker(visit(scripts=False), "aisha.khan@example.org")

    aisha.visitor.open("/courses/two-lessons")
    aisha.twice("Start this course", "Small steps")
    assert count(Enrolment) == 1
    for key, heading in (("noticing", "Asking"), ("asking", "Small steps")):
        aisha.visitor.open(f"/courses/two-lessons/lessons/{key}")
        aisha.twice("I have finished this lesson", heading)
    assert (count(FinishedLesson), count(CompletionRecord)) == (2, 1)

    aisha.visitor.open("/courses/small-steps")
    aisha.twice("Start this course", "Small steps")
    aisha.visitor.open("/courses/small-steps/lessons/a-hard-visit?route=full")
    aisha.page.get_by_label("Your words").fill("Nan did.")
    aisha.twice("Save my words", "A hard visit")
    assert count(Reflection) == 1
    aisha.twice("I have finished this lesson", "Noticing")
    aisha.twice("I have finished this lesson", "Final check")
    aisha.twice("Start the final check", "What helps first?")
    assert count(Sitting) == 1
    with app.app_context():
        sit_check(person)
    aisha.visitor.open("/courses/small-steps/check/answers")
    aisha.twice("Send my answers", "You reached the pass mark")
    assert (count(Attempt), count(CompletionRecord), count(Enrolment)) == (1, 2, 2)


def test_an_author_and_an_administrator_who_click_twice_make_one_thing(app: Flask, visit: Visit, count) -> None:
    with app.app_context():
        make_person("Lucy Author", roles=(Role.AUTHOR,))
        make_person("Tom Admin", roles=(Role.ADMINISTRATOR,))
        publish_course()
    lucy = _Clicker(visit(scripts=False), "lucy.author@example.org")
    lucy.visitor.open("/write/small-steps")
    lucy.twice("Start editing", "Small steps")
    assert count(Draft) == 1
    lucy.visitor.open("/write/small-steps/pages/course.md")
    box = lucy.page.get_by_label("Text of this page (Markdown)")
    box.fill(box.input_value().replace("What this course is.", "What this course is, said better."))
    lucy.twice("Save and check", "course.md")
    lucy.visitor.open("/write/small-steps")
    lucy.page.get_by_label("Editorial").check(force=True)
    lucy.page.get_by_label("What has changed?").fill("Better words.")
    lucy.twice("Publish", "Small steps")
    assert (count(Version), count(Draft)) == (2, 0)

    tom = _Clicker(visit(scripts=False), "tom.admin@example.org")
    tom.visitor.open("/admin/people/1")
    tom.twice("Sign out everywhere", "Lucy Author")
    tom.twice("Give", "Lucy Author")
    assert count(PersonRole) == 3


def test_with_scripts_a_second_click_is_not_sent(app: Flask, visit: Visit, count) -> None:
    with app.app_context():
        make_person("Tom Admin", roles=(Role.ADMINISTRATOR,))
    visitor = visit()
    visitor.sign_in("tom.admin@example.org")
    expect(visitor.page.locator("h1")).to_have_text("My learning")
    visitor.open("/admin/people/add")
    visitor.page.get_by_label("Name", exact=True).fill("New Comer")
    visitor.page.get_by_label("E-mail address").fill("new.comer@example.org")
    visitor.page.evaluate(_COUNT_SENDINGS)
    visitor.page.get_by_role("button", name="Add this person").dblclick(no_wait_after=True)
    expect(visitor.page.locator("h1")).to_have_text("New Comer")
    assert visitor.page.evaluate("sessionStorage.sendings") == "1"
    assert count(Person) == 2


_COUNT_SENDINGS = """() => {
  sessionStorage.sendings = 0;
  addEventListener('submit', (event) => { if (!event.defaultPrevented) sessionStorage.sendings++; });
}"""
