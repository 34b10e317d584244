"""The editor: a preview that saves nothing, blocks written for the author, an outline whose last change is undone."""

from __future__ import annotations

import pytest

from learning.courses.draft_files import text_of
from learning.courses.drafts import draft_of
from learning.people.roles import Role
from tests import makers
from tests.organisation import token_of
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"
LESSON = "01-noticing.md"
TEXT = SMALL_STEPS[LESSON].decode()
EDITOR = f"/write/{SLUG}/pages/{LESSON}"
COURSE = f"/write/{SLUG}"


@pytest.fixture
def author(session, sign_in):
    """An author's browser, the draft of the course begun."""
    makers.publish_course()
    makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))
    browser = sign_in("ruth.bell@example.org")
    browser.get(COURSE).submit(form="/draft")
    return browser


def saved(session, path=LESSON):
    session.rollback()
    return text_of(draft_of(SLUG), path)


def preview(browser, text, path=LESSON):
    answer = browser.raw("POST", f"{COURSE}/preview/{path}", data={"text": text, "csrf_token": token_of(browser)})
    assert answer.status_code == 200
    return answer.text


def test_the_preview_shows_what_is_typed_and_what_is_wrong_with_it_and_saves_nothing(author, session) -> None:
    html = preview(author, TEXT.replace("Read this first.", "Typed just now.\n\n[Nowhere](09-gone.md)"))
    assert "Typed just now." in html
    assert "1 problem on this page" in html
    assert 'data-problem-lines="8"' in html
    assert "<html" not in html
    assert 'data-line="12"' in html, "the first question stands at its line"

    assert "10:at-check-your-learning" in html
    assert saved(session) == TEXT


def test_the_preview_knows_the_rest_of_the_course(author) -> None:
    linked = TEXT.replace("Read this first.", "[Next](02-a-hard-visit.md#short-version) [Bad](02-a-hard-visit.md#none)")
    html = preview(author, linked)
    assert "1 problem on this page" in html
    assert "#none" in html
    drawn = SMALL_STEPS["quiz.md"].replace(b"Draw 2", b"Draw 9").decode()
    assert "9 are drawn from banks/responses.md, which holds 3" in preview(author, drawn, "quiz.md")


def test_a_block_is_written_at_the_end_of_what_is_typed_and_nothing_is_saved(author, session) -> None:
    form = author.get(EDITOR).form(f"pages/{LESSON}").values
    page = author.post(f"{COURSE}/insert/{LESSON}", {**form, "text": "# Typed", "insert": "choose-one"})
    typed = page.form(f"pages/{LESSON}").values["text"][0]
    assert typed.startswith("# Typed\n\n## Question: ")
    assert "Choose one." in typed
    assert "Nothing is saved yet" in page.text
    assert saved(session) == TEXT
    page.submit(form=f"pages/{LESSON}")
    assert saved(session) == typed


def test_a_page_offers_the_blocks_that_can_stand_on_it(author) -> None:
    def offered(path):
        return [button.get("value") for button in author.get(f"{COURSE}/pages/{path}").all("button[@name='insert']")]

    assert len(offered(LESSON)) == 14
    assert "scenario" not in offered("quiz.md")
    assert "weigh-options" not in offered("banks/responses.md")
    assert offered("course.md") == []


def test_a_lesson_moves_and_the_move_is_undone(author, session) -> None:
    page = author.get(COURSE)
    page = page.submit(form="pages/move", button="to=a-hard-visit 1")
    assert "The lesson is moved." in page.text
    assert page.link("01-a-hard-visit.md") == f"{COURSE}/pages/01-a-hard-visit.md"
    assert author.get(EDITOR).address == f"{COURSE}/pages/02-noticing.md", "old addresses lead on"
    page = page.submit(form="draft/undo")
    assert "undone" in page.text
    assert saved(session) == TEXT


def test_what_was_typed_on_a_page_that_was_moved_meanwhile_is_saved_where_it_is_now(author, session) -> None:
    opened = author.get(EDITOR)
    author.get(COURSE).submit(form="pages/move", button="to=noticing 2")
    page = opened.submit({"text": TEXT + "\n---\n\nMore.\n"}, form=f"pages/{LESSON}")
    assert page.address == f"{COURSE}/pages/02-noticing.md"
    assert saved(session, "02-noticing.md").endswith("More.\n")


def test_a_page_is_renamed_and_removed_and_comes_back_with_its_text(author, session) -> None:
    page = author.get(f"{COURSE}/draft/pages/02-a-hard-visit.md/name")
    assert "People have learnt under this name" in page.text
    refused = page.submit({"name": LESSON}, form="/name")
    assert "has a page 01-noticing.md already" in refused.text
    page = page.submit({"name": "A hard day"}, form="/name")
    assert "The page is renamed." in page.text
    page = author.get(f"{COURSE}/draft/pages/02-a-hard-day.md/name").submit(form="/remove")
    assert saved(session, "02-a-hard-day.md") is None
    page = page.submit(form="draft/undo")
    assert saved(session, "02-a-hard-day.md") == SMALL_STEPS["02-a-hard-visit.md"].decode()
    page.submit(form="draft/undo")
    assert saved(session, "02-a-hard-visit.md") == SMALL_STEPS["02-a-hard-visit.md"].decode()
