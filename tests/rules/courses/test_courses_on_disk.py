"""The tiny courses under tests/courses: every kind of thing, and every kind of fault with the sentence it gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning.courses.document import (
    Choices,
    Draw,
    Gaps,
    Judgement,
    Matching,
    Number,
    Ordering,
    Passage,
    Practice,
    Question,
    Reflection,
    Scenario,
    ShortText,
    TrueFalse,
)
from tests.rules.courses.sources import COURSES, course_of, parse_folder

FAULTS = sorted((COURSES / "faults").iterdir())


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.name)
def test_a_faulty_course_gets_exactly_the_expected_sentences(path: Path) -> None:
    parsed = parse_folder(path)

    said = [str(problem) for problem in parsed.problems] + [f"warning: {warning}" for warning in parsed.warnings]

    assert said == (path / "_expected.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", FAULTS, ids=lambda path: path.name)
def test_every_place_named_in_a_faulty_course_exists(path: Path) -> None:
    parsed = parse_folder(path)

    for problem in (*parsed.problems, *parsed.warnings):
        file = path / problem.path
        lines = file.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n") if file.exists() else [b""]
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1].decode("utf-8", "replace")) + 1


def test_the_course_of_every_kind_has_neither_problem_nor_warning() -> None:
    parsed = parse_folder(COURSES / "every-kind")

    assert parsed.problems == ()
    assert parsed.warnings == ()


def test_the_course_of_every_kind_holds_every_kind() -> None:
    course = course_of(parse_folder(COURSES / "every-kind"))

    lesson_questions = [block for lesson in course.lessons for block in lesson.blocks if isinstance(block, Question)]
    assert [type(question.answer) for question in lesson_questions] == [
        Choices,
        Choices,
        TrueFalse,
        ShortText,
        Number,
        Number,
        Number,
        Matching,
        Ordering,
        Gaps,
        Judgement,
        TrueFalse,
        TrueFalse,
    ]
    assert {type(block) for lesson in course.lessons for block in lesson.blocks} == {
        Passage,
        Question,
        Scenario,
        Reflection,
        Practice,
    }
    assert course.quiz is not None
    assert course.quiz.items[0] == Draw(2, "survival")
    assert course.quiz.question_count == 3
    assert course.quiz.opens_any_time


def test_lessons_follow_their_numbers_and_not_the_alphabet() -> None:
    course = course_of(parse_folder(COURSES / "every-kind"))

    assert [lesson.key for lesson in course.lessons] == ["choices", "words-and-numbers", "plain-text", "last"]


def test_the_course_page_is_read_whole() -> None:
    course = course_of(parse_folder(COURSES / "every-kind"))

    assert course.content_note == "Mentions: a crash, in one sentence."
    assert course.authors == ("Learning team", "O'Neill: editor")
    assert course.frameworks == ("test-framework/trauma-informed",)
    assert course.refresh_after_months == 24
    assert [outcome.html for outcome in course.outcomes] == ["Choose <em>well</em>.", "Put things in order."]
    assert [source.plain for source in course.sources] == ["NHS, read in 2026.", "A book, by hand."]
    assert course.overview is not None
    assert 'href="/-course-/lessons/plain-text#at-a-table"' in course.overview.html
    assert 'href="/-course-/check"' in course.overview.html
    assert 'href="/-courses-/vicarious-trauma"' in course.overview.html


def test_minutes_of_a_course_are_those_of_its_lessons_and_its_check() -> None:
    assert course_of(parse_folder(COURSES / "every-kind")).minutes == 10 + 10 + 5 + 1 + 15
