"""The small script in a real browser, on the page of patterns and in a lesson: each improvement does what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Page, Request, expect
from sqlalchemy import text

from learning.db import db
from tests.journeys.conftest import Visitor
from tests.makers import make_person, publish_course, start_course
from tests.study_course import SMALL_STEPS

Visit = Callable[..., Visitor]

OUTSIDE = "https://www.bbc.co.uk/weather"
LESSON = "/courses/small-steps/lessons/a-hard-visit?route=full"
WORDS = "Nan did, every Wednesday."
QUESTION = b"## Question: Is it so?\nTrue or false?\n\nAnswer: true\n\n## Reflection:"


@pytest.fixture
def patterns(visit: Visit) -> Page:
    visitor = visit()
    visitor.open("/patterns")
    return visitor.page


def _watch_exit(page: Page) -> list[Request]:
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.route(f"{OUTSIDE}**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    return sent


def test_shift_three_times_ends_the_session_and_leads_outside(patterns: Page) -> None:
    sent = _watch_exit(patterns)
    for _ in range(3):
        patterns.keyboard.press("Shift")
    patterns.wait_for_url(OUTSIDE)
    assert [request.url.rsplit("/", 1)[1] for request in sent] == ["leave"]


def test_typing_capitals_is_no_exit(patterns: Page) -> None:
    sent = _watch_exit(patterns)
    patterns.locator("#a-name").click()
    for sign in "ABCD":
        patterns.keyboard.press(f"Shift+{sign}")
    patterns.keyboard.press("Escape")
    expect(patterns.locator("h1")).to_be_visible()
    assert sent == []


def test_the_exit_button_takes_its_page_out_of_the_history(patterns: Page) -> None:
    _watch_exit(patterns)
    patterns.get_by_role("button", name="Exit this page").click()
    patterns.wait_for_url(OUTSIDE)
    assert patterns.evaluate("history.length") <= 2


def test_errors_take_the_focus_and_lead_to_their_fields(patterns: Page) -> None:
    expect(patterns.locator(".error-summary").first).to_be_focused()
    for link in patterns.locator(".error-summary a").all():
        patterns.goto(patterns.url.split("#")[0] + (link.get_attribute("href") or ""))
        field = patterns.locator(link.get_attribute("href") or "")
        assert field.evaluate("element => element.matches('input, select, textarea')")


def test_a_password_can_be_looked_at_and_is_hidden_again(patterns: Page) -> None:
    field = patterns.locator("#a-password")
    field.fill("a long and honest sentence")
    patterns.get_by_role("button", name="Show password").first.click()
    expect(field).to_have_attribute("type", "text")
    patterns.get_by_role("button", name="Hide password").first.click()
    expect(field).to_have_attribute("type", "password")


def test_steps_move_up_and_down_by_keyboard_and_keep_the_focus(patterns: Page) -> None:
    steps = patterns.locator("[data-ordering] > li")
    expect(steps).to_have_text(_begin_with("Listen", "Tell the lead", "Write it down"))
    up = patterns.get_by_role("button", name="Move up: Write it down")
    up.focus()
    patterns.keyboard.press("Enter")
    expect(up).to_be_focused()
    expect(steps).to_have_text(_begin_with("Listen", "Write it down", "Tell the lead"))
    assert [select.input_value() for select in steps.locator("select").all()] == ["1", "2", "3"]
    expect(patterns.locator("[data-ordering] + [role=status]")).to_have_text("Place 2 of 3")


def test_leaving_with_unsaved_words_is_asked_about(patterns: Page) -> None:
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    patterns.on("dialog", stay)
    patterns.locator("#lesson-text").fill("New words")
    patterns.get_by_role("link", name="Privacy").click()
    expect(patterns.locator("#lesson-text")).to_have_value("New words")
    assert asked == ["beforeunload"]


def test_leaving_without_a_change_is_not_asked_about(patterns: Page) -> None:
    patterns.get_by_role("link", name="Privacy").click()
    expect(patterns.locator("h1")).to_have_text("Privacy")


def test_a_problem_leads_to_its_line(patterns: Page) -> None:
    patterns.get_by_role("link", name="Line 8").click()
    chosen = patterns.locator("#lesson-text").evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert chosen == "- [ ] A tired child"
    assert patterns.locator(".gutter li").count() == 10


def test_what_only_works_with_script_is_hidden_without_it(visit: Visit) -> None:
    visitor = visit(scripts=False)
    visitor.open("/patterns")
    expect(visitor.page.get_by_role("button", name="Print this page")).to_be_hidden()
    expect(visitor.page.get_by_text("or press Shift three times")).to_be_hidden()
    expect(visitor.page.get_by_role("button", name="Move up: Listen")).to_have_count(0)


def test_a_second_click_right_after_the_first_sends_nothing(patterns: Page) -> None:
    sent = patterns.evaluate(
        """() => {
          const sent = [];
          addEventListener('submit', (event) => { sent.push(!event.defaultPrevented); event.preventDefault(); });
          const [one, other] = document.querySelectorAll('main form[method=get]');
          for (const form of [one, one, other]) form.requestSubmit();
          return sent;
        }"""
    )
    assert sent == [True, False, True]


@pytest.fixture
def writing(app: Flask, visit: Visit) -> Page:
    """A lesson with a private box, with words typed into it and not saved."""
    with app.app_context():
        publish_course(
            {
                **SMALL_STEPS,
                "02-a-hard-visit.md": SMALL_STEPS["02-a-hard-visit.md"].replace(b"## Reflection:", QUESTION),
            }
        )
        start_course(make_person())
    visitor = visit()
    visitor.sign_in("aisha.khan@example.org")
    visitor.open(LESSON)
    visitor.page.locator("textarea").fill(WORDS)
    return visitor.page


def test_exit_saves_typed_words_before_it_ends_the_session(app: Flask, writing: Page) -> None:
    sent = _watch_exit(writing)
    writing.get_by_role("button", name="Exit this page").click()
    writing.wait_for_url(OUTSIDE)
    assert [request.url.rsplit("/", 1)[1] for request in sent] == ["where-have-you-met-this", "leave"]
    assert _saved_words(app) == [WORDS]


@pytest.mark.parametrize(
    ("role", "name", "heading"),
    [
        ("link", "Previous: Noticing", "Noticing"),
        ("link", "Help", "Help"),
        ("button", "I have finished this lesson", "Noticing"),
        ("button", "Check my answer", "A hard visit"),
        ("button", "Sign out", "Sign in"),
    ],
)
def test_typed_words_are_saved_before_anything_else_on_the_page_is_done(
    app: Flask, writing: Page, role: Literal["link", "button"], name: str, heading: str
) -> None:
    _refuse_dialogs(writing)
    with writing.expect_navigation():
        writing.get_by_role(role, name=name).first.click()
    expect(writing.locator("h1")).to_have_text(heading)
    assert _saved_words(app) == [WORDS]


def test_words_that_cannot_be_saved_are_shown_again_with_the_reason(app: Flask, writing: Page) -> None:
    writing.locator("textarea").fill("x" * 10_001)
    writing.get_by_role("link", name="Help").click()
    expect(writing.locator(".error-summary")).to_contain_text("Use up to 10,000 characters.")
    expect(writing.locator("textarea")).to_have_value("x" * 10_001)
    assert _saved_words(app) == []


@pytest.mark.parametrize(
    ("first", "second", "answers", "role", "name"),
    [
        (WORDS, 10_001 * "x", True, "button", "Save my words"),
        (WORDS, WORDS, False, "button", "Save my words"),
        (10_001 * "x", 10_001 * "x", True, "link", "Help"),
    ],
    ids=["the other is refused", "the other is not answered", "both are refused"],
)
def test_words_in_two_boxes_are_not_lost_where_only_one_can_be_sent(
    app: Flask, visit: Visit, first: str, second: str, answers: bool, role: Literal["link", "button"], name: str
) -> None:
    page = _page_with_two_boxes(app, visit)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    boxes = page.locator("textarea")
    boxes.nth(0).fill(first)
    boxes.nth(1).fill(second)
    if not answers:
        page.route("**/reflections/where-*", lambda route: route.abort())
    page.get_by_role(role, name=name).first.click()
    page.wait_for_timeout(1000)
    assert asked == ["beforeunload"]
    assert [boxes.nth(place).input_value() for place in (0, 1)] == [first, second]


def test_closing_a_page_with_unsaved_words_is_asked_about_and_an_emptied_box_is_not(writing: Page) -> None:
    asked: list[str] = []
    writing.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    writing.evaluate("location.reload()")
    writing.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    writing.locator("textarea").fill("")
    writing.get_by_role("link", name="Help").click()
    expect(writing.locator("h1")).to_have_text("Help")
    assert asked == ["beforeunload"]


def test_without_script_the_box_says_that_its_words_have_to_be_saved_first(app: Flask, visit: Visit) -> None:
    with app.app_context():
        publish_course()
        start_course(make_person())
    visitor = visit(scripts=False)
    visitor.sign_in("aisha.khan@example.org")
    visitor.open(LESSON)
    expect(visitor.page.locator("form:has(textarea)")).to_contain_text("Save your words before you go on.")


def _page_with_two_boxes(app: Flask, visit: Visit) -> Page:
    box = b"## Reflection: What else?\n\nAnything.\n\n## Reflection:"
    lesson = SMALL_STEPS["02-a-hard-visit.md"].replace(b"## Reflection:", box)
    with app.app_context():
        publish_course({**SMALL_STEPS, "02-a-hard-visit.md": lesson})
        start_course(make_person())
    visitor = visit()
    visitor.sign_in("aisha.khan@example.org")
    visitor.open(LESSON)
    return visitor.page


def _refuse_dialogs(page: Page) -> None:
    def fail(dialog) -> None:
        dialog.dismiss()
        pytest.fail(f"asked: {dialog.type}")

    page.on("dialog", fail)


def _saved_words(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.execute(text("SELECT words FROM reflection")).scalars())


def _begin_with(*words: str) -> list[re.Pattern[str]]:
    return [re.compile(rf"^\s*{each}") for each in words]
