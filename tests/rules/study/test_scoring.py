"""Scoring by the rules of the course format."""

from __future__ import annotations

import pytest

from learning.study.scoring import Score, points_earned, points_possible, right_answer, score_of, words_match
from tests import documents


@pytest.mark.parametrize("question", documents.one_of_each()[:-1], ids=lambda question: question.kind)
def test_the_right_answer_earns_the_one_point(question):
    assert points_possible(question) == 1
    assert points_earned(question, right_answer(question)) == 1


@pytest.mark.parametrize("question", documents.one_of_each(), ids=lambda question: question.kind)
def test_no_answer_earns_nothing(question):
    assert points_earned(question, []) == 0


def test_judgement_has_no_point_to_earn():
    question = documents.judgement("strong", "risky")
    assert points_possible(question) == 0
    assert points_earned(question, right_answer(question)) == 0


def test_choose_all_is_all_or_nothing():
    question = documents.multiple_choice("a", "b", "c", right=(0, 2))
    assert points_earned(question, [0, 2]) == 1
    for answer in ([0], [2], [0, 1, 2], [1]):
        assert points_earned(question, answer) == 0


def test_true_and_false():
    assert points_earned(documents.true_false(True), ["true"]) == 1
    assert points_earned(documents.true_false(True), ["false"]) == 0
    assert points_earned(documents.true_false(False), ["false"]) == 1


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("Playfulness", "playfulness"),
        ("  play   therapy ", "play therapy"),
        ("cafe", "café"),
        ("CAFÉ", "cafe"),
        ("dont", "don't"),
        ("don’t", "don't"),
        ("well being", "well-being"),
        ("wellbeing", "well-being"),
        ("well-being", "wellbeing"),
        ("play.", "play"),
        ("„safe“", "safe"),
        ("STRASSE", "straße"),
        ("R and R", "r and r"),
    ],
)
def test_capitals_accents_punctuation_and_spare_spaces_do_not_count(typed, accepted):
    assert words_match(typed, accepted)


@pytest.mark.parametrize(
    ("typed", "accepted"), [("play", "playful"), ("a lone", "alone"), ("", "play"), ("…", "play"), ("", "…")]
)
def test_other_words_do_not_match(typed, accepted):
    assert not words_match(typed, accepted)


def test_any_accepted_word_is_right():
    question = documents.short_text("playfulness", "playful", "play")
    assert points_earned(question, ["Playful!"]) == 1
    assert points_earned(question, ["acceptance"]) == 0


def test_every_gap_must_be_right():
    question = documents.gaps(("overwhelm", "overwhelms"), ("cope",))
    assert points_earned(question, ["Overwhelms", "cope"]) == 1
    assert points_earned(question, ["overwhelm", "hope"]) == 0
    assert points_earned(question, ["overwhelm"]) == 0


@pytest.mark.parametrize("typed", ["40", "50", "45", "40.0", " 44.5 ", "+50", "050"])
def test_a_number_within_the_limits_is_right_and_the_limits_count(typed):
    assert points_earned(documents.number("40", "50"), [typed]) == 1


@pytest.mark.parametrize(
    "typed", ["39.999", "50.1", "45 minutes", "4,5", "45,", "forty", "", "4e1", "٤٥", "NaN", "-45"]
)
def test_a_number_outside_the_limits_or_unreadable_is_not_right(typed):
    assert points_earned(documents.number("40", "50"), [typed]) == 0


def test_commas_stand_between_thousands_only():
    question = documents.number("1250.5")
    assert points_earned(question, ["1,250.5"]) == 1
    for typed in ("12,50.5", "1250,5", "1,2505"):
        assert points_earned(question, [typed]) == 0


def test_numbers_are_compared_exactly():
    assert points_earned(documents.number("0.3"), ["0.3"]) == 1
    assert points_earned(documents.number("0.3"), ["0.30000000000000001"]) == 0
    assert points_earned(documents.number("-5", "-3"), ["−4"]) == 1


def test_pairs_that_share_a_right_cell_are_matched_by_it():
    question = documents.matching(("Fight", "body"), ("Flight", "body"), ("Worry", "mind"))
    assert right_answer(question) == [0, 0, 1]
    assert points_earned(question, [0, 0, 1]) == 1
    assert points_earned(question, [0, 1, 1]) == 0


def test_the_place_of_each_step_counts():
    question = documents.ordering("Regulate", "Relate", "Reason")
    assert points_earned(question, [1, 2, 3]) == 1
    assert points_earned(question, [1, 3, 2]) == 0


def test_a_score_is_shown_rounded_down_and_compared_exactly():
    score = Score(7, 9)  # 77.8 %
    assert score.percent == 77
    assert score.reaches(77)
    assert not score.reaches(78)
    assert Score(8, 10).reaches(80)
    assert not Score(0, 0).reaches(0)
    assert Score(0, 0).percent == 0


def test_a_whole_check_is_the_sum_of_its_questions():
    asked = [(question, right_answer(question)) for question in documents.one_of_each()]
    assert score_of(asked) == Score(8, 8)
    assert score_of([(asked[0][0], []), *asked[1:]]) == Score(7, 8)
