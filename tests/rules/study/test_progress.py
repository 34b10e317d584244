"""Progress and the completion rule, in words."""

from __future__ import annotations

import pytest

from learning.study.progress import completion_rule, done_sentence, progress_of
from tests import documents

CHECK = documents.quiz(documents.true_false(True), pass_mark=80, minutes=10)
LESSONS = tuple(documents.lesson(f"l{number}", number) for number in (1, 2, 3))


def test_the_rule_of_a_course_with_a_final_check():
    assert completion_rule(documents.course(*LESSONS, quiz=CHECK)) == (
        "You complete this course when you have finished all 3 lessons, "
        "in full or by a shorter version where there is one, and reached 80% in the final check."
    )


def test_the_rule_of_a_course_of_one_lesson_without_a_final_check():
    assert completion_rule(documents.course(LESSONS[0])) == (
        "You complete this course when you have finished the lesson, "
        "in full or by a shorter version where there is one."
    )


def test_every_lesson_and_the_final_check_are_required():
    course = documents.course(*LESSONS, quiz=CHECK)
    progress = progress_of(course, {"l1"}, check_is_passed=False)
    assert (progress.done_count, progress.required_count, progress.minutes_left) == (1, 4, 20)
    assert progress.next_lesson.key == "l2"
    assert not progress.is_complete
    assert progress_of(course, {"l1", "l2", "l3"}, check_is_passed=False).next_lesson is None
    assert not progress_of(course, {"l1", "l2", "l3"}, check_is_passed=False).is_complete
    assert not progress_of(course, {"l1", "l2"}, check_is_passed=True).is_complete
    assert progress_of(course, {"l1", "l2", "l3"}, check_is_passed=True).is_complete


def test_a_course_without_a_check_is_complete_with_its_last_lesson():
    course = documents.course(*LESSONS)
    assert progress_of(course, {"l1", "l2", "l3"}, check_is_passed=False).is_complete
    assert not progress_of(course, {"l1", "l3"}, check_is_passed=False).is_complete


def test_lessons_of_another_version_count_for_nothing():
    progress = progress_of(documents.course(*LESSONS), {"gone", "l2"}, check_is_passed=False)
    assert progress.done_count == 1


def test_the_check_says_what_it_waits_for():
    course = documents.course(*LESSONS, quiz=CHECK)
    assert progress_of(course, set(), check_is_passed=False).check_waits_for == (
        "Opens when you have finished the 3 lessons that are left."
    )
    assert progress_of(course, {"l1", "l2"}, check_is_passed=False).check_waits_for == (
        "Opens when you have finished one more lesson."
    )
    assert progress_of(course, {"l1", "l2", "l3"}, check_is_passed=False).check_waits_for is None


def test_a_check_that_opens_any_time_waits_for_nothing():
    course = documents.course(*LESSONS, quiz=documents.quiz(documents.true_false(True), opens_any_time=True))
    assert progress_of(course, set(), check_is_passed=False).check_waits_for is None


@pytest.mark.parametrize(
    ("finished", "passed", "sentence"),
    [
        (set(), False, "You have done 0 of 3 lessons. About 25 minutes left."),
        ({"l1", "l2"}, False, "You have done 2 of 3 lessons. About 15 minutes left."),
        ({"l1", "l2"}, True, "You have done 2 of 3 lessons. About 5 minutes left."),
        ({"l1", "l2", "l3"}, False, "You have done every lesson. The final check is left. About 10 minutes left."),
        ({"l1", "l2", "l3"}, True, "You have done everything in this course."),
    ],
)
def test_how_far_somebody_is_in_words(finished, passed, sentence):
    course = documents.course(*LESSONS, quiz=CHECK)
    assert done_sentence(course, progress_of(course, finished, check_is_passed=passed)) == sentence
