"""Which elements of a framework are taught, by which lessons, and how strongly. Pure: courses in, coverage out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from learning.courses.document import Course, Lesson, Practice, Question, Reflection, Scenario
from learning.frameworks.document import Element, Framework
from learning.frameworks.features import Feature, feature_called

Strength = Literal["read", "practised", "assessed"]
State = Literal["taught", "draft only", "gap", "there", "not there yet"]

STRENGTHS: Mapping[Strength, str] = {
    "read": "The lesson is about it.",
    "practised": "The lesson also has questions, a story or a task to try it out.",
    "assessed": "Besides, the final check of the course says that its questions ask about it.",
}
"""Each strength, the weakest first, and what has to be so."""


@dataclass(frozen=True, slots=True)
class Source:
    """A course that may teach something: a published version, or a draft when `version_number` is None."""

    course: Course
    version_number: int | None


@dataclass(frozen=True, slots=True)
class Teaching:
    """One lesson that names an element."""

    course_slug: str
    course_title: str
    version_number: int | None
    lesson_path: str
    lesson_title: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class ElementCoverage:
    """An element with what is done about it; lessons in drafts count for nothing until they are published."""

    element: Element
    element_key: str
    """As lessons write it: "framework-key/element-key"."""
    lessons: tuple[Teaching, ...]
    draft_lessons: tuple[Teaching, ...]
    feature: Feature | None

    @property
    def state(self) -> State:
        """What the page says about the element in a word or two."""
        if self.element.is_for_lessons:
            return "taught" if self.lessons else "draft only" if self.draft_lessons else "gap"
        return "there" if self.feature and self.feature.is_there else "not there yet"

    @property
    def is_missing(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.state not in ("taught", "there")

    @property
    def strength(self) -> Strength | None:
        """The strongest way in which a lesson teaches it."""
        found = {lesson.strength for lesson in self.lessons}
        return next((strength for strength in reversed(list(STRENGTHS)) if strength in found), None)


@dataclass(frozen=True, slots=True)
class FrameworkCoverage:
    """A framework with the coverage of each element, in the framework's order."""

    framework: Framework
    elements: tuple[ElementCoverage, ...]

    @property
    def missing(self) -> tuple[ElementCoverage, ...]:
        """The elements that somebody has to do something about."""
        return tuple(element for element in self.elements if element.is_missing)

    @property
    def for_lessons(self) -> tuple[ElementCoverage, ...]:
        """The elements that a lesson can teach."""
        return tuple(element for element in self.elements if element.element.is_for_lessons)

    @property
    def for_features(self) -> tuple[ElementCoverage, ...]:
        """The elements that only the software can meet: counted apart."""
        return tuple(element for element in self.elements if not element.element.is_for_lessons)

    @property
    def taught_count(self) -> int:
        """How many of the elements for lessons at least one published lesson teaches."""
        return sum(element.state == "taught" for element in self.for_lessons)

    def strength_count(self, strength: Strength) -> int:
        """How many of the elements for lessons are taught so strongly and no more."""
        return sum(element.strength == strength for element in self.for_lessons)

    @property
    def there_count(self) -> int:
        """How many of the elements for features are met by this release."""
        return sum(element.state == "there" for element in self.for_features)


def coverage_of(
    frameworks: Iterable[Framework], published: Iterable[Source], drafts: Iterable[Source] = ()
) -> list[FrameworkCoverage]:
    """The coverage of each framework; lessons stand in the order of the sources, then of the course."""
    lessons, draft_lessons = _teachings(published), _teachings(drafts)
    return [
        FrameworkCoverage(
            framework,
            tuple(
                ElementCoverage(element, key, tuple(lessons[key]), tuple(draft_lessons[key]), _feature(element))
                for element, key in zip(framework.elements, framework.element_keys(), strict=True)
            ),
        )
        for framework in frameworks
    ]


def _teachings(sources: Iterable[Source]) -> dict[str, list[Teaching]]:
    found: dict[str, list[Teaching]] = defaultdict(list)
    for source in sources:
        for lesson in source.course.lessons:
            for key in dict.fromkeys(lesson.frameworks):
                found[key].append(_teaching(source, lesson, key))
    return found


def _teaching(source: Source, lesson: Lesson, key: str) -> Teaching:
    course = source.course
    return Teaching(
        course_slug=course.slug,
        course_title=course.title.plain,
        version_number=source.version_number,
        lesson_path=lesson.path,
        lesson_title=lesson.title.plain,
        strength=_strength(course, lesson, key),
    )


def _strength(course: Course, lesson: Lesson, key: str) -> Strength:
    if not any(isinstance(block, Question | Scenario | Practice | Reflection) for block in lesson.blocks):
        return "read"
    return "assessed" if course.quiz is not None and key in course.quiz.frameworks else "practised"


def _feature(element: Element) -> Feature | None:
    return feature_called(element.met_by) if element.met_by else None
