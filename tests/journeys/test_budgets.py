"""What a page may cost a phone with a poor signal: bytes, requests and elements of the real course; and paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from learning.courses.document import Course
from learning.settings import PROJECT_FOLDER
from tests.journeys.conftest import PHONE, REAL_COURSE, Visitor
from tests.makers import complete_course, make_person

STATIC = PROJECT_FOLDER / "static"
KB = 1024


def _size(*names: str) -> int:
    return sum((STATIC / name).stat().st_size for name in names)


@pytest.fixture
def aisha(app: Flask, real_course: Course, visit: Callable[..., Visitor]) -> Visitor:
    """Aisha, who has completed the longest course, at a small phone that has kept nothing of the product yet."""
    with app.app_context():
        complete_course(make_person("Aisha Khan"), REAL_COURSE)
    visitor = visit(viewport=PHONE)
    visitor.sign_in("aisha.khan@example.org")
    visitor.page.wait_for_url("**/my-learning")
    return visitor


def test_no_lesson_of_the_real_course_is_heavy(aisha: Visitor, real_course: Course) -> None:
    weights, nodes = {}, {}
    for lesson in real_course.lessons:
        answer = aisha.page.goto(f"{aisha.address}/courses/{REAL_COURSE}/lessons/{lesson.key}?route=full")
        assert answer
        weights[lesson.key] = len(answer.body())
        nodes[lesson.key] = aisha.page.evaluate("document.querySelectorAll('*').length")
    assert {key: weight for key, weight in weights.items() if weight > 24 * KB} == {}
    assert {key: count for key, count in nodes.items() if count > 1500} == {}
    assert max(weights.values()) + _size("golden-thread.css", "golden-thread.js") <= 48 * KB


def test_the_first_visit_of_a_lesson_asks_four_times_at_most_no_other_host_and_nothing_forbidden(
    aisha: Visitor, real_course: Course, visit: Callable[..., Visitor]
) -> None:
    cookies = aisha.page.context.cookies()
    for lesson in real_course.lessons:
        first_time = visit(viewport=PHONE)
        first_time.page.context.add_cookies(cookies)
        asked, complaints = _listen(first_time.page)
        first_time.page.goto(
            f"{aisha.address}/courses/{REAL_COURSE}/lessons/{lesson.key}?route=full", wait_until="networkidle"
        )
        assert len(asked) <= 4, asked
        assert all(url.startswith(aisha.address) for url in asked)
        assert complaints == []
        first_time.page.context.close()


def test_a_certificate_is_one_page_of_a4(aisha: Visitor) -> None:
    aisha.open("/my-record")
    aisha.page.locator(".tasks a").first.click()
    aisha.page.locator(".certificate").wait_for()
    assert aisha.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def _listen(page: Page) -> tuple[list[str], list[str]]:
    """Lists that fill with what the page asks for, and with what its browser complains of, such as a broken policy."""
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    return asked, complaints
