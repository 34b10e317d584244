"""The manager's, the author's and the administrator's job with no mouse; the learner's is in test_learner."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from learning.people.roles import Role
from tests.databases import PASSWORD
from tests.journeys.conftest import Visitor
from tests.journeys.hands import Keyboard
from tests.makers import complete_course, make_manager, make_person, make_team, publish_course, put_in_team

Visit = Callable[..., Visitor]
PROBLEM = "\n\n## Question: Is it so?\nTrue or false?\n\nAnswer: perhaps\n"


@pytest.fixture
def people(app: Flask) -> None:
    """A learner who has completed a course, her manager, an author and an administrator."""
    with app.app_context():
        aisha, team = make_person("Aisha Khan"), make_team()
        put_in_team(aisha, team)
        make_manager(make_person("Morgan Price"), team)
        make_person("Lucy Author", roles=(Role.AUTHOR,))
        make_person("Tom Admin", roles=(Role.ADMINISTRATOR,))
        publish_course()
        complete_course(aisha)


class _Worker:
    """Somebody at a keyboard, who names what they go to by what is written on it."""

    def __init__(self, visitor: Visitor, email: str) -> None:
        self.page: Page = visitor.page
        self._hands = Keyboard(visitor.page)
        visitor.open("/")
        self.write("E-mail address or staff number", email)
        self.write("Password", PASSWORD)
        self.push("Sign in")

    def follow(self, link: str) -> None:
        self._hands.press(self.page.get_by_role("link", name=link, exact=True).first)

    def push(self, button: str, *, within: str = "body") -> None:
        self._hands.press(self.page.locator(within).get_by_role("button", name=button, exact=True).first)

    def write(self, label: str, words: str) -> None:
        self._hands.write(self.page.get_by_label(label, exact=True), words)

    def choose(self, start_of_label: str) -> None:
        self._hands.choose(self.page.get_by_label(re.compile(f"^{start_of_label}")))

    def sees(self, heading: str) -> None:
        expect(self.page.locator("h1")).to_have_text(heading)

    def is_told(self, words: str) -> None:
        expect(self.page.locator(".notice")).to_contain_text(words)


@pytest.mark.usefixtures("people")
def test_a_manager_goes_from_the_matrix_to_a_person_a_certificate_and_the_spreadsheet(visit: Visit) -> None:
    morgan = _Worker(visit(accept_downloads=True), "morgan.price@example.org")
    morgan.follow("My team")
    morgan.sees("My team")
    expect(morgan.page.locator("main")).to_contain_text("1 person")
    morgan.follow("Done")
    morgan.sees("Aisha Khan")
    expect(morgan.page.locator("li:target")).to_contain_text("Small steps")
    morgan.follow("Certificate for Small steps, version 1")
    morgan.sees("Small steps")
    expect(morgan.page.locator(".certificate")).to_contain_text("Aisha Khan")
    morgan.follow("My team")
    with morgan.page.expect_download() as download:
        morgan.follow("Download these rows as a spreadsheet (CSV)")
    assert "Aisha Khan" in download.value.path().read_text("utf-8-sig")


@pytest.mark.usefixtures("people")
def test_an_author_edits_mends_a_problem_and_publishes(visit: Visit) -> None:
    lucy = _Worker(visit(), "lucy.author@example.org")
    lucy.follow("Write")
    lucy.push("Start editing")
    lucy.is_told("This is your draft")
    lucy.follow("01-noticing.md")
    lucy.sees("01-noticing.md")
    box = lucy.page.get_by_label("Text of this page (Markdown)")
    before = box.input_value()
    lucy.write("Text of this page (Markdown)", before.rstrip() + PROBLEM)
    lucy.push("Save and check")
    lucy.is_told("Saved")
    expect(lucy.page.locator("#problems")).to_have_text("1 problem on this page")
    line = lucy.page.locator(".problems a").inner_text()
    lucy.follow(line)
    expect(box).to_be_focused()
    chosen = box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert chosen == "Answer: perhaps"
    lucy.page.keyboard.insert_text("Answer: true")
    lucy.push("Save and check")
    expect(lucy.page.locator("#problems")).to_have_text("No problems on this page")
    lucy.follow("Write: small-steps")
    lucy.choose("Clarifying")
    lucy.write("What has changed?", "One more question.")
    lucy.push("Publish")
    lucy.is_told("The version is published")
    expect(lucy.page.locator("main")).to_contain_text("One more question.")
    lucy.follow("Version 2")
    lucy.sees("Small steps, version 2")


@pytest.mark.usefixtures("people")
def test_an_administrator_finds_a_person_gives_a_role_and_sends_a_link(visit: Visit) -> None:
    tom = _Worker(visit(), "tom.admin@example.org")
    tom.follow("People")
    tom.write("Name, e-mail address or staff number", "khan")
    tom.push("Search")
    expect(tom.page.locator("main")).to_contain_text("1 person with “khan”")
    tom.follow("Aisha Khan")
    tom.push("Give", within="form:has([value=author])")
    tom.is_told("The role is given")
    expect(tom.page.locator("form:has([value=author])")).to_contain_text("Take away")
    tom.push("Send a link for a new password")
    tom.is_told("An e-mail with a new link is on its way")
