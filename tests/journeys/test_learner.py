"""The learner's whole job on the first real course: on a small phone, without scripts, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from learning.courses.document import Course
from tests.databases import PASSWORD
from tests.journeys.conftest import PHONE, WIDE, Visitor, on_postgresql
from tests.journeys.hands import Hands, Keyboard, Mouse
from tests.journeys.learner import WORDS, Learner, right_words
from tests.makers import finish_lessons, make_person, publish_course, start_course

Visit = Callable[..., Visitor]
AISHA = "aisha.khan@example.org"
SLUG = "understanding-trauma"


@pytest.fixture
def aisha(app: Flask, real_course: Course) -> Callable[[Visitor, Hands], Learner]:
    """Aisha Khan at a browser, who has not begun anything."""
    with app.app_context():
        make_person("Aisha Khan")
    return lambda visitor, hands: Learner(visitor, hands, real_course)


@on_postgresql
def test_the_whole_course_on_a_small_phone(aisha: Callable[..., Learner], visit: Visit) -> None:
    visitor = visit(viewport=PHONE)
    _whole_course(aisha(visitor, Mouse()), visitor)


def test_the_whole_course_by_keyboard_alone_and_without_scripts(aisha: Callable[..., Learner], visit: Visit) -> None:
    visitor = visit(viewport=WIDE, scripts=False)
    _whole_course(aisha(visitor, Keyboard(visitor.page)), visitor)


def test_a_second_browser_carries_on_where_the_first_one_stopped(
    app: Flask, aisha: Callable[..., Learner], visit: Visit, real_course: Course
) -> None:
    with app.app_context():
        person = make_person("Ben Ode")
        start_course(person, SLUG)
        finish_lessons(person, SLUG)
    first, second = (aisha(visit(viewport=size), Mouse()) for size in (WIDE, PHONE))
    for learner in (first, second):
        learner.page.goto(learner.page.url if learner.page.url != "about:blank" else visit().address + "/sign-in")
        learner.sign_in("ben.ode@example.org", PASSWORD)
    first.hands.press(first.link("Carry on"))
    first.hands.press(first.link("Go to the final check").first)
    first.hands.press(first.button("Start the final check"))
    chosen = first.page.locator("main .card").nth(2)
    words = chosen.inner_text()
    first.hands.choose(chosen.locator("input"))
    first.hands.press(first.button("Continue"))
    expect(first.page.locator("main")).to_contain_text("question 2 of")

    second.hands.press(second.link("Carry on"))
    second.hands.press(second.link("Go to the final check").first)
    second.hands.press(second.page.locator("main .button").first)
    expect(second.page.locator("main")).to_contain_text("question 2 of")
    second.hands.press(second.link("Question 1"))
    assert second.page.locator("main .card:has(:checked)").inner_text() == words


def test_a_check_with_every_kind_of_question_is_sent_without_scripts(app: Flask, visit: Visit) -> None:
    with app.app_context():
        person = make_person("Ben Ode")
        publish_course()
        start_course(person)
        finish_lessons(person)
    visitor = visit(viewport=PHONE, scripts=False)
    page, hands = visitor.page, Mouse()
    visitor.sign_in("ben.ode@example.org")
    hands.press(page.get_by_role("link", name="Carry on"))
    hands.press(page.get_by_role("link", name="Go to the final check"))
    page.get_by_label("All on one page").check(force=True)
    hands.press(page.get_by_role("button", name="Start the final check"))
    for group in page.locator("fieldset:has([type=radio])").all():
        group.locator("[type=radio]").first.check(force=True)
    page.get_by_label("Your answer").fill("a choice")
    for place, row in enumerate(page.locator("main select").all(), start=1):
        row.select_option(index=place)
    hands.press(page.get_by_role("button", name="Check my answers"))
    hands.press(page.get_by_role("button", name="Send my answers"))
    expect(page.locator("main")).to_contain_text("The pass mark is 80%")


def _whole_course(learner: Learner, visitor: Visitor) -> None:
    visitor.open("/")
    learner.sign_in(AISHA, PASSWORD)
    learner.find_and_start()
    for lesson in learner.course.lessons:
        learner.study(lesson)
    question_count = len(right_words(learner.course))
    learner.take_the_check(right_count=2)
    learner.hands.press(learner.button("Send my answers"))
    learner.sees("Not there yet, and that is fine")
    expect(learner.page.locator("main")).to_contain_text(f"You got 2 of {question_count}")
    expect(learner.page.locator(".feedback")).to_have_count(question_count)
    learner.hands.press(learner.link("Try again"))
    learner.take_the_check(right_count=question_count)
    learner.hands.press(learner.button("Send my answers"))
    learner.sees("You reached the pass mark")
    learner.hands.press(learner.link("See your certificate"))
    certificate = learner.page.locator(".certificate")
    expect(certificate).to_contain_text("Aisha Khan")
    expect(certificate).to_contain_text("24 November 2026")
    expect(certificate).not_to_contain_text("%")
    learner.hands.press(learner.link("My record").first)
    learner.sees("My record")
    expect(learner.page.locator("main")).to_contain_text("Version 1")
    learner.hands.press(learner.link("My reflections").first)
    expect(learner.page.locator("pre.words").first).to_have_text(WORDS)
