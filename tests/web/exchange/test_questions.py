"""Questions from elsewhere in the browser: looked at first, added when confirmed; and a version's taken elsewhere."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from learning import clock
from learning.courses import drafts
from learning.courses.draft_files import text_of
from learning.db import transaction
from learning.exchange.questions.gift_reader import read_gift
from learning.exchange.questions.moodle_reader import read_moodle_xml
from learning.people.roles import Role
from tests import makers

FILES = Path(__file__).resolve().parents[2] / "exchange_files"
PAGE = "/write/small-steps/questions"


@pytest.fixture
def author(session, sign_in):
    """An author signed in, beside a draft of a published course."""
    makers.publish_course()
    person = makers.make_person(roles=(Role.AUTHOR,))
    with transaction():
        drafts.start_draft("small-steps", author=person, now=clock.now())
    return sign_in("aisha.khan@example.org")


def draft_paths():
    return [file.path for file in drafts.draft_of("small-steps").files if file.path.startswith("banks/from")]


def test_a_file_is_looked_at_and_then_added(author):
    page = author.get("/write/small-steps").follow("Bring questions from elsewhere")
    content = (FILES / "duty-team.gift").read_bytes()
    looked = page.submit({"name": "From the duty team", "file": (io.BytesIO(content), "duty.gift")}, form="look")
    assert looked.h1 == "Look at these questions"
    assert "The file makes 8 questions" in looked.text
    assert 'Line 35: The question "Write about a visit' in looked.text
    assert draft_paths() == []

    added = looked.submit(form="Add this bank")
    assert added.h1 == "banks/from-the-duty-team.md"
    assert "The bank is added to the draft." in added.body
    assert draft_paths() == ["banks/from-the-duty-team.md"]
    text = text_of(drafts.draft_of("small-steps"), "banks/from-the-duty-team.md")
    assert text.startswith("# From the duty team\n")

    again = looked.submit({"text-1": text + "\nMine."}, form="Add this bank")
    assert again.status == 422
    assert "has a page banks/from-the-duty-team.md already" in again.text
    assert "Mine." in again.body


def test_what_was_pasted_is_given_back_where_nothing_can_be_made_of_it(author):
    form = {"name": "From me", "text": "Write about it. {}"}
    page = author.get(PAGE).submit(form, form="look")
    assert page.status == 422
    assert "Write about it. {}" in page.body
    assert "essay" in page.text
    assert author.get(PAGE).submit({**form, "text": ""}, form="look").status == 422
    nameless = author.get(PAGE).submit({**form, "name": "…", "text": "So? {T}"}, form="look")
    assert (nameless.status, "So? {T}" in nameless.body) == (422, True)
    assert draft_paths() == []


def test_the_questions_of_a_version_are_taken_elsewhere(author):
    page = author.get("/write/small-steps/versions/1").follow("Take its questions elsewhere")
    gift = author.raw("GET", page.link("Download as GIFT"))
    xml = author.raw("GET", page.link("Download as Moodle XML"))
    assert gift.headers["Content-Disposition"].endswith('.gift.txt"')
    assert len(read_gift(gift.get_data()).questions) >= 1
    assert len(read_moodle_xml(xml.get_data()).questions) >= len(read_gift(gift.get_data()).questions)
    assert author.raw("GET", "/write/small-steps/versions/1/questions/none/gift").status_code == 404
    assert author.raw("GET", "/write/small-steps/versions/1/questions/final-check/word").status_code == 404
