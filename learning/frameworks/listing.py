"""Coverage as rows: the same ones for the command, the page's table file and whoever reads them elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from learning.courses.problems import counted
from learning.frameworks.coverage import ElementCoverage, FrameworkCoverage, Teaching

HEADER = ("Framework", "Element", "Key", "Kind", "State", "How strongly", "Lessons", "Lessons in drafts", "Feature")


def rows_of(coverage: Iterable[FrameworkCoverage]) -> Iterator[tuple[str, ...]]:
    """A row an element, as the HEADER says, in the frameworks' order."""
    for covered in coverage:
        for element in covered.elements:
            yield (
                covered.framework.title,
                element.element.title,
                element.element_key,
                element.element.kind,
                element.state,
                element.strength or "",
                "; ".join(map(_lesson, element.lessons)),
                "; ".join(map(_lesson, element.draft_lessons)),
                element.feature.sentence if element.feature else "",
            )


def lines_of(coverage: Iterable[FrameworkCoverage]) -> Iterator[str]:
    """Lines for people at a console: each framework in a sentence, what is missing first, then what is taught."""
    for covered in coverage:
        yield f"{covered.framework.title}: {sentence_of(covered)}"
        for element in sorted(covered.elements, key=lambda one: not one.is_missing):
            yield f"  {element.state:<14}{element.element.title} ({element.element_key})"
            yield from (f"  {'':<14}  {line}" for line in _details(element))
        yield ""


def sentence_of(covered: FrameworkCoverage) -> str:
    """How many elements are taught, and how many of the others are met."""
    verb = _is(covered.taught_count)
    taught = f"{covered.taught_count} of {len(covered.for_lessons)} elements {verb} taught by a published lesson."
    return f"{taught} {features_sentence(covered)}".rstrip()


def features_sentence(covered: FrameworkCoverage) -> str:
    """How many of the elements that only software can meet are met; empty where there are none."""
    count, there = len(covered.for_features), covered.there_count
    verb = _is(1 if count == 1 else there)
    return f"What only this software can do: {there} of {count} {verb} there so far." if count else ""


def strengths_sentence(covered: FrameworkCoverage) -> str:
    """How strongly those that are taught are taught; empty where none is."""
    assessed, practised, read = (covered.strength_count(one) for one in ("assessed", "practised", "read"))
    taught = f"{counted(covered.taught_count, 'element')} {_is(covered.taught_count)} taught"
    return f"{taught}: {assessed} assessed, {practised} practised, {read} only read." if covered.taught_count else ""


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _details(element: ElementCoverage) -> Iterator[str]:
    for lesson in element.lessons:
        yield f"{lesson.strength}: {_lesson(lesson)}"
    for lesson in element.draft_lessons:
        yield f"in a draft: {_lesson(lesson)}"
    if element.feature:
        yield element.feature.sentence


def _lesson(teaching: Teaching) -> str:
    return f"{teaching.course_slug}/{teaching.lesson_path}: {teaching.lesson_title}"
