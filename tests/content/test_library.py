"""Everything that ships in courses/: no problem and no warning, and courses of the shape that learners expect."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from learning.courses.document import Choices, Question
from learning.courses.format.parser import parse_course
from learning.courses.source_folder import course_folders, read_course
from learning.frameworks.document import parse_framework
from learning.settings import PROJECT_FOLDER

LIBRARY = PROJECT_FOLDER / "courses"
COURSES = course_folders(LIBRARY)
FRAMEWORKS = sorted((LIBRARY / "frameworks").glob("*.md"))
LAST_RELEASE_ON = date(2026, 11, 24)  # so that a review date that passes does not break an old release


def elements() -> set[str]:
    """Every framework element that a course may name."""
    found = (parse_framework(path.name, path.read_bytes()).framework for path in FRAMEWORKS)
    return {f"{framework.key}/{element.key}" for framework in found for element in framework.elements}


def read(folder: Path):
    slugs = {one.name for one in COURSES}
    return parse_course(
        folder.name,
        read_course(folder).files,
        other_courses=slugs - {folder.name},
        framework_elements=elements(),
        today=LAST_RELEASE_ON,
    )


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_shipped_course_has_no_problem_and_no_warning(folder: Path) -> None:
    parsed = read(folder)
    assert [str(fault) for fault in (*parsed.problems, *parsed.warnings)] == []


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.stem)
def test_a_shipped_framework_has_no_problem_and_no_warning(path: Path) -> None:
    parsed = parse_framework(path.name, path.read_bytes())
    assert [str(fault) for fault in (*parsed.problems, *parsed.warnings)] == []
    assert parsed.framework.elements


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_every_lesson_has_practice_and_every_option_of_the_check_has_feedback(folder: Path) -> None:
    course = read(folder).course
    for lesson in course.lessons:
        assert len([block for block in lesson.blocks if isinstance(block, Question)]) >= 2, lesson.key
    for question in course.quiz.items:
        if isinstance(question.answer, Choices):
            assert all(option.feedback for option in question.answer.options), question.key


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_right_answers_are_not_given_away_by_their_place(folder: Path) -> None:
    quiz = read(folder).course.quiz
    places = [
        [option.right for option in question.answer.options].index(True)
        for question in quiz.items
        if question.kind == "single choice"
    ]
    assert max(places.count(place) for place in set(places)) <= len(places) / 2
