"""The manager's, the author's and the administrator's job with no mouse; the learner's is in test_learner."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from learning.people.roles import Role
from tests.databases import PASSWORD
from tests.journeys.conftest import PHONE, WIDE, Visitor
from tests.journeys.examination import SCRIPTS, axe_faults
from tests.journeys.hands import Keyboard, wait_for_the_last_line
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


def _chosen(box: Locator) -> str:
    return box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")


class _Worker:
    """Somebody at a keyboard, who names what they go to by what is written on it."""

    def __init__(self, visitor: Visitor, email: str, *, looks: bool = False) -> None:
        self.page: Page = visitor.page
        if looks:
            self.page.context.add_init_script(SCRIPTS)
        self._hands = Keyboard(visitor.page)
        visitor.open("/")
        self.write("E-mail address or staff number", email)
        self.write("Password", PASSWORD)
        self.push("Sign in")

    def follow(self, link: str) -> None:
        self._hands.press(self.page.get_by_role("link", name=link, exact=True).first)

    def unfold(self, summary: str) -> None:
        self._hands.press(self.page.locator("summary", has_text=summary))

    def push(self, button: str, *, within: str = "body") -> None:
        self._hands.press(self.page.locator(within).get_by_role("button", name=button, exact=True).first)

    def write(self, label: str, words: str) -> None:
        self._hands.write(self.page.get_by_label(label, exact=True), words)

    def choose(self, start_of_label: str) -> None:
        self._hands.choose(self.page.get_by_label(re.compile(f"^{start_of_label}")))

    def sees(self, heading: str) -> None:
        expect(self.page.locator("h1")).to_have_text(heading)
        wait_for_the_last_line(self.page)

    def is_told(self, words: str) -> None:
        expect(self.page.locator(".notice")).to_contain_text(words)

    def looks_right(self) -> None:
        """Nothing is wrong with the page for axe, on a wide window and on a phone."""
        assert [*axe_faults(self.page)] == []
        self.page.set_viewport_size(PHONE)
        assert [*axe_faults(self.page), *self.page.evaluate("sidewaysScrolls()")] == []
        self.page.set_viewport_size(WIDE)


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
    lucy = _Worker(visit(), "lucy.author@example.org", looks=True)
    lucy.follow("Write")
    lucy.push("Start editing")
    lucy.is_told("This is your draft")
    lucy.unfold("Add a page")
    lucy.write("Title", "What helps")
    lucy.push("Add this page")
    lucy.sees("03-what-helps.md")
    lucy.follow("Write: Small steps")
    lucy.push("Move up 03-what-helps.md")
    lucy.is_told("The lesson is moved")
    lucy.push("Undo this")
    lucy.is_told("undone")
    lucy.follow("Rename or remove 03-what-helps.md")
    lucy.push("Remove 03-what-helps.md")
    lucy.is_told("taken out")
    lucy.follow("01-noticing.md")
    lucy.sees("01-noticing.md")
    box = lucy.page.get_by_label("Text of this page (Markdown)")
    before = box.input_value()
    lucy.write("Text of this page (Markdown)", before.rstrip() + PROBLEM)
    preview = lucy.page.locator(".preview")
    expect(lucy.page.locator("[data-preview-status]")).to_have_text("Preview updated. 1 problem.")
    expect(preview.get_by_text("What would you say at the door?")).to_be_in_viewport()
    lucy.unfold("Add a question or another block")
    lucy.push("Short answer")
    expect(box).to_be_focused()
    assert _chosen(box) == "[Replace this: what do you ask?]"
    lucy.page.keyboard.press("Control+Z")
    assert box.input_value() == before.rstrip() + PROBLEM
    lucy.looks_right()
    lucy.push("Save and check")
    lucy.is_told("Saved")
    expect(lucy.page.locator("#problems")).to_have_text("1 problem on this page")
    line = lucy.page.locator(".problems a").inner_text()
    lucy.follow(line)
    expect(box).to_be_focused()
    assert _chosen(box) == "Answer: perhaps"
    lucy.page.keyboard.insert_text("Answer: true")
    lucy.push("Save and check")
    expect(lucy.page.locator("#problems")).to_have_text("No problems on this page")
    lucy.follow("Write: Small steps")
    lucy.choose("Clarifying")
    lucy.write("What has changed?", "One more question.")
    lucy.push("Publish")
    lucy.is_told("The version is published")
    expect(lucy.page.locator("main")).to_contain_text("One more question.")
    lucy.follow("Version 2")
    lucy.sees("Small steps, version 2")


@pytest.mark.usefixtures("people")
def test_an_author_begins_a_course_writes_previews_publishes_and_sees_what_changed(visit: Visit) -> None:
    lucy = _Worker(visit(), "lucy.author@example.org", looks=True)
    lucy.follow("Write")
    lucy.unfold("Begin a new course")
    lucy.write("Title", "Home visits")
    lucy.choose("Nearly empty")
    lucy.push("Begin this course")
    lucy.is_told("The course is begun")
    lucy.follow("01-first-lesson.md")
    box = lucy.page.get_by_label("Text of this page (Markdown)")
    lucy.unfold("Add a question or another block")
    before = box.input_value()
    lucy.push("True or false")
    assert box.input_value().startswith(before.rstrip()), "nobody put a cursor into the front matter"
    lucy.write("Text of this page (Markdown)", "---\nminutes: 5\n---\n# Before you knock\n\nRing ahead.\n")
    lucy.push("True or false")
    expect(box).to_be_focused()
    lucy.page.keyboard.insert_text("Is a visit that was rung ahead always safer?")
    preview = lucy.page.locator(".preview")
    expect(preview.get_by_text("Is a visit that was rung ahead always safer?")).to_be_in_viewport()
    lucy.push("Save and check")
    lucy.is_told("Saved")
    lucy.follow("Write: Home visits")
    lucy.write("What is new?", "A new course.")
    lucy.push("Publish")
    lucy.is_told("The version is published")
    lucy.push("Start editing")
    lucy.follow("01-first-lesson.md")
    lucy.write("Text of this page (Markdown)", box.input_value().replace("Ring ahead.", "Ring ahead, and say why."))
    lucy.push("Save and check")
    lucy.follow("Write: Home visits")
    expect(lucy.page.locator("main")).to_contain_text("Lesson “Before you knock” was reworded")
    lucy.looks_right()
    lucy.choose("Material")
    lucy.write("What has changed?", "Say why you come.")
    lucy.push("Publish")
    lucy.is_told("The version is published")
    lucy.follow("Show the changes of version 2")
    lucy.sees("What changed from version 1 to version 2")
    expect(lucy.page.locator("main")).to_contain_text("Ring ahead, and say why.")
    lucy.looks_right()


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
