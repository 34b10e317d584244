"""The PDF of a pack: it can be read aloud, says both arguments first, and takes nobody's words for commands."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

import pypdf
import pytest

from learning.evidence.pack import Pack
from learning.evidence.pack_pdf import _LETTERS, MOST_LINES, _content, pdf_of, printable
from learning.evidence.pack_words import METHOD
from learning.evidence.plan_then import Asked
from learning.plans.standing import WORDS
from tests.conftest import NOON

ZONE = ZoneInfo("Europe/London")
HOSTILE = (
    '#read("/etc/passwd")',
    '#eval("1+1") #{1+1}',
    "$x^2$ @label <label> `raw` *bold* _under_",
    "= Heading\n- list\n#pagebreak()",
    "\\u{41} \\ ~ -- '' // no comment /* nor this */",
    "\u202e\u2066gnirts\u2069",
    "你好 😀 हिन्दी مرحبا",
    "a\x00b\x07c\ufffe",
    "x" * 300,
)


def group(name: str) -> dict:
    return {"job_role": name, "title": name, "people": 9, "standings": dict.fromkeys(WORDS, 1), "done_percent": 28}


def pack_of(words: str, *, team_count: int = 1) -> Pack:
    """A pack in which all that people can write is these words."""
    course = {"course": "key", "title": words}
    version = {"number": 1, "published_on": "2026-11-01", "change": "material", "source_sha256": "0" * 64, "people": 9}
    lesson = {"course_title": words, "lesson_title": words, "in_plan": True}
    element = {"title": words, "strength": "assessed", "lessons": [lesson]}
    named = {
        "name": words, "staff_number": words, "job_role": words, "title": words, "standing": "met",
        "completed_on": "2026-11-24", "version": 1, "learned_elsewhere": "", "then": "met", "now": None,
    }  # fmt: skip
    plan = {
        "title": words, "owner": words, "starts_on": "2026-11-01", "review_on": None, "edition": 1,
        "audience": {"job_roles": [words], "teams": [], "leads_people": None},
        "is_closed": False, "text_sha256": "0" * 64, "target_percent": 80, "target_on": "2027-03-31",
        "requirements": [{"title": words, "due_on": None, "due_after_days": None, "renew_after_months": 24}],
    }  # fmt: skip
    standing = {
        "everybody": group("Everybody"),
        "by_course": [group(words)],
        "by_team": [group(words) | {"team": number} for number in range(team_count)],
        "by_job_role": [group(words) | {"standings": None, "people": "fewer than five", "done_percent": None}],
    }
    return Pack(
        asked=Asked("everyone", NOON.date(), NOON),
        title=words,
        plan_text="",
        data={
            "format": 2,
            "plan": plan,
            "standing": standing,
            "courses": [course | {"versions": [version], "people_elsewhere": "fewer than five"}],
        },
        coverage=[
            {"title": words, "publisher": words, "file_sha256": None, "elements": [element, element | {"lessons": []}]}
        ],
        differences={
            "compared_at": "2026-11-24T12:00:00Z",
            "changes": [course | {"then": "met", "now": "overdue", "people": 6}],
        },
        teams={"teams": {str(number): f"{words} {number}" for number in range(team_count)}},
        names={"standings": [named], "differences": [named]},
        person_ids=frozenset(),
    )


def read(made: Pack) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf_of(made, organisation="A council", time_zone=ZONE, now=NOON)))


def words_of(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_is_tagged_in_british_english_has_a_title_and_says_that_it_is_pdf_ua() -> None:
    reader = read(pack_of("Everyone"))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Inspection pack: Everyone"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_the_first_page_states_both_arguments_and_how_to_make_it_again() -> None:
    made = pack_of("Everyone")
    first = " ".join(read(made).pages[0].extract_text().split())
    assert "The day that is asked about: 24 November 2026" in first
    assert "The moment of knowledge: 24 November 2026 at 12:00:00 GMT (2026-11-24T12:00:00Z)" in first
    assert "flask records pack --plan everyone --on 2026-11-24 --known-at 2026-11-24T12:00:00Z" in first
    assert made.data_sha256 in first.replace(" ", "")


def test_every_part_is_there_and_the_second_only_where_it_was_chosen() -> None:
    whole = words_of(read(pack_of("Everyone")))
    parts = (
        "The plan",
        "By team",
        "By job role",
        "Courses and versions",
        "Coverage of frameworks",
        "How this was made",
    )
    assert [part for part in (*parts, "Differences", "Second part: names") if part not in whole] == []
    assert METHOD[0] in whole
    assert "Second part: names" not in words_of(read(replace(pack_of("Everyone"), names=None)))


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_people_are_words_and_no_commands(words: str) -> None:
    text = words_of(read(pack_of(words)))
    assert "root:" not in text
    shown = "".join(printable(words).split())
    assert text.replace(" ", "").count(shown[:40]) >= 10


def test_every_letter_that_is_let_through_can_be_shown() -> None:
    parts = _LETTERS.split("-")
    letters = [parts[0][0]]
    for before, after in pairwise(parts):
        letters += [chr(number) for number in range(ord(before[-1]), ord(after[0]) + 1)]
    letters += [sign for part in parts for sign in part]
    assert read(pack_of(" ".join(letters))).pages
    assert printable("Zoë 你") == "Zoë □"


def test_a_long_list_is_cut_and_says_how_much_is_left_out() -> None:
    teams = _content(pack_of("Team", team_count=MOST_LINES + 3), "A council", ZONE)["by_team"]
    assert (len(teams["lines"]), teams["left_out"]) == (MOST_LINES, 3)
