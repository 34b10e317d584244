"""PURE. How much of the workforce holds a course that teaches, practises or assesses an element of a framework."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from learning.frameworks.coverage import STRENGTHS, ElementCoverage, Strength

_AT_LEAST: Mapping[Strength, tuple[Strength, ...]] = {
    strength: tuple(STRENGTHS)[place:] for place, strength in enumerate(STRENGTHS)
}


@dataclass(frozen=True, slots=True)
class ElementHeld:
    """Of some people, the percent who hold a course with a lesson on an element, so strong or stronger.

    `course_count` courses have such a lesson at all.
    """

    title: str
    key: str
    percents: Mapping[Strength, int]
    course_count: int

    @property
    def is_taught(self) -> bool:
        """Whether any published course has a lesson on it."""
        return self.course_count > 0


def elements_held(
    elements: Iterable[ElementCoverage], holders: Mapping[str, Collection[int]], people: Collection[int]
) -> list[ElementHeld]:
    """Each element in its order, with who of these people holds it; `holders` are people by the slug of the course."""
    percent_of = _percents(holders, frozenset(people))
    found = []
    for element in elements:
        slugs = {
            strength: frozenset(lesson.course_slug for lesson in element.lessons if lesson.strength in strong_enough)
            for strength, strong_enough in _AT_LEAST.items()
        }
        percents = {strength: percent_of(some) for strength, some in slugs.items()}
        found.append(ElementHeld(element.element.title, element.element_key, percents, len(slugs["read"])))
    return found


def _percents(holders: Mapping[str, Collection[int]], people: frozenset[int]) -> Callable[[frozenset[str]], int]:
    """Answers for sets of courses; the same set is counted once, as many elements share their lessons."""
    counted: dict[frozenset[str], int] = {}

    def percent_of(slugs: frozenset[str]) -> int:
        if slugs not in counted:
            holding = people & set().union(*(holders.get(slug, ()) for slug in slugs))
            counted[slugs] = 100 * len(holding) // len(people) if people else 0
        return counted[slugs]

    return percent_of
