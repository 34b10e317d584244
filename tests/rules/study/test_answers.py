"""Reading answers from forms, what is missing in them, and what a page may show of a question."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from learning.study.answers import faults, is_complete, number_in, offers, read
from learning.study.drawing import shown_order
from learning.study.scoring import points_earned, right_answer
from learning.study.shown import show
from tests import documents


def fields(**sent: str | list[str]):
    """A form by its fields; a hyphen is written as two underscores."""
    values = {name.replace("__", "-"): value for name, value in sent.items()}

    def value_list(name: str) -> list[str]:
        value = values.get(name, [])
        return [value] if isinstance(value, str) else value

    return value_list


def test_a_choice_is_read_by_its_place_on_the_page_and_stored_by_the_authors_order():
    question = documents.single_choice("a", "b", "c")
    assert read(question, [2, 0, 1], fields(q="1"), "q") == [2]
    assert read(question, [2, 0, 1], fields(q=["3", "1"]), "q") == [1]


def test_several_choices_are_stored_in_rising_order():
    question = documents.multiple_choice("a", "b", "c", right=(0,))
    assert read(question, [2, 0, 1], fields(q=["1", "2", "2"]), "q") == [0, 2]


@pytest.mark.parametrize("sent", ["0", "4", "-1", "x", "", "1 ", "٣", "99999999999999999999", "1.0"])
def test_a_place_that_is_not_on_the_page_counts_as_not_answered(sent):
    question = documents.single_choice("a", "b", "c")
    assert read(question, [0, 1, 2], fields(q=sent), "q") == []


def test_matching_rows_stand_in_the_authors_order_and_offers_as_shown():
    question = documents.matching(("Event", "x"), ("Effect", "y"), distractors=("z",))
    assert read(question, [2, 1, 0], fields(q__1="3", q__2="2"), "q") == [0, 1]
    assert read(question, [2, 1, 0], fields(q__1="1"), "q") == [2, None]


def test_an_offer_that_repeats_is_offered_once():
    question = documents.matching(("Fight", "body"), ("Flight", "body"), ("Worry", "mind"), distractors=("mind", "air"))
    assert [offer.plain for offer in offers(question.answer)] == ["body", "mind", "air"]


def test_steps_are_given_places_row_by_row_as_shown():
    question = documents.ordering("first", "second", "third")
    assert read(question, [2, 0, 1], fields(q__1="3", q__2="1", q__3="2"), "q") == [1, 2, 3]


def test_typed_words_lose_control_characters_and_end_at_the_limit():
    question = documents.short_text("play")
    assert read(question, [], fields(q=" pl\x00ay\r\n"), "q") == ["play"]
    assert read(question, [], fields(q="x" * 300), "q") == ["x" * 200]


def test_ratings_are_stored_by_option():
    question = documents.judgement("strong", "risky")
    assert read(question, [1, 0], fields(q__1="acceptable", q__2="nonsense"), "q") == [None, "acceptable"]


@pytest.mark.parametrize("question", documents.one_of_each(), ids=lambda question: question.kind)
def test_an_empty_form_names_every_field_that_is_missing(question):
    order = shown_order(question, random.Random(1))
    answer = read(question, order, fields(), "q3")
    shown = show(question, order, answer, "q3")
    wanted = [row.field for row in shown.rows] or ["q3"]
    assert list(faults(question, order, answer, "q3")) == wanted
    assert not is_complete(question, answer)


@pytest.mark.parametrize("question", documents.one_of_each(), ids=lambda question: question.kind)
def test_the_right_answer_shown_on_a_page_and_sent_back_is_read_as_it_was(question):
    for seed in range(10):
        order = shown_order(question, random.Random(seed))
        answer = right_answer(question)
        assert read(question, order, form_of(show(question, order, answer, "q")), "q") == answer
        assert is_complete(question, answer)


def form_of(shown):
    """What a browser sends for a page on which this question stands answered."""
    sent: dict[str, list[str]] = {shown.name: [one.value for one in shown.choices if one.is_chosen] or [shown.typed]}
    for row in shown.rows:
        sent[row.field] = [one.value for one in row.choices if one.is_chosen] or [row.typed]
    return lambda name: sent.get(name, [])


def test_two_steps_in_one_place_are_a_fault_and_the_rest_is_kept():
    question = documents.ordering("Regulate", "Relate", "Reason")
    answer = [1, 1, 3]
    assert faults(question, [2, 1, 0], answer, "q") == {
        "q-2": "Two are in place 1. This one needs a place of its own: Relate",
        "q-3": "Two are in place 1. This one needs a place of its own: Regulate",
    }
    chosen = [
        [one.value for one in row.choices if one.is_chosen] for row in show(question, [2, 1, 0], answer, "q").rows
    ]
    assert chosen == [["3"], ["1"], ["1"]]


def test_sentences_say_what_to_do():
    assert faults(documents.single_choice("a", "b"), [0, 1], [], "q") == {"q": "Choose one answer."}
    assert faults(documents.multiple_choice("a", "b", right=(0,)), [0, 1], [], "q") == {
        "q": "Choose at least one answer."
    }
    assert faults(documents.number("4"), [], ["four"], "q") == {"q": "Type a number in figures, such as 40 or 3.5."}
    with_unit = faults(documents.number("4", unit="minutes"), [], ["4 minutes"], "q")
    assert with_unit == {
        "q": "Type a number in figures, such as 40 or 3.5. Leave out “minutes”: it stands beside the box."
    }
    assert faults(documents.gaps(("a",), ("b",)), [], ["x", ""], "q") == {"q-2": "Type something in gap 2."}


def test_a_complete_answer_need_not_be_right():
    question = documents.single_choice("a", "b")
    assert is_complete(question, [1])
    assert points_earned(question, [1]) == 0


@pytest.mark.parametrize(
    ("typed", "value"), [("1,000,000", "1000000"), ("-.5", "-0.5"), ("1,00", None), (",5", None), ("5.", None)]
)
def test_numbers_as_people_type_them(typed, value):
    assert (str(number_in(typed)) if number_in(typed) is not None else None) == value


def test_the_values_of_a_page_are_places_and_not_the_authors_order():
    question = documents.ordering("Regulate", "Relate", "Reason")
    shown = show(question, [2, 0, 1], [], "q")
    assert [row.field for row in shown.rows] == ["q-1", "q-2", "q-3"]
    assert [row.label.plain for row in shown.rows] == ["Reason", "Regulate", "Relate"]


def test_the_first_option_has_the_fields_own_id_so_that_the_error_link_finds_it():
    shown = show(documents.single_choice("a", "b"), [1, 0], [0], "q2")
    assert [(one.field_id, one.value, one.is_chosen) for one in shown.choices] == [
        ("q2", "1", False),
        ("q2-2", "2", True),
    ]


def test_faults_stand_at_their_fields():
    question = documents.gaps(("a",), ("b",))
    found: Mapping[str, str] = faults(question, [], ["", "b"], "q")
    assert [row.fault for row in show(question, [], ["", "b"], "q", found).rows] == ["Type something in gap 1.", None]
    single = documents.single_choice("a", "b")
    assert show(single, [0, 1], [], "q", faults(single, [0, 1], [], "q")).fault == "Choose one answer."
