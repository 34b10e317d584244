"""All courses: what is offered, where one stands, and how the list is narrowed."""

from __future__ import annotations

import pytest

from learning.courses.published import course_by_slug
from learning.courses.publishing import retire
from learning.db import transaction
from tests import makers
from tests.conftest import NOON
from tests.study_course import TWO_LESSONS
from tests.web.pages import words_of


@pytest.fixture
def courses(app, learner):
    """A second course, with signs in its title that mean something to a database or to HTML."""
    odd = TWO_LESSONS["course.md"].replace(b"# Small steps", b"# 100% _sure_ & steady").replace(b"informed", b"leaders")
    with app.app_context():
        makers.publish_course({**TWO_LESSONS, "course.md": odd}, slug="sure")
    return learner


def titles(page) -> list[str]:
    return ["".join(link.itertext()) for link in page.all("li[@class='task']//a")]


def test_each_course_says_what_it_is_and_where_one_stands(courses):
    page = courses.get("/courses")
    assert titles(page) == ["Small steps", "100% sure & steady"]
    assert [words_of(heading) for heading in page.all("h2")] == ["For everyone", "For people who lead others"]
    assert "23 minutes" in page.text
    assert "Good to know first Talks about harm to a child in general terms." in page.text
    assert page.text.count("Not started") >= 2


def test_capitals_do_not_count_in_the_order_of_titles(app, learner):
    with app.app_context():
        for title, slug in (("Zest", "z"), ("asking", "a"), ("Being there", "b")):
            page = TWO_LESSONS["course.md"].replace(b"# Small steps", f"# {title}".encode())
            makers.publish_course({**TWO_LESSONS, "course.md": page}, slug=slug)
    assert titles(learner.get("/courses")) == ["asking", "Being there", "Small steps", "Zest"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=SMALL+steps", ["Small steps", "100% sure & steady"]),
        ("words=%25", ["100% sure & steady"]),
        ("words=_", []),
        ("words=steps+hard", ["Small steps", "100% sure & steady"]),
        ("words=%5C", []),
        ("words=%00", ["Small steps", "100% sure & steady"]),
        ("words=zebra", []),
        ("level=leaders", ["100% sure & steady"]),
        ("level=nonsense", []),
        ("standing=none", ["Small steps", "100% sure & steady"]),
        ("standing=done", []),
    ],
)
def test_the_list_is_narrowed_by_plain_words_level_and_standing(courses, query, found):
    page = courses.get(f"/courses?{query}")
    assert page.status == 200
    assert titles(page) == found
    assert found or "No course fits that." in page.text


def test_where_one_stands_follows_what_one_does(courses, as_aisha):
    as_aisha(makers.start_course, "sure")
    assert "In progress" in courses.get("/courses?standing=progress").text
    as_aisha(makers.complete_course, "small-steps")
    assert titles(courses.get("/courses?standing=done")) == ["Small steps"]
    assert "Done, repeat by 23 November 2028" in courses.get("/courses").text


def test_a_retired_course_is_not_offered_and_cannot_be_opened_or_started(app, courses):
    with app.app_context(), transaction():
        retire(course_by_slug("sure"), actor=None, now=NOON)
    assert titles(courses.get("/courses")) == ["Small steps"]
    assert courses.get("/courses/sure").status == 404
    token = courses.get("/courses/small-steps").form("/start").values["csrf_token"][0]
    assert courses.post("/courses/sure/start", {"csrf_token": token}).status == 409


def test_the_list_costs_the_same_for_two_courses_and_for_seven(app, courses, count_statements):
    def cost() -> int:
        with count_statements() as statements:
            assert courses.get("/courses").status == 200
        return len(statements)

    cost()
    before = cost()
    with app.app_context():
        for number in range(5):
            makers.publish_course(TWO_LESSONS, slug=f"more-{number}")
    assert cost() == before <= 5


def test_a_visitor_is_asked_to_sign_in(visitor):
    assert visitor.get("/courses").h1 == visitor.get("/sign-in").h1
