"""What somebody typed is never lost: not when the session ends, not when saving fails, not to a second window.

The forms are found, not listed: every form on every page of the table of routes that takes more than one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import text

from learning.db import db, transaction
from learning.people.sessions import end_sessions_of
from tests.databases import PASSWORD
from tests.journeys.hands import Mouse
from tests.journeys.windows import Windows
from tests.organisation import AUTHOR, LEARNER, NAMES
from tests.routes import MINE, READS

WORDS = "Nan did, every Wednesday.\nShe never asked why.\n\n“Like that”, she said, & <left>."
BOX = "textarea:not([readonly])"
HANDS = Mouse()
FORM = f"main form[method=post]:has({BOX})"


@pytest.mark.parametrize("role", [LEARNER, AUTHOR])
def test_words_survive_the_end_of_the_session_in_every_form(windows: Windows, role: str) -> None:
    page, found = windows.window(role), 0
    for form in _forms(windows, role):
        found += 1
        where = page.url
        typed = _type(form)
        _end_sessions(windows, role)
        form.locator("button:not([type=button])").first.click()
        expect(page.locator("h1")).to_have_text("Sign in")
        expect(page.locator("main")).to_contain_text("What you typed is kept")
        page.get_by_label("E-mail address or staff number").fill(_email(role))
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        HANDS.press(page.get_by_role("button", name="Sign in"))
        expect(page.locator("h1")).to_have_text("You are signed in again")
        assert typed in [kept.input_value() for kept in page.locator("main textarea").all()]
        HANDS.press(page.get_by_role("button", name="Send it now"))
        expect(page.locator("h1")).not_to_have_text("You are signed in again")
        if not _is_shown(page, typed):
            page.goto(where)  # sent to a page that does not say it again
            assert _is_shown(page, typed), where
    assert found


@pytest.mark.parametrize("role", [LEARNER, AUTHOR])
def test_words_survive_a_save_that_fails_in_every_form(windows: Windows, role: str) -> None:
    page, found = windows.window(role), 0
    for form in _forms(windows, role):
        found += 1
        typed = _type(form)
        with _nothing_can_be_saved(windows.organisation.app), page.expect_navigation() as answer:
            form.locator("button:not([type=button])").first.click()
        assert answer.value.status in (422, 503)
        assert page.title().startswith("Error: ")
        assert typed in [kept.input_value() for kept in page.locator("main textarea").all()]
    assert found


def test_words_written_in_two_windows_are_both_on_the_page_and_survive_the_end_of_the_session(windows: Windows) -> None:
    page, other = windows.window(LEARNER), windows.window(LEARNER).context.new_page()
    path = f"/courses/{windows.things(LEARNER)['slug']}/lessons/a-hard-visit?route=full"
    for window in (page, other):
        window.goto(windows.address + path)
    other.locator(FORM).locator(BOX).fill("From the other window.")
    HANDS.press(other.get_by_role("button", name="Save my words"))
    expect(other.locator(".notice")).to_contain_text("saved")
    other.close()
    page.locator(FORM).locator(BOX).fill(WORDS)
    HANDS.press(page.get_by_role("button", name="Save my words"))
    expect(page.locator("h1")).to_have_text("You saved other words here from another window")
    expect(page.locator("main")).to_contain_text("From the other window.")
    _end_sessions(windows, LEARNER)
    HANDS.press(page.get_by_role("button", name="Save these words"))
    page.get_by_label("E-mail address or staff number").fill(_email(LEARNER))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    HANDS.press(page.get_by_role("button", name="Sign in"))
    HANDS.press(page.get_by_role("button", name="Send it now"))
    expect(page.locator(FORM).locator(BOX)).to_have_value(WORDS)


def _is_shown(page: Page, typed: str) -> bool:
    """Whether the words stand on the page: in a box, or as what was sent, perhaps written as Markdown."""
    boxes = [kept.input_value() for kept in page.locator("main textarea").all()]
    said = (page.locator("main").text_content() or "").replace("\\", "")
    return typed in boxes or " ".join(typed.split()) in " ".join(said.split())


def _forms(windows: Windows, role: str) -> Iterator[Locator]:
    """Each form that takes several lines, on its page just opened."""
    page = windows.window(role)
    for route in READS:
        if role not in route.reach.get(MINE, ()):
            continue
        path = route.address_for(windows.things(role))
        windows.sign_in(role)
        if "</textarea>" not in windows.html(role, path):
            continue
        page.goto(windows.address + path)
        for place in range(page.locator(FORM).count()):
            windows.sign_in(role)
            page.goto(windows.address + path)
            yield page.locator(FORM).nth(place)


def _type(form: Locator) -> str:
    """Put our words at the end of what stands in the box, so that a page of a course stays one; gives the whole."""
    box = form.locator(BOX)
    typed = f"{box.input_value()}{WORDS}"
    box.fill(typed)
    return typed


def _end_sessions(windows: Windows, role: str) -> None:
    with windows.organisation.app.app_context(), transaction():
        end_sessions_of(windows.organisation.person_ids[role])


def _email(role: str) -> str:
    return f"{NAMES[role].lower().replace(' ', '.')}@example.org"


@contextmanager
def _nothing_can_be_saved(app: Flask) -> Iterator[None]:
    """The database takes no row more, as when its disk is full."""
    tables = [f"{event} ON {table}" for table in db.metadata.tables for event in ("INSERT", "UPDATE")]
    with app.app_context(), transaction() as session:
        for place, table in enumerate(tables):
            session.execute(text(f"CREATE TRIGGER full_{place} BEFORE {table} BEGIN SELECT RAISE(ABORT, 'full'); END"))
    yield
    with app.app_context(), transaction() as session:
        for place, _ in enumerate(tables):
            session.execute(text(f"DROP TRIGGER full_{place}"))
