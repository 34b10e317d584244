"""The small script in a real browser, on the page of patterns: each improvement does what it says."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]

OUTSIDE = "https://www.bbc.co.uk/weather"


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


def _begin_with(*words: str) -> list[re.Pattern[str]]:
    return [re.compile(rf"^\s*{each}") for each in words]
