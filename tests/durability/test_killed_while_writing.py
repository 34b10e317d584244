"""The server is killed between keystrokes and saving: the words come back from the browser, to their writer only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page, expect

from learning import clock
from learning.courses import drafts
from learning.db import transaction
from learning.people.roles import Role
from tests.conftest import fresh, settings_environment
from tests.databases import PASSWORD
from tests.durability.server import Server
from tests.makers import make_person, publish_course

WORDS = "\n---\n\nNan did, every Wednesday.\n\nShe never asked why."
AN_OLD_COPY = """localStorage.setItem(`unsaved-words ${document.body.dataset.person} small-steps noticing 1`,
    JSON.stringify({ text: 'Old.', at: Date.now() - 31 * 24 * 60 * 60 * 1000 }))"""
EDITOR = "/write/small-steps/pages/01-noticing.md"


@pytest.fixture
def server(applications: dict[str, Flask], database_kinds, tmp_path) -> Iterator[Server]:
    """A server of its own, on SQLite, with two authors and a draft."""
    with fresh(applications["sqlite"], database_kinds["sqlite"]) as app:
        with app.app_context():
            publish_course()
            authors = [make_person(name, roles=(Role.AUTHOR,)) for name in ("Lucy Author", "Tom Reed")]
            with transaction():
                drafts.start_draft("small-steps", author=authors[0], now=clock.now())
        environment = settings_environment(database_kinds["sqlite"].url, tmp_path / "data")
        with Server(environment, tmp_path / "log") as server:
            yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser's page."""
    page = browser.new_context(locale="en-GB").new_page()
    page.set_default_timeout(15_000)
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    page.context.close()


def test_no_word_is_lost_and_none_is_shown_to_somebody_else(server: Server, page: Page) -> None:
    address = f"http://127.0.0.1:{server.port}"
    sign_in(page, address, "lucy.author@example.org")
    page.goto(address + EDITOR)
    page.locator("#text").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(WORDS)
    typed = page.locator("#text").input_value()
    assert copies(page) == 1, "each key is kept at once, as a crash asks nobody"
    server.kill()
    with pytest.raises(Error, match="ERR_CONNECTION"), page.expect_navigation():
        page.keyboard.press("Control+S")
    server.start()
    page.goto(address + EDITOR)
    expect(page.locator("main")).to_contain_text("You have unsaved words from")
    assert "Nan did" not in page.locator("#text").input_value()
    page.get_by_role("button", name="Bring them back").click()
    assert page.locator("#text").input_value() == typed
    page.get_by_role("button", name="Save and check").click()
    expect(page.locator(".notice")).to_contain_text("Saved")
    assert page.locator("#text").input_value() == typed
    assert copies(page) == 0

    page.locator("#text").press_sequentially("More.")
    assert copies(page) == 1
    page.context.clear_cookies()
    sign_in(page, address, "tom.reed@example.org")
    assert copies(page) == 0, "the first page of somebody else takes them away"
    page.evaluate(AN_OLD_COPY)
    page.goto(address + EDITOR)
    expect(page.locator("#text")).to_have_value(typed)
    assert page.get_by_text("unsaved words").count() == 0
    assert copies(page) == 0, "after 30 days they go"
    page.locator("#text").press_sequentially("More.")
    keep_the_saved_text(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    assert copies(page) == 0, "signing out on a shared computer leaves nobody's words behind"


def keep_the_saved_text(page: Page) -> None:
    """Another tab saves first; of both texts the saved one is kept, and the other is not offered any more."""
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Throw them away").click()
    other.locator("#text").press_sequentially("Saved first.")
    other.get_by_role("button", name="Save and check").click()
    expect(other.locator(".notice")).to_contain_text("Saved")
    page.locator("#text").press_sequentially("Again.")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_role("link", name="Keep the saved text").click()
    expect(page.locator("h1")).to_have_text("01-noticing.md")
    assert (copies(page), page.get_by_text("unsaved words").count()) == (0, 0)
    page.locator("#text").press_sequentially("More.")


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("E-mail address or staff number").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/my-learning")


def copies(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsaved-words ')).length")
