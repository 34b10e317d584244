"""The same name written otherwise is known again, and further records in their order make a stage."""

from __future__ import annotations

import pytest

from learning.outside.register_file import MOST_PEOPLE, read_register
from learning.outside.stages import stage_of
from learning.outside.titles import LONGEST_KEY, title_key


@pytest.mark.parametrize("other", ["level 1 safeguarding", " Level-1  SAFEGUARDING ", "Lével 1: safeguarding!"])
def test_capitals_marks_accents_and_spaces_play_no_part_in_a_name(other):
    assert title_key(other) == title_key("Level 1 Safeguarding")


def test_and_is_the_same_as_its_sign_and_other_words_are_not():
    assert title_key("Loss & grief") == title_key("Loss and Grief")
    assert title_key("Level 2 safeguarding") != title_key("Level 1 safeguarding")


@pytest.mark.parametrize("odd", ["!!!", "\ufdfa" * 200, "安全"])
def test_any_name_has_a_key_that_can_be_stored(odd):
    assert 1 <= len(title_key(odd)) <= LONGEST_KEY


@pytest.mark.parametrize(
    ("kinds", "key", "is_disputed"),
    [
        ([], "waiting", False),
        (["confirmed"], "confirmed", False),
        (["returned"], "returned", False),
        (["voided"], "taken back", False),
        (["confirmed", "disputed"], "confirmed", True),
        (["confirmed", "disputed", "answered"], "confirmed", False),
        (["confirmed", "disputed", "answered", "disputed"], "confirmed", True),
        (["confirmed", "disputed", "voided"], "voided", False),
    ],
)
def test_the_stage_after_further_records(kinds, key, is_disputed):
    stage = stage_of(kinds)
    assert (stage.key, stage.is_disputed) == (key, is_disputed)
    assert stage.needs_somebody == (key == "waiting" or is_disputed)


def lines_and_faults(text: str):
    file = read_register(text.encode("utf-8-sig"))
    return [line.shown for line in file.lines], [str(fault) for fault in file.faults]


def test_a_register_names_people_by_e_mail_or_staff_number():
    lines, faults = lines_and_faults("Email,Staff number,Name\nA@Example.org,,Aisha\n,gt7,\n,,\n")
    assert (lines, faults) == (["a@example.org", "GT7"], [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "The file is empty."),
        ("name\nAisha\n", "row 1: needs a column"),
        ("email\n", "nobody beneath it"),
        ("email,name\n,Aisha\n", "row 2: names nobody"),
        ("email,name\na@example.org\n", "row 2: has 1 cells"),
        ('email\n"=HYPERLINK(""x"")"\n', "row 2: email: “=HYPERLINK"),
        ("email\n" + "a@example.org\n" * (MOST_PEOPLE + 1), "more than 2,000 people"),
    ],
)
def test_what_is_wrong_with_a_register_is_said_with_its_row(text, fault):
    _, faults = lines_and_faults(text)
    assert any(fault in one for one in faults)
