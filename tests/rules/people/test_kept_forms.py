"""A form kept over signing in."""

from __future__ import annotations

import base64

from learning.people.kept_forms import LARGEST_KEPT, keep, seal, unseal

KEY = "a key for tests only, 0123456789 abcdef"


def test_a_sealed_form_comes_back_as_it_was():
    fields = [("words", "one\r\ntwo"), ("choice", "a"), ("choice", "b"), ("empty", ""), ("odd", "\u2028<&\"'")]
    form = keep("/words?x=1", "/page", fields, had_files=True, writer_id=7)
    assert unseal(seal(form, KEY), KEY) == form


def test_passwords_and_tokens_are_not_kept():
    fields = [("csrf_token", "t"), ("current_password", "p"), ("Password", "p"), ("next", "/"), ("words", "w")]
    assert keep("/words", None, fields, had_files=False).fields == (("words", "w"),)


def test_another_key_or_changed_text_opens_nothing():
    sealed = seal(keep("/words", None, [("words", "w")], had_files=False), KEY)
    assert unseal(sealed, KEY[::-1]) is None
    assert unseal(sealed[:-1] + ("A" if sealed[-1] != "A" else "B"), KEY) is None
    assert unseal("", KEY) is None


def test_nobody_reads_it_without_the_key():
    sealed = seal(keep("/words", None, [("words", "a hard day")], had_files=False), KEY)
    assert b"hard" not in base64.urlsafe_b64decode(sealed)


def test_text_that_is_no_sealed_form_opens_nothing():
    for text in ("nonsense", "é" * 100, "\ud800", "A" * 400_000):
        assert unseal(text, KEY) is None


def test_a_form_for_another_website_is_not_kept():
    assert keep("//evil.example", None, [], had_files=False) is None


def test_a_form_is_kept_up_to_its_limit_and_not_beyond():
    assert keep("/words", None, [("w", "é" * ((LARGEST_KEPT - 1) // 2))], had_files=False) is not None
    assert keep("/words", None, [("w", "é" * (LARGEST_KEPT // 2))], had_files=False) is None


def test_only_values_with_white_space_inside_are_shown_as_words():
    fields = [("key", "3f2a"), ("words", "two words"), ("padded", " x ")]
    assert keep("/words", None, fields, had_files=False).typed == ("two words",)
