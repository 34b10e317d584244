"""The figures of a course: read from every final check that was sent, in as many statements for few as for many."""

from __future__ import annotations

import pytest

from learning.courses.published import course_by_slug
from learning.improvement.course_figures import course_figures
from tests import makers
from tests.study_course import SMALL_STEPS

pytestmark = pytest.mark.usefixtures("session")


def answer_check(number, right_count=None):
    """One more person who sends the final check."""
    person = makers.make_person(f"Person Number{number}", password=None)
    makers.start_course(person)
    makers.finish_lessons(person)
    makers.send_check(person, makers.sit_check(person, right_count=right_count))
    return person


def figures():
    """The figures of the small course by the key of the question."""
    return {one.place: one for one in course_figures(course_by_slug("small-steps"))}


def test_every_question_of_check_and_banks_stands_there_before_anybody_has_answered():
    makers.publish_course({**SMALL_STEPS, "quiz.md": SMALL_STEPS["quiz.md"].replace(b"What helps", b"Who helps")})
    makers.publish_course()  # nobody has answered the version before it, so it has nothing to say
    found = figures()
    assert list(found) == [
        (None, "what-helps-first"),
        (None, "what-is-a-small-step"),
        (None, "which-order-helps"),
        ("responses", "freeze-is-a-choice"),
        ("responses", "flight-is-a-survival-response"),
        ("responses", "flop-looks-like-giving-up"),
    ]
    assert {one.people_count for one in found.values()} == {0}


def test_first_answers_count_across_versions_and_second_ones_do_not(count_statements):
    makers.publish_course()
    first = answer_check(0, right_count=1)
    makers.send_check(first, makers.sit_check(first))
    for number in range(1, 4):
        answer_check(number, right_count=1)
    assert figures()[(None, "what-helps-first")].people_count == 0
    makers.publish_course({**SMALL_STEPS, "01-noticing.md": b"---\nminutes: 5\n---\n# Noticing\n\nOther words.\n"})
    course = course_by_slug("small-steps")
    with count_statements() as few:
        course_figures(course)
    answer_check(4)
    with count_statements() as many:
        found = figures()
    assert len(few) == 3
    assert len(many) <= len(few) + 1  # the course itself
    choice, order = found[(None, "what-helps-first")], found[(None, "which-order-helps")]
    assert (choice.version_numbers, choice.people_count, choice.right_count) == ((1, 2), 5, 5)
    assert (order.people_count, order.right_count) == (5, 1)


def test_a_course_without_a_final_check_has_no_figures():
    makers.publish_course(
        {name: text for name, text in SMALL_STEPS.items() if name not in ("quiz.md", "banks/responses.md")}
    )
    assert figures() == {}
