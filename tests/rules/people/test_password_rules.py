"""Which passwords are refused, and why."""

from __future__ import annotations

import itertools

import pytest

from learning.people.common_words import COMMON_PHRASES, COMMON_WORDS
from learning.people.password_rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, password_fault

OWN_WORDS = ("Meera Patel", "meera.patel@example.org", "KX-0012", "Borchester Council", "Golden Thread")

GOOD = [
    "a quiet walk by the canal", "kettle lantern otter bridge", "grapefruit-tandem-oak", "zebra crossing at dawn",
    "пароль длинный и редкий", "漢字の長い合言葉はとても安全です", "quarry-saddle-linen-turnip-47", "4f9d8e7c6b5a1234",
    "monday chocolate dragon pepper moon",
]  # fmt: skip
GUESSABLE = [
    "password12345678", "Password Password", "P@ssw0rdP@ssw0rd!!", "Welcome2Summer2026!", "ILoveChocolate123!",
    "aaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "qwertyuiopasdfghjkl", "1234567890123456", "zxcvbnmasdfghjkl",
    "987654321987654", "Correct Horse Battery Staple", "correcthorsebatterystaple1", "ThisIsMyPassword!",
    "Meera Patel Meera 1", "meera.patel@example.org", "MeeraPatel-KX-0012", "Borchester Council 2026",
    "Golden Thread 2026!", "goldenthread123456", "1qaz2wsx3edc4rfv", "!!!!!!!!!!!!!!!!!!!", "letmeinletmein99",
]  # fmt: skip


@pytest.mark.parametrize("password", GOOD)
def test_long_and_unusual_is_enough(password):
    assert password_fault(password, own_words=OWN_WORDS) is None


@pytest.mark.parametrize("password", GUESSABLE)
def test_what_is_guessed_first_is_refused(password):
    assert "easy to guess" in password_fault(password, own_words=OWN_WORDS)


def test_the_same_words_about_somebody_else_are_no_hindrance():
    assert password_fault("Meera Patel drinks oolong", own_words=("Aisha Khan",)) is None


def test_more_than_three_thousand_common_passwords_are_refused():
    words = sorted(COMMON_WORDS)
    endings = ("1", "123", "2026", "!")
    made = {
        f"{first.capitalize()}{second}{ending}"
        for first, second in itertools.pairwise(words)
        for ending in endings
        if len(first + second + ending) >= SHORTEST_PASSWORD
    }
    made |= {f"{word}{word}{ending}" for word in words for ending in endings if len(word) >= 7}
    made |= {f"{first} {second} {third}" for first, second, third in zip(words, words[7:], words[19:], strict=False)}
    made |= {f"{first}.{second}.{third}1" for first, second, third in zip(words, words[31:], words[83:], strict=False)}
    made |= {f"{word}{'1234567890123456'[: SHORTEST_PASSWORD - len(word) + 2]}" for word in words}
    made |= {f"{'1234567890123456'[: SHORTEST_PASSWORD - len(word) + 2]}{word}" for word in words}
    made |= {f"{word}{year}{word}" for word in words for year in range(1970, 2027, 3) if len(word) > 5}
    made |= {phrase + ending for phrase in COMMON_PHRASES for ending in endings}
    long_enough = {password for password in made if SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD}
    assert len(long_enough) >= 3_000
    assert [password for password in long_enough if password_fault(password) is None] == []


@pytest.mark.parametrize("length", [SHORTEST_PASSWORD, 64, LONGEST_PASSWORD])
def test_the_lengths_from_fifteen_to_a_hundred_and_twenty_eight_are_accepted(length):
    sentence = "quarry saddle by linen over turnip near walnut past velvet into thimble " * 2
    assert password_fault(sentence[:length].replace(" ", "-")) is None


def test_one_character_fewer_is_too_short_and_one_more_too_long():
    assert "at least 15" in password_fault("kettle lantern"[: SHORTEST_PASSWORD - 1])
    assert "at most 128" in password_fault("kx" * 64 + "y")


def test_length_is_counted_in_composed_characters():
    assert password_fault("e\u0301te\u0301 otter kettl") is None  # 17 signs, 15 characters
    assert "at least 15" in password_fault("e\u0301" * 14)


@pytest.mark.parametrize(
    "password", ["no capitals or digits here", "   spaces   at   ends  q ", "ONLY CAPITALS QUIETLY WALK"]
)
def test_no_rule_asks_for_kinds_of_characters(password):
    assert password_fault(password) is None


def test_one_sign_that_unfolds_into_eighteen_does_not_get_past_the_rule():
    assert password_fault("\ufdfa" * LONGEST_PASSWORD) is not None
