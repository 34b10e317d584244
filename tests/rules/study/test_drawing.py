"""Which questions a sitting asks, and the order of their options."""

from __future__ import annotations

import random

from learning.courses.document import Bank, Draw
from learning.study.drawing import draw, drawn_from_json, question_of, shown_order
from tests import documents


def bank(key: str, count: int) -> Bank:
    """A bank of true/false questions."""
    return Bank(key, documents.text(key), tuple(documents.true_false(True, key=f"{key}-{n}") for n in range(count)))


def test_drawn_questions_stand_at_the_place_of_the_draw():
    quiz = documents.quiz(
        documents.true_false(True, key="first"), Draw(2, "bank"), documents.true_false(True, key="last")
    )
    course = documents.course(quiz=quiz, banks=(bank("bank", 5),))
    drawn = draw(course, quiz, random.Random(3))
    assert [one.bank_key for one in drawn] == [None, "bank", "bank", None]
    assert (drawn[0].question_key, drawn[-1].question_key) == ("first", "last")
    assert all(question_of(course, one).key == one.question_key for one in drawn)


def test_two_draws_from_one_bank_never_ask_a_question_twice():
    quiz = documents.quiz(Draw(3, "bank"), Draw(2, "bank"))
    course = documents.course(quiz=quiz, banks=(bank("bank", 5),))
    for seed in range(20):
        assert len({one.question_key for one in draw(course, quiz, random.Random(seed))}) == 5


def test_each_sitting_draws_anew():
    quiz = documents.quiz(Draw(2, "bank"))
    course = documents.course(quiz=quiz, banks=(bank("bank", 8),))
    drawn = {tuple(one.question_key for one in draw(course, quiz, random.Random(seed))) for seed in range(30)}
    assert len(drawn) > 10


def test_options_are_shuffled_unless_the_author_keeps_the_order():
    words = [str(number) for number in range(8)]
    kept = documents.single_choice(*words, keep_order=True)
    assert shown_order(kept, random.Random(1)) == tuple(range(8))
    orders = {shown_order(documents.single_choice(*words), random.Random(seed)) for seed in range(20)}
    assert len(orders) > 15
    assert all(sorted(order) == list(range(8)) for order in orders)


def test_steps_are_never_shown_in_the_right_order():
    question = documents.ordering("one", "two")
    assert {shown_order(question, random.Random(seed)) for seed in range(20)} == {(1, 0)}


def test_what_has_nothing_to_shuffle_has_no_order():
    for question in (
        documents.true_false(True),
        documents.short_text("a"),
        documents.number("1"),
        documents.gaps(("a",)),
    ):
        assert shown_order(question, random.Random(1)) == ()


def test_a_drawn_question_is_stored_and_read_back():
    quiz = documents.quiz(documents.single_choice("a", "b", key="first"))
    course = documents.course(quiz=quiz)
    (drawn,) = draw(course, quiz, random.Random(1))
    assert drawn_from_json(drawn.as_json()) == drawn


def test_a_question_that_the_version_lacks_is_none():
    drawn = drawn_from_json({"bank": "gone", "question": "x", "order": []})
    assert question_of(documents.course(), drawn) is None
    assert question_of(documents.course(), drawn_from_json({"bank": None, "question": "x", "order": []})) is None
