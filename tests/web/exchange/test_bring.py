"""Bringing a course or a text in a browser: looked at first, confirmed, and nothing of it lost or let in unseen."""

from __future__ import annotations

import io
import zipfile

import pytest

from learning.courses.drafts import draft_of
from learning.exchange.safe_zip import write_zip
from learning.people.roles import Role
from tests import makers
from tests.rules.exchange.word_files import heading, paragraph, photo, run, word_file
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"
WORD = word_file(
    paragraph("Home visits", style="Title"),
    heading(1, "Noticing"),
    paragraph("Look ", run("twice", "<w:b/>"), "."),
    paragraph(run("secret", "<w:vanish/>")),
)


@pytest.fixture
def author(session, sign_in):
    """An author's browser; the course has one version."""
    makers.publish_course()
    makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))
    return sign_in("ruth.bell@example.org")


def send(browser, address: str, data: bytes, name: str, **fields):
    """Choose a file on the page at this address and send it; gives the page after that."""
    form = browser.get(address).form(address).values
    return browser.post(
        address, {**form, **fields, "file": (io.BytesIO(data), name)}, content_type="multipart/form-data"
    )


def test_a_word_file_is_looked_at_and_becomes_a_course(author) -> None:
    assert author.get("/write").link("Bring a course from elsewhere") == "/bring"
    page = send(author, "/bring", WORD, "Home visits.docx")
    assert (page.status, page.h1) == (200, "Look at it first")
    assert "hidden words: left out: “secret”" in page.text
    assert "Look **twice**." in page.text
    assert "No problems." in page.text
    assert "Home visits" not in author.get("/write").text
    course = page.submit(form="Make this course")
    assert (course.address, course.h1) == ("/write/home-visits", "Home visits")
    assert "It is in the draft now." in course.text
    assert author.get(page.address).status == 404


def test_a_zip_of_more_files_than_a_new_course_begins_with_is_refused_before_it_is_kept(author) -> None:
    data = write_zip({**SMALL_STEPS, **{f"banks/{number}.md": b"# A\n" for number in range(300)}})
    page = send(author, "/bring", data, "course.zip")
    assert page.status == 422
    assert "A new course here begins with at most 300 files, and this one has 305." in page.text
    assert send(author, f"/write/{SLUG}/bring", data, "course.zip").status == 200


def test_a_second_click_on_make_this_course_leads_where_the_first_one_did(author) -> None:
    page = send(author, "/bring", WORD, "Home visits.docx")
    first = page.submit(form="Make this course")
    second = page.submit(form="Make this course")
    assert (second.address, second.h1) == (first.address, "Home visits")


def test_a_name_that_is_taken_is_said_beside_the_field_with_what_was_typed(author) -> None:
    page = send(author, "/bring", WORD, "x.docx").submit({"title": "Our visits", "slug": SLUG}, form="Make this course")
    assert page.status == 422
    assert "There is a course “small-steps” already." in page.text
    assert page.form("Make this course").values["title"] == ["Our visits"]


def test_pasted_words_become_a_lesson_with_and_without_script(author, session) -> None:
    address = f"/write/{SLUG}/bring"
    page = author.get(address).submit({"text": "Knock first.", "name": "At the door"}, form="/bring")
    page.submit(form="Put it into the draft")
    html = "<h1>Wait</h1><p>A <b>minute</b></p>"
    page = author.get(address).submit({"text": "Wait\nA minute", "html": html}, form="/bring")
    page.submit(form="Put it into the draft")
    session.rollback()
    files = {file.path: file.content for file in draft_of(SLUG).files}
    assert files["03-at-the-door.md"] == b"---\nminutes: 1\n---\n# At the door\n\nKnock first.\n"
    assert files["04-wait.md"] == b"---\nminutes: 1\n---\n# Wait\n\nA **minute**\n"


def test_throwing_it_away_changes_nothing(author) -> None:
    page = author.get(f"/write/{SLUG}/bring").submit({"text": "# Gone"}, form="/bring")
    after = page.submit(form="/cancel")
    assert after.address == f"/write/{SLUG}"
    assert "thrown away" in after.text
    assert draft_of(SLUG) is None


