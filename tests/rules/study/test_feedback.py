"""What the learner is told: about this choice, the best answer, and why."""

from __future__ import annotations

import dataclasses

import pytest

from learning.courses.document import Text
from learning.study.feedback import feedback_on
from learning.study.scoring import right_answer
from tests import documents


def said(question, answer):
    """Each line as (about, yours, verdict, best, why) in plain words."""
    lines = feedback_on(question, answer).lines
    parts = [(line.about, line.yours, line.verdict, line.best, line.why) for line in lines]
    return [tuple(part.plain if hasattr(part, "plain") else part for part in line) for line in parts]


def test_the_right_choice_is_said_with_its_own_reason():
    question = documents.single_choice("Now", "Later")
    assert feedback_on(question, [0]).is_right
    assert said(question, [0]) == [(None, "Now", "right", None, "About Now")]


def test_another_choice_is_told_about_this_choice_and_then_the_best_answer():
    question = documents.single_choice("Now", "Later")
    assert feedback_on(question, [1]).is_right is False
    assert said(question, [1]) == [
        (None, "Later", "not this one", None, "About Later"),
        (None, None, "", "Now", "About Now"),
    ]


def test_choose_all_says_right_missed_not_this_one_and_rightly_left_out():
    question = documents.multiple_choice("a", "b", "c", "d", right=(0, 1))
    assert [(line[0], line[2]) for line in said(question, [0, 2])] == [
        ("a", "right"),
        ("b", "missed"),
        ("c", "not this one"),
        ("d", "rightly left out"),
    ]


def test_the_best_answer_is_not_repeated_to_who_gave_it():
    for question in documents.one_of_each()[2:8]:
        from_right = feedback_on(question, right_answer(question))
        assert from_right.is_right
        assert all(line.best is None and line.verdict == "right" for line in from_right.lines)


def test_a_number_is_told_with_its_unit():
    question = documents.number("40", "50", unit="minutes")
    assert said(question, ["30"]) == [(None, "30 minutes", "not this one", "40 to 50 minutes", None)]


def test_each_gap_is_told_by_its_number():
    question = documents.gaps(("overwhelm", "overwhelms"), ("cope",))
    assert said(question, ["overwhelms", "hope"]) == [
        ("Gap 1", "overwhelms", "right", None, None),
        ("Gap 2", "hope", "not this one", "cope", None),
    ]


def test_each_pair_and_each_step_is_told():
    pairs = documents.matching(("Event", "x"), ("Effect", "y"))
    assert said(pairs, [0, 0]) == [("Event", "x", "right", None, None), ("Effect", "x", "not this one", "y", None)]
    steps = documents.ordering("Regulate", "Relate")
    assert said(steps, [2, 1])[0] == ("Regulate", "Place 2", "not this one", "Place 1", None)


def test_judgement_shows_the_authors_view_and_no_verdict():
    question = documents.judgement("strong", "risky")
    assert feedback_on(question, ["risky", "risky"]).is_right is None
    assert said(question, ["risky", "risky"]) == [
        ("Option strong 0", "Risky", "", "Strong", "Reason 0"),
        ("Option risky 1", "Risky", "", "Risky", "Reason 1"),
    ]


def test_the_reason_for_the_whole_question_is_always_told():
    question = documents.question("true/false", documents.true_false(True).answer, because="The body keeps watch.")
    for answer in (["true"], ["false"], []):
        assert feedback_on(question, answer).because.plain == "The body keeps watch."


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Yes. it calms.", "It calms."),
        ("Yes, freeze.", "Freeze."),
        ("Yes: 3 of 5.", "3 of 5."),
        ("Yes.", "Yes."),
        ("Yesterday counts.", "Yesterday counts."),
    ],
)
def test_who_did_not_choose_the_best_answer_is_not_told_yes(written, told):
    text = Text(written, f"<p>{written}</p>", written)
    one = documents.single_choice("Yes", "No")
    options = tuple(dataclasses.replace(option, feedback=text) for option in one.answer.options)
    question = dataclasses.replace(one, answer=dataclasses.replace(one.answer, options=options))
    right = next(index for index, option in enumerate(options) if option.right)
    best = feedback_on(question, [1 - right]).lines[-1]
    assert (best.why.plain, best.why.html) == (told, f"<p>{told}</p>")
    assert feedback_on(question, [right]).lines[0].why == text
