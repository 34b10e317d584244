"""Fields take people's words as they are meant, and say plainly what cannot be taken."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, IntegerField, SelectField

from learning.web.forms import PlainSentences, TextField, WordsField, choices, needed


class _Form(Form):
    class Meta:
        def get_translations(self, _form):
            return PlainSentences()

    name = TextField("Your name", [needed("Enter your name.")], longest=20)
    words = WordsField("Your words", longest=30)
    minutes = IntegerField("Minutes")
    team = SelectField("Team", choices=choices([("1", "North"), ("2", "South")]))


def _sent(**typed: str) -> _Form:
    form = _Form(MultiDict({"name": "Aisha", "team": "1", "minutes": "5", **typed}))
    form.validate()
    return form


def test_blanks_round_a_name_are_not_part_of_it() -> None:
    form = _sent(name="  Aisha Khan\t")
    assert form.name.data == "Aisha Khan"
    assert not form.errors


def test_a_name_of_blanks_is_no_name() -> None:
    assert _sent(name=" \u00a0 ").errors["name"] == ["Enter your name."]


@pytest.mark.parametrize("typed", ["Ai\x00sha", "Ai\nsha", "Ai\x1bsha", "Ai\ud800sha"])
def test_what_cannot_be_stored_in_a_line_is_refused_with_a_sentence(typed: str) -> None:
    assert _sent(name=typed).errors["name"][0].startswith("There is a hidden character")


def test_a_name_that_is_too_long_says_by_how_much() -> None:
    assert _sent(name="x" * 21).errors["name"] == ["Use at most 20 characters. You have used 21."]


def test_words_keep_their_lines_and_count_each_line_end_once() -> None:
    form = _sent(words="\r\nOne.\r\n\r\n  Two.\r\n")
    assert form.words.data == "One.\n\n  Two."
    assert not form.errors
    assert form.words.description == "Up to 30 characters."


def test_words_refuse_what_a_database_cannot_store() -> None:
    assert "words" in _sent(words="One\x00two").errors
    assert "words" not in _sent(words="One\ttwo\nthree").errors


def test_words_that_are_too_long_are_given_back_whole() -> None:
    form = _sent(words="x" * 31)
    assert form.errors["words"] == ["Use at most 30 characters. You have used 31."]
    assert form.words.data == "x" * 31


def test_the_librarys_own_sentences_are_replaced_by_plain_ones() -> None:
    form = _sent(minutes="forty", team="9")
    assert form.errors["minutes"] == ["Enter a whole number, such as 12."]
    assert form.errors["team"] == ["Choose one of the answers in the list."]


def test_fields_that_were_not_sent_are_empty() -> None:
    form = _Form(MultiDict({"team": "1"}))
    form.validate()
    assert (form.name.data, form.words.data) == ("", "")