def test_a_preview_is_for_its_maker_alone(author, sign_in) -> None:
    makers.make_person("Tom Reed", roles=(Role.AUTHOR,))
    address = author.get(f"/write/{SLUG}/bring").submit({"text": "# Mine"}, form="/bring").address
    assert sign_in("tom.reed@example.org").get(address).status == 404


@pytest.mark.parametrize(
    ("data", "fields", "sentence"),
    [
        (b"", {}, "This file is empty (0 bytes)."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", {}, "save it as .docx"),
        (b"%PDF-1.7", {}, "it is no zip, or it is damaged"),
        (WORD, {"text": "And words."}, "not both"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(author, data: bytes, fields: dict, sentence: str) -> None:
    page = send(author, f"/write/{SLUG}/bring", data, "x.docx", **fields)
    assert page.status == 422
    assert sentence in page.text


def test_a_file_that_is_too_large_is_refused_with_its_own_sentence(author) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x.docx"\r\n\r\n' + b"x" * 11_000_000
    page = author.post("/bring", body, content_type="multipart/form-data; boundary=x")
    assert page.status == 413
    assert "A file can have at most 10 MB." in page.text


class NotSentYet(io.BytesIO):
    """A large body that whoever reads it would wait for."""

    def read(self, *_) -> bytes:
        raise AssertionError("the body was read")

    readinto = readline = read


def test_nothing_of_a_large_body_is_read_before_it_is_known_who_sends_it(author, visitor, sign_in) -> None:
    makers.make_person("Aisha Khan")
    kind = "multipart/form-data; boundary=x"
    referrer = {"Referer": "http://localhost/bring"}
    answers = [
        one.raw("POST", address, input_stream=NotSentYet(b"x" * 9_000_000), headers=referrer, content_type=kind)
        for one, address in (
            (visitor, "/bring"),
            (sign_in("aisha.khan@example.org"), "/bring"),
            (author, f"/write/{SLUG}/draft"),
            (author, f"/write/{SLUG}/questions"),
        )
    ]
    assert [answer.status_code for answer in answers] == [401, 403, 413, 413]
    assert "Sign in, then send it once more." in answers[0].text
    assert 'name="next" value="/bring"' in answers[0].text


def test_the_zip_of_a_version_comes_back_as_nothing_new(author, session) -> None:
    answer = author.raw("GET", f"/write/{SLUG}/versions/1.zip")
    assert answer.headers["Content-Disposition"] == "attachment; filename=small-steps-version-1.zip"
    assert author.raw("GET", f"/write/{SLUG}/versions/1.zip").data == answer.data
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert {name.partition("/")[2]: archive.read(name) for name in archive.namelist()} == SMALL_STEPS
    page = send(author, f"/write/{SLUG}/bring", answer.data, "c.zip")
    assert "c.zip: 0 pages for the draft of “Small steps”." in page.text
    assert "The draft says all of this already." in page.text
    page.submit({"way": "replace"}, form="Put it into the draft")
    session.rollback()
    assert {file.path: file.content for file in draft_of(SLUG).files} == SMALL_STEPS
    draft_zip = author.raw("GET", f"/write/{SLUG}/draft.zip").data
    assert draft_zip == answer.data


def test_a_picture_is_added_with_its_words_and_shown_where_it_was_said(author, session) -> None:
    author.get(f"/write/{SLUG}").submit(form="/draft")
    address = f"/write/{SLUG}/pictures"
    page = send(author, address, photo(), "My Door (1).PNG")
    assert page.status == 422
    assert "Say what the picture shows" in page.text
    page = send(author, address, photo(), "My Door (1).PNG", shows="A [red] door")
    assert r"![A \[red\] door](images/my-door-1.png)" in page.text
    page = send(author, address, photo(), "Another name.png", decorative="y", page="01-noticing.md")
    assert page.address == f"/write/{SLUG}/pages/01-noticing.md"
    assert "![](images/my-door-1.png)" in page.form("/pages/").values["text"][0]
    session.rollback()
    assert [file.path for file in draft_of(SLUG).files if "images/" in file.path] == ["images/my-door-1.png"]
    page = send(author, address, photo("blue"), "my-door-1.png", shows="A blue door")
    assert "images/my-door-1-" in page.text
    page = send(author, address, b"<svg onload='x'>", "x.png", shows="x", page="../course.md")
    assert page.status == 422
