"""Versions in a browser: what changed between any two, each as it was, and an old one brought back."""

from __future__ import annotations

import pytest

from learning.courses.drafts import draft_of
from learning.courses.published import course_by_slug
from learning.courses.publishing import bring_back, retire
from learning.db import transaction
from learning.people.accounts import person_by_sign_in_name
from learning.people.roles import Role
from tests import makers
from tests.conftest import NOON
from tests.operations.courses.sources import PROBLEM, changed
from tests.organisation import PICTURE, WITH_PICTURE
from tests.web import table_files
from tests.web.pages import words_of

SLUG = "small-steps"
NEWER = {
    **changed(WITH_PICTURE),
    "quiz.md": WITH_PICTURE["quiz.md"].replace(b"pass_mark: 80", b"pass_mark: 70"),
    "images/window.svg": PICTURE.replace(b"<svg", b"<!-- redrawn --><svg", 1),
}


@pytest.fixture
def author(session, sign_in):
    """An author's browser; the course has two versions."""
    makers.publish_course(WITH_PICTURE, note="The first one")
    makers.publish_course(NEWER, note="An easier check")
    makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))
    return sign_in("ruth.bell@example.org")


def lines_of(page) -> list[list[str]]:
    return [[words_of(cell) for cell in row.findall("td")] for row in page.all("table[@class='lines']/tbody/tr")]


def test_what_changed_between_two_versions_stands_in_words_and_line_by_line(author) -> None:
    page = author.get(f"/write/{SLUG}").follow("All versions").follow("Show the changes")
    assert page.h1 == "What changed from version 1 to version 2"
    assert "Pass mark changed from 80% to 70%" in page.text
    assert "The overview was reworded: 1 paragraph changed" in page.text
    assert "The picture was changed." in page.text
    assert ["Removed 2", "pass_mark: 80"] in lines_of(page)
    assert ["Added 2", "pass_mark: 70"] in lines_of(page)
    alone = author.get(f"/write/{SLUG}/changes?old=1&new=2&file=quiz.md")
    assert [row[0] for row in lines_of(alone)] == ["1", "Removed 2", "Added 2", "3", "4"]


def test_any_two_states_can_be_chosen_and_compared(author) -> None:
    author.get(f"/write/{SLUG}").submit(form="/draft")
    form = author.get(f"/write/{SLUG}/versions").form("/changes")
    assert form.values == {"old": ["2"], "new": ["draft"]}
    assert [line[0] for line in table_files.lines_of(author, f"/write/{SLUG}/versions.csv")] == ["2", "1"]
    assert "No file is different." in author.get(f"/write/{SLUG}/changes?old=2&new=draft").text
    assert "Pass mark changed from 70% to 80%" in author.get(f"/write/{SLUG}/changes?old=2&new=1").text


def test_an_author_sees_what_is_new_and_what_it_looks_like_before_publishing(author) -> None:
    author.get(f"/write/{SLUG}").submit(form="/draft")
    assert "Nothing that a learner would notice" in author.get(f"/write/{SLUG}").text
    editor = author.get(f"/write/{SLUG}/pages/quiz.md")
    text = editor.form("pages/quiz.md").values["text"][0]
    editor.submit({"text": text.replace("pass_mark: 70", "pass_mark: 75")}, form="pages/quiz.md")
    page = author.get(f"/write/{SLUG}")
    assert "Pass mark changed from 70% to 75%" in page.text
    assert "This looks material: the pass mark changed." in page.text
    assert ["Added 2", "pass_mark: 75"] in lines_of(page.follow("word for word"))
    author.get(f"/write/{SLUG}/pages/quiz.md").submit({"text": text + PROBLEM.decode()}, form="pages/quiz.md")
    assert "This looks" not in author.get(f"/write/{SLUG}").text
    assert "The draft has problems" in author.get(f"/write/{SLUG}/changes?old=2&new=draft").text


@pytest.mark.parametrize("query", ["", "?old=1", "?old=1&new=9", "?old=x&new=1", "?old=1&new=draft", "?old=%00&new=²"])
def test_states_that_are_not_there_are_not_found(author, query) -> None:
    assert author.get(f"/write/{SLUG}/changes{query}").status == 404


def test_an_old_version_is_there_as_it_was_with_its_pictures_and_files(author) -> None:
    page = author.get(f"/write/{SLUG}/versions/1")
    assert author.raw("GET", page.link("images/window.svg")).get_data() == PICTURE
    lesson = page.follow("01-noticing.md")
    assert [image.get("src") for image in lesson.all("img")] == [f"/courses/{SLUG}/versions/1/images/window.svg"]
    for path, content in WITH_PICTURE.items():
        answer = author.raw("GET", f"/write/{SLUG}/versions/1/files/{path}")
        assert answer.get_data() == content
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert author.get(f"/write/{SLUG}/versions/1/files/secret.md").status == 404


def test_an_old_version_is_restored_as_a_draft(author, session) -> None:
    page = author.get(f"/write/{SLUG}/versions/1").follow("Restore this version").submit(form="/restore")
    assert "The draft says what that version said." in page.text
    assert "Pass mark changed from 70% to 80%" in page.text


def test_a_draft_in_the_way_is_thrown_away_only_when_somebody_says_so(author, session) -> None:
    asked = author.get(f"/write/{SLUG}/versions/1/restore")
    author.get(f"/write/{SLUG}").submit(form="/draft")
    refused = asked.submit(form="/restore")
    assert refused.status == 409
    assert "Ruth Bell saved it last" in refused.text
    assert refused.submit(form="Throw the draft away").status == 200
    session.rollback()
    assert {file.path: file.content for file in draft_of(SLUG).files} == WITH_PICTURE


def test_the_page_says_when_the_course_was_retired_and_brought_back(author, session) -> None:
    assert "Retired" not in author.get(f"/write/{SLUG}/versions").text
    for step in (retire, bring_back):
        with transaction():
            step(course_by_slug(SLUG), actor=person_by_sign_in_name("ruth.bell@example.org"), now=NOON)
    found = [words_of(line) for line in author.get(f"/write/{SLUG}/versions").all("main//ul/li")]
    assert found == [
        "Brought back on 24 November 2026 at 12:00 by Ruth Bell",
        "Retired on 24 November 2026 at 12:00 by Ruth Bell",
    ]


def test_a_learning_lead_reads_the_history_and_restores_nothing(author, sign_in) -> None:
    makers.make_person("Lena Ford", roles=(Role.LEARNING_LEAD,))
    lead = sign_in("lena.ford@example.org")
    assert lead.get(f"/write/{SLUG}/changes?old=1&new=2").status == 200
    assert "Restore" not in lead.get(f"/write/{SLUG}/versions/1").text
    assert lead.get(f"/write/{SLUG}/versions/1/restore").status == 403
