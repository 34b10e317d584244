"""Everything that the five frameworks name is taught by a lesson that ships, and says so in words of its own."""

from __future__ import annotations

import pytest

from learning.courses.document import Question
from learning.frameworks.coverage import FrameworkCoverage, Source, coverage_of
from tests.content.library import COURSES, FRAMEWORKS, course, framework

COVERAGE = coverage_of(map(framework, FRAMEWORKS), [Source(course(slug), 1) for slug in COURSES])

each_framework = pytest.mark.parametrize("covered", COVERAGE, ids=lambda covered: covered.framework.key)


@each_framework
def test_every_element_that_a_lesson_can_teach_is_taught_and_practised(covered: FrameworkCoverage) -> None:
    assert [element.element_key for element in covered.for_lessons if not element.lessons] == []
    assert [element.element_key for element in covered.for_lessons if element.strength == "read"] == []


@each_framework
def test_every_element_says_what_it_asks_and_each_promise_to_the_software_names_a_feature(
    covered: FrameworkCoverage,
) -> None:
    assert [element.element_key for element in covered.elements if not element.element.text] == []
    assert [element.element_key for element in covered.for_features if not element.feature] == []


@pytest.mark.parametrize("slug", COURSES)
def test_a_course_teaches_what_it_says_it_teaches(slug: str) -> None:
    lessons = course(slug).lessons
    taught = {key for lesson in lessons for key in lesson.frameworks}
    assert sorted(set(course(slug).frameworks) - taught) == []
    assert course(slug).quiz.frameworks
    assert sorted(set(course(slug).quiz.frameworks) - taught) == []
    assert all(any(isinstance(block, Question) for block in lesson.blocks) for lesson in lessons)
