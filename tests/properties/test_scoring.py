"""Scoring holds for any question and any answer, however damaged."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from learning.study.answers import faults, is_complete, read, shown_item_count
from learning.study.drawing import shown_order
from learning.study.feedback import feedback_on
from learning.study.scoring import points_earned, points_possible, right_answer, score_of, words_match
from learning.study.shown import show
from tests import documents

words = st.text(max_size=12)
some_words = st.lists(words.filter(str.strip), min_size=1, max_size=4, unique=True)
questions = st.one_of(
    some_words.map(lambda options: documents.single_choice(*options, "else")),
    some_words.map(lambda options: documents.multiple_choice(*options, "else", right=(0, len(options)))),
    st.booleans().map(documents.true_false),
    some_words.map(lambda accepted: documents.short_text(*accepted)),
    st.tuples(st.integers(-999, 999), st.integers(0, 99)).map(
        lambda limits: documents.number(str(limits[0]), str(sum(limits)), unit="%")
    ),
    st.lists(st.tuples(words, words), min_size=2, max_size=4).map(
        lambda pairs: documents.matching(*pairs, distractors=("else",))
    ),
    some_words.map(lambda steps: documents.ordering(*steps, "else")),
    st.lists(some_words.map(tuple), min_size=1, max_size=3).map(lambda accepted: documents.gaps(*accepted)),
    st.lists(st.sampled_from(["strong", "acceptable", "risky"]), min_size=2, max_size=4).map(
        lambda views: documents.judgement(*views)
    ),
)
answers = st.lists(st.one_of(st.none(), st.integers(), words, st.sampled_from(["true", "false", "strong"])), max_size=6)


@given(questions, answers)
def test_points_are_in_range_whatever_was_stored(question, answer):
    assert 0 <= points_earned(question, answer) <= points_possible(question) <= 1


@given(questions)
def test_the_right_answer_earns_everything(question):
    assert points_earned(question, right_answer(question)) == points_possible(question)


@given(st.lists(st.tuples(questions, answers), min_size=1, max_size=6), st.data())
def test_a_score_never_falls_when_an_answer_is_mended(asked, data):
    before = score_of(asked)
    place = data.draw(st.integers(0, len(asked) - 1))
    question = asked[place][0]
    after = score_of([*asked[:place], (question, right_answer(question)), *asked[place + 1 :]])
    assert before.points_possible == after.points_possible
    assert before.points_earned <= after.points_earned <= after.points_possible
    assert 0 <= before.percent <= after.percent <= 100


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 100))
def test_a_mark_is_reached_exactly_when_the_fraction_reaches_it(earned, possible, mark):
    earned = min(earned, possible)
    question = documents.true_false(True)
    score = score_of([(question, ["true"])] * earned + [(question, [])] * (possible - earned))
    assert score.reaches(mark) == (Fraction(earned, possible) >= Fraction(mark, 100))


@given(questions, answers, st.integers(0, 99))
def test_pages_and_feedback_can_be_made_of_anything(question, answer, seed):
    order = shown_order(question, random.Random(seed))
    show(question, order, answer, "q", faults(question, order, answer, "q"))
    feedback_on(question, answer)
    is_complete(question, answer)


@given(questions, st.dictionaries(st.sampled_from(["q", *(f"q-{n}" for n in range(6))]), st.lists(words, max_size=3)))
def test_whatever_a_form_sends_gives_an_answer_of_the_right_shape(question, sent):
    order = tuple(range(shown_item_count(question)))
    answer = read(question, order, lambda name: sent.get(name, []), "q")
    again = show(question, order, answer, "q")
    assert len(answer) <= max(len(again.choices), len(again.rows), 1)
    assert 0 <= points_earned(question, answer) <= 1
    assert all(not isinstance(value, str) or "\x00" not in value for value in answer)


@given(words, words)
def test_words_match_both_ways_and_themselves(one, other):
    assert words_match(one, other) == words_match(other, one)
    assert words_match(one, one) or not one.strip()
