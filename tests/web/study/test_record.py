"""My record, certificates, and what a stranger is told."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlsplit

import pytest

from learning.db import transaction
from learning.people.roles import Role
from learning.study.codes import grouped
from learning.study.completions import completion_with_code
from learning.study.voiding import void_completion
from learning.web.csv_export import safe_cell
from tests import makers
from tests.conftest import NOON
from tests.study_course import TWO_LESSONS
from tests.web.pages import words_of


@pytest.fixture
def code(app, learner, as_aisha):
    """The check code of Aisha Khan's completion."""
    return as_aisha(lambda person: makers.complete_course(person).check_code)


@pytest.fixture
def void(app, code):
    """Voids that completion."""

    def run():
        with app.app_context(), transaction():
            void_completion(completion_with_code(code), reason="A mistake.", voided_by_id=None, now=NOON)

    return run


def check(visitor, code, surname=""):
    return visitor.get("/check-certificate").submit({"code": code, "surname": surname}, form="/check-certificate")


def test_the_record_names_version_day_and_minutes_and_links_the_certificate(learner, code):
    page = learner.get("/my-record")
    assert "Completed on 24 November 2026, repeat by 23 November 2028" in page.text
    assert f"Version 1 · 23 minutes · certificate {grouped(code)}" in page.text
    assert "2026: 23 minutes of learning" in page.text
    assert learner.get(page.link("Small steps")).h1 == "Small steps"


def test_an_empty_record_says_what_will_stand_there(learner):
    assert "When you complete a course, it stands here" in learner.get("/my-record").text


def test_a_voided_completion_is_marked_and_its_minutes_do_not_count(learner, code, void):
    void()
    page = learner.get("/my-record")
    assert "Voided on 24 November 2026" in page.text
    assert "minutes of learning" not in page.text
    assert "repeat by" not in page.text


def test_the_table_file_has_the_same_rows_and_opens_rightly(learner, code):
    response = learner.raw("GET", "/my-record.csv")
    assert response.mimetype == "text/csv"
    assert response.get_data().startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(response.get_data().decode("utf-8-sig")))
    assert header[:4] == ["Course", "Version", "Completed on", "Minutes"]
    assert row == ["Small steps", "1", "2026-11-24", "23", "2028-11-23", "", "", grouped(code), *[""] * 5]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_cells_that_a_spreadsheet_would_run_are_made_safe(sign):
    assert safe_cell(f"{sign}1+1") == f"'{sign}1+1"


def test_other_cells_stay_as_they_are():
    assert [safe_cell(cell) for cell in ("Plain", -5, None, "", "a=b", "a\0b")] == ["Plain", -5, None, "", "a=b", "ab"]


def test_a_course_title_that_looks_like_a_formula_is_made_safe_in_the_file(app, learner, as_aisha):
    bad = TWO_LESSONS["course.md"].replace(b"# Small steps", b"# =HYPERLINK(1)")
    with app.app_context():
        makers.publish_course({**TWO_LESSONS, "course.md": bad}, slug="bad")
    as_aisha(makers.complete_course, "bad")
    assert "'=HYPERLINK(1)" in learner.raw("GET", "/my-record.csv").get_data(as_text=True)


def test_a_certificate_has_title_version_day_outcomes_and_code_and_no_score(learner, code):
    page = learner.get(f"/certificates/{code}")
    for words in (
        "Small steps",
        "Aisha Khan",
        "24 November 2026",
        "Notice a survival response",
        "Say what helps",
        grouped(code),
    ):
        assert words in page.text
    for words in ("%", "5 of 5", "score"):
        assert words not in page.text
    assert "http://localhost/check-certificate" in page.text


def test_a_certificate_and_help_lead_to_the_check_of_a_code(learner, code):
    for address in (f"/certificates/{code}", "/help"):
        assert urlsplit(learner.get(address).link("heck")).path == "/check-certificate"


def test_what_is_printed_has_no_links_and_no_advice_on_printing(learner, code):
    for address, words in ((f"/certificates/{code}", "use your browser"), ("/my-record", "Who looked at my record")):
        hidden = [words_of(part) for part in learner.get(address).all("div[@class='actions']")]
        assert any(words in part for part in hidden)


@pytest.mark.parametrize(
    ("roles", "manages", "status"),
    [
        ((), False, 404),
        ((Role.AUTHOR,), False, 404),
        ((Role.ADMINISTRATOR,), False, 404),
        ((), True, 200),
        ((Role.LEARNING_LEAD,), False, 200),
    ],
)
def test_who_may_open_a_certificate(app, code, as_aisha, sign_in, roles, manages, status):
    with app.app_context():
        other = makers.make_person("Ben Okoro", roles=roles)
        if manages:
            team = makers.make_team()
            makers.make_manager(other, team)
            as_aisha(makers.put_in_team, team)
    theirs = sign_in("ben.okoro@example.org")
    assert theirs.get(f"/certificates/{code}").status == status
    assert theirs.get("/certificates/BCDFBCDFBCDFBCDF").status == 404
    assert theirs.get("/certificates/x").status == 404


def test_anybody_can_check_a_code_and_learns_no_name(visitor, code):
    page = check(visitor, grouped(code).lower())
    for words in ("Valid.", "Small steps", "24 November 2026"):
        assert words in page.text
    assert "Aisha" not in page.body
    assert "surname that you typed" not in page.text


@pytest.mark.parametrize(
    ("surname", "is_told"), [("Khan", True), (" KHÁN ", True), ("Aisha Khan", True), ("Aisha", False), ("Kha", False)]
)
def test_the_name_is_told_to_who_types_the_surname(visitor, code, surname, is_told):
    page = check(visitor, code, surname)
    assert ("Aisha Khan" in page.text) == is_told
    assert ("is not on this certificate" in page.text) != is_told


def test_a_voided_certificate_says_so(visitor, code, void):
    void()
    page = check(visitor, code)
    assert "Voided." in page.text
    assert "Valid." not in page.text
    assert "A mistake." not in page.body


def test_a_code_of_nobody_gets_an_answer_of_the_same_shape(visitor, code):
    known, unknown = check(visitor, code), check(visitor, "BCDFBCDFBCDFBCDF")
    assert known.status == unknown.status == 200
    assert known.h1 == unknown.h1
    assert "Not known." in unknown.text


@pytest.mark.parametrize("typed", ["", "short", "x" * 61, "BCDF\x00"])
def test_what_cannot_be_a_code_is_said_so_and_kept(visitor, typed):
    page = check(visitor, typed)
    assert page.status == 422
    assert page.title.startswith("Error: ")


def test_search_engines_are_asked_to_stay_away(visitor):
    response = visitor.raw("GET", "/check-certificate")
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_trying_out_codes_is_slowed_down(visitor):
    answers = [check(visitor, "BCDFBCDFBCDFBCDF").status for _ in range(11)]
    assert answers == [200] * 10 + [429]
