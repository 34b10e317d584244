"""How what is known of a person is written."""

from __future__ import annotations

import pytest

from learning.people.names import LONGEST_EMAIL, is_email, is_plain_line, normal_email, normal_staff_number, tidy_line


def test_an_e_mail_address_has_one_spelling() -> None:
    assert normal_email("  Aisha.Khan@Example.GOV.uk ") == "aisha.khan@example.gov.uk"


@pytest.mark.parametrize("text", ["a@b.uk", "aisha.o’khan+x@mail.example.gov.uk", "żaneta@example.org"])
def test_what_has_the_shape_of_an_e_mail_address(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "aisha", "aisha@", "@example.gov.uk", "a b@example.gov.uk", "a@b@c.uk", "a@home", "a@b..uk", "a..b@c.uk"),
        *("ａ@b.uk", "ﬁ@b.uk", "a\u200b@b.uk"),
        *("<a@b.uk>", "a,b@c.uk", '"a"@b.uk', "a\nb@c.uk", "a\u202eb@c.uk", f"a@{'b' * LONGEST_EMAIL}.uk"),
    ],
)
def test_what_has_not(text: str) -> None:
    assert not is_email(text)


def test_a_line_is_composed_and_has_single_spaces() -> None:
    assert tidy_line("  Re\u0301ne\u0301  de\u00a0la Cruz\t") == "Réné de la Cruz"


@pytest.mark.parametrize(
    "sign",
    [
        *(
            "\0",
            "\x1b",
            "\ud800",
            "\u202e",
            "\u2067",
            "\u200f",
            "\u200b",
            "\u200c",
            "\u200d",
            "\ufeff",
            "\u2060",
            "\u00ad",
        ),
        *("\u2028", "\u034f", "\u3164", "\ufffe", "\U000e0041"),
    ],
)
def test_a_hidden_character_makes_a_line_no_plain_one(sign: str) -> None:
    assert not is_plain_line(f"Aisha{sign}Khan")


@pytest.mark.parametrize("name", ["علی\u200cرضا", "ක්\u200dය", "Aisha Khan-Réné"])
def test_a_name_may_be_written_as_its_own_script_asks(name: str) -> None:
    assert is_plain_line(name)


def test_two_joiners_side_by_side_join_nothing() -> None:
    assert not is_plain_line("علی\u200c\u200cرضا")


def test_e_mail_addresses_that_differ_in_case_or_in_how_letters_are_composed_are_one() -> None:
    assert normal_email("ZOE\u0301@Example.org") == normal_email("zo\u00e9@EXAMPLE.ORG")
    assert normal_email("\u212aim@example.org") == "kim@example.org"  # the sign for kelvin


def test_a_staff_number_is_kept_in_capitals_and_may_be_absent() -> None:
    assert normal_staff_number("ｋｘ１２") == "KX12"
    assert normal_staff_number(" kx-0012 ") == "KX-0012"
    assert normal_staff_number("  ") is None
