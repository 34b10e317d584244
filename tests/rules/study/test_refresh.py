"""What a refresh asks: the part of a course that changed in substance, and how it is said."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from learning.courses.changes import between
from learning.courses.document import Bank, Draw, Passage
from learning.study.drawing import draw
from learning.study.progress import progress_of
from learning.study.refresh import (
    NOTHING,
    asked_by,
    part_asked,
    part_in_words,
    refresh_rule,
    refresh_sentence,
    sentences_for_learners,
)
from tests import documents
from tests.documents import lesson, text, true_false


def page(key: str, words: str = "", *, number: int = 1, minutes: int = 5):
    """A lesson that says these words."""
    words = words or key
    return lesson(key, number, minutes=minutes, blocks=[Passage(text(words))], text_hash=f"hash of {words}")


ONE, TWO, THREE = page("one"), page("two", number=2), page("three", number=3, minutes=8)
BANK = Bank("bank", text("Bank"), (true_false(True, "b1"), true_false(True, "b2"), true_false(True, "b3")))
QUIZ = documents.quiz(true_false(True, "q1"), true_false(True, "q2"), Draw(2, "bank"), minutes=10)
OLD = documents.course(ONE, TWO, THREE, quiz=QUIZ, banks=(BANK,))


def part(*versions):
    """What is asked by each of these versions after the one before, of the last."""
    asked = NOTHING
    for before, after in pairwise(versions):
        asked |= asked_by(before, after, between(before, after))
    return part_asked(versions[-1], asked)


def keys(course) -> list[str]:
    """The lessons of a part."""
    return [one.key for one in course.lessons]


def with_question(key: str, right: bool):
    """The old course with another right answer to one question of the bank."""
    questions = tuple(true_false(right, key) if one.key == key else one for one in BANK.questions)
    return replace(OLD, banks=(replace(BANK, questions=questions),))


def test_nothing_is_asked_of_a_version_that_says_the_same():
    assert keys(part(OLD, replace(OLD, summary="Other words"))) == []
    assert part(OLD, OLD).quiz is None


def test_only_lessons_that_changed_or_came_are_asked_in_their_order():
    new = replace(OLD, lessons=(page("zero"), ONE, page("two", "said otherwise"), THREE))
    assert keys(part(OLD, new)) == ["zero", "two"]
    assert part(OLD, new).quiz is None


def test_the_changes_of_all_versions_add_up_and_what_is_gone_is_not_asked():
    second = replace(OLD, lessons=(page("one", "new"), page("two", "new"), THREE))
    third = replace(second, lessons=(page("one", "new"), page("three", "newer")))
    assert keys(part(OLD, second, third)) == ["one", "three"]


def test_a_lesson_that_was_renamed_since_it_changed_is_still_asked():
    second = replace(OLD, lessons=(ONE, page("two", "new"), THREE))
    asked = asked_by(OLD, second, between(OLD, second))
    renamed = replace(second, lessons=(ONE, replace(page("two", "new"), key="other"), THREE))
    assert keys(part_asked(renamed, asked)) == ["other"]


def test_a_lesson_changed_back_is_asked_as_it_stands_now():
    second = replace(OLD, lessons=(page("one", "new"), TWO, THREE))
    assert keys(part(OLD, second, OLD)) == ["one"]


def test_a_sitting_asks_only_the_questions_that_changed():
    new = part(OLD, with_question("b2", right=False))
    assert keys(new) == []
    assert [drawn.question_key for drawn in draw(new, new.quiz, random.Random(1))] == ["b2"]
    assert (new.quiz.question_count, new.quiz.pass_mark_percent) == (1, 80)


def test_a_check_draws_no_more_of_the_changed_questions_than_it_draws_at_all():
    bank = replace(BANK, questions=tuple(true_false(False, one.key) for one in BANK.questions))
    new = part(OLD, replace(OLD, banks=(bank,)))
    assert new.quiz.question_count == 2
    assert new.quiz.minutes == 5


def test_a_bank_that_is_drawn_from_for_the_first_time_brings_new_questions():
    undrawn = replace(OLD, quiz=documents.quiz(true_false(True, "q1")))
    new = part(undrawn, replace(OLD, quiz=documents.quiz(true_false(True, "q1"), Draw(2, "bank"))))
    assert new.quiz.question_count == 2


def test_questions_of_a_bank_that_is_not_drawn_from_are_not_asked():
    quiz = documents.quiz(true_false(True, "q1"))
    assert part(replace(OLD, quiz=quiz), replace(with_question("b1", right=False), quiz=quiz)).quiz is None


def test_a_new_final_check_is_asked_and_one_that_is_gone_is_not():
    without = replace(OLD, quiz=None)
    assert part(without, OLD).quiz.question_count == 4
    assert part(OLD, without).quiz is None


def test_the_part_counts_as_a_course_of_its_own():
    new = part(OLD, replace(with_question("b2", right=False), lessons=(ONE, TWO, page("three", "new", minutes=8))))
    progress = progress_of(new, {"one", "two"}, check_is_passed=False)
    assert (progress.done_count, progress.required_count) == (0, 2)
    assert progress.next_lesson.key == "three"
    assert progress.check_waits_for == "Opens when you have finished one more lesson."
    assert progress.minutes_left == new.minutes == 11
    assert progress_of(new, {"three"}, check_is_passed=True).is_complete


def test_a_part_of_nothing_is_complete_at_once():
    assert progress_of(part(OLD, OLD), set(), check_is_passed=False).is_complete


@pytest.mark.parametrize(
    ("lessons", "right", "words"),
    [
        ((ONE, TWO, THREE), True, ""),
        ((page("one", "new"), TWO, THREE), True, "1 page"),
        ((page("one", "new"), page("two", "new"), THREE), False, "2 pages, 1 question"),
        ((ONE, TWO, THREE), False, "1 question"),
    ],
)
def test_what_is_asked_is_said_in_a_few_words(lessons, right, words):
    assert part_in_words(part(OLD, replace(with_question("b2", right=right), lessons=lessons))) == words


@pytest.mark.parametrize(
    ("finished", "passed", "sentence"),
    [
        ({"one"}, False, "You have seen 0 of 1 changed page. About 11 minutes left."),
        (
            {"three"},
            False,
            "You have seen every changed page. The questions that changed are left. About 3 minutes left.",
        ),
        ({"three"}, True, "You have seen everything that changed."),
    ],
)
def test_how_far_a_refresh_is_in_words(finished, passed, sentence):
    new = part(OLD, replace(with_question("b2", right=False), lessons=(ONE, TWO, page("three", "new", minutes=8))))
    assert refresh_sentence(new, progress_of(new, finished, check_is_passed=passed)) == sentence


def test_the_rule_of_a_refresh_names_both_versions():
    assert refresh_rule(1, 3, 80) == (
        "This is a refresh: you completed version 1 before. You complete version 3 when you have seen every changed "
        "page, in full or by a shorter version where there is one, and reached 80% in the changed questions of the "
        "final check."
    )
    assert "final check" not in refresh_rule(1, 3, None)


def test_learners_are_told_what_changed_on_a_page_and_no_question_of_the_check():
    new = replace(with_question("b2", right=False), lessons=(ONE, page("two", "new"), THREE), frameworks=("x",))
    changes = between(OLD, new)
    [sentence] = sentences_for_learners(changes)
    assert "“two”" in sentence
    assert sentences_for_learners(changes, TWO) == [sentence]
    assert sentences_for_learners(changes, ONE) == []
