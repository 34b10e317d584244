"""Which elements count as taught, how strongly, and what is said of those that no lesson can teach."""

from __future__ import annotations

import pytest

from learning.courses.format.parser import parse_course
from learning.frameworks.coverage import Source, coverage_of
from learning.frameworks.document import parse_framework
from learning.frameworks.listing import HEADER, lines_of, rows_of

FRAMEWORK = """---
publisher: A council
source: Our promises, 2024
from: 2024-01-01
---
# Our promises
## Safety
Kind: principle
## Voice
Kind: principle
## Notes first
<!-- id: notes -->
Kind: promise
Met by: content notes
## Braille
Kind: promise
Met by: formats on request
## Something else
Kind: promise
Met by: feature
"""
COURSE = """---
summary: A summary.
level: informed
frameworks: [ours/safety]
---
# Feeling safe

## Outcomes
- You know.

## Sources
- We.
"""
QUESTION = "\n## Question: Is it safe?\nTrue or false?\n\nAnswer: true\n"
QUIZ = "---\npass_mark: 80\nframeworks: [ours/safety]\n---\n# Final check\n" + QUESTION


def course(*lessons: str, teaches: str = "ours/safety", quiz: bool = True, slug: str = "feeling-safe"):
    """A course whose lessons have these words below their titles and name one element."""
    files = {"course.md": COURSE.encode()}
    if quiz:
        files["quiz.md"] = QUIZ.encode()
    for number, words in enumerate(lessons, start=1):
        page = f"---\nminutes: 5\nframeworks: [{teaches}]\n---\n# Lesson {number}\n\n{words}\n"
        files[f"0{number}-lesson-{number}.md"] = page.encode()
    parsed = parse_course(slug, files)
    assert parsed.problems == ()
    return parsed.course


def coverage(published=(), drafts=()):
    """The coverage of the framework above by courses and drafts."""
    framework = parse_framework("frameworks/ours.md", FRAMEWORK.encode()).framework
    sources = [Source(one, 3) for one in published], [Source(one, None) for one in drafts]
    return coverage_of([framework], *sources)[0]


def states(covered) -> dict[str, str]:
    """The state of each element, by its key."""
    return {element.element.key: element.state for element in covered.elements}


def test_an_element_is_taught_once_a_published_lesson_names_it() -> None:
    covered = coverage([course("Words.")])
    assert (states(covered)["safety"], states(covered)["voice"]) == ("taught", "gap")
    assert (covered.taught_count, len(covered.for_lessons)) == (1, 2)
    assert [element.element.key for element in covered.missing] == ["voice", "braille", "something-else"]
    lesson = covered.elements[0].lessons[0]
    assert (lesson.course_title, lesson.lesson_title, lesson.version_number) == ("Feeling safe", "Lesson 1", 3)


def test_naming_an_element_for_the_whole_course_alone_teaches_nothing() -> None:
    assert states(coverage([course("Words.", teaches="ours/voice")]))["safety"] == "gap"


def test_a_draft_shows_where_somebody_is_writing_but_does_not_count() -> None:
    covered = coverage(drafts=[course("Words.")])
    assert states(covered)["safety"] == "draft only"
    assert covered.taught_count == 0
    assert states(coverage([course("Words.")], [course("Words.")]))["safety"] == "taught"


@pytest.mark.parametrize(
    ("words", "teaches", "quiz", "strength"),
    [
        ("Words.", "ours/safety", True, "read"),
        (QUESTION, "ours/voice", True, "practised"),
        (QUESTION, "ours/safety", False, "practised"),
        (QUESTION, "ours/safety", True, "assessed"),
        ("## Practice: Try it\n\nTomorrow.", "ours/safety", True, "assessed"),
    ],
)
def test_strength_grows_from_reading_over_practice_to_the_final_check(
    words: str, teaches: str, quiz: bool, strength: str
) -> None:
    covered = coverage([course(words, teaches=teaches, quiz=quiz)])
    taught = next(element for element in covered.elements if element.lessons)
    assert taught.lessons[0].strength == strength


def test_the_strongest_lesson_speaks_for_the_element() -> None:
    covered = coverage([course("Words.", QUESTION), course("Words.", slug="another")])
    assert [lesson.strength for lesson in covered.elements[0].lessons] == ["read", "assessed", "read"]
    assert covered.elements[0].strength == "assessed"


def test_what_only_the_software_can_meet_is_there_only_where_this_release_has_it() -> None:
    covered = coverage()
    assert [states(covered)[key] for key in ("notes", "braille", "something-else")] == [
        "there",
        "not there yet",
        "not there yet",
    ]
    assert (covered.there_count, len(covered.for_features)) == (1, 3)


def test_rows_and_lines_say_the_same_and_lines_begin_with_what_is_missing() -> None:
    covered = [coverage([course(QUESTION)])]
    rows = list(rows_of(covered))
    assert {len(row) for row in rows} == {len(HEADER)}
    assert rows[0][4:7] == ("taught", "assessed", "feeling-safe/01-lesson-1.md: Lesson 1")
    lines = list(lines_of(covered))
    taught, there = (
        "1 of 2 elements is taught by a published lesson.",
        "What only this software can do: 1 of 3 is there so far.",
    )
    assert lines[0] == f"Our promises: {taught} {there}"
    assert lines[1].startswith("  gap ")
    assert [line.split("(")[-1].rstrip(")") for line in lines if "(ours/" in line] == [
        "ours/voice",
        "ours/braille",
        "ours/something-else",
        "ours/safety",
        "ours/notes",
    ]
