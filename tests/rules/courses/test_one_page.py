"""A page read alone within its course: the same problems, warnings and document as when the whole course is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from learning.courses.document import Course
from learning.courses.format.file_names import sort_paths
from learning.courses.format.one_page import CourseAround, read_alone, read_within
from learning.courses.format.parser import parse_course
from learning.courses.insertions import INSERTIONS, insertions_for, with_block_at_end
from learning.courses.source_folder import read_course
from tests.rules.courses.sources import COURSES
from tests.study_course import SMALL_STEPS

FOLDERS = [COURSES / "every-kind", *sorted((COURSES / "faults").iterdir())]
TODAY = date(2030, 1, 1)


def around(slug: str, files: Mapping[str, bytes], **known: object) -> CourseAround:
    banks = tuple(sort_paths(files)[0].banks.values())
    others = {path: read_alone(path, data, "en", banks) for path, data in files.items() if path.endswith(".md")}
    return CourseAround(slug, list(files), {path: page for path, page in others.items() if page}, **known)


def earlier() -> Course:
    """A version that had a lesson and a question more."""
    course = parse_course("small-steps", SMALL_STEPS).course
    first, second = course.lessons
    return replace(course, lessons=(first, replace(second, key="gone")), slug="every-kind")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_each_page_has_the_findings_that_the_whole_course_has_on_it(folder: Path) -> None:
    files = dict(read_course(folder).files)
    known = {"other_courses": ("vicarious-trauma",), "framework_elements": ("a/b",), "today": TODAY}
    whole = parse_course(folder.name, files, earlier=earlier(), **known)
    page_around = around(folder.name, files, earlier=earlier(), **known)
    for path, data in files.items():
        if path.endswith(".md"):
            one = read_within(path, data, page_around)
            assert list(one.problems) == [problem for problem in whole.problems if problem.path == path]
            assert list(one.warnings) == [warning for warning in whole.warnings if warning.path == path]


@pytest.mark.parametrize("path", SMALL_STEPS)
def test_a_page_looks_as_it_does_in_the_whole_course(path: str) -> None:
    whole = parse_course("small-steps", SMALL_STEPS).course
    one = read_within(path, SMALL_STEPS[path], around("small-steps", SMALL_STEPS)).course
    parts = {
        "course.md": lambda course: (course.title, course.overview, course.outcomes, course.sources, course.minutes),
        "quiz.md": lambda course: course.quiz,
        "banks/responses.md": lambda course: course.banks,
    }
    part = parts.get(path, lambda course: [lesson for lesson in course.lessons if lesson.path == path])
    assert part(one) == part(whole)


@pytest.mark.parametrize("path", ["01-noticing.md", "quiz.md", "banks/responses.md"])
def test_each_block_that_the_editor_writes_passes_the_check_and_says_what_to_fill_in(path: str) -> None:
    for name, block in insertions_for(path).items():
        text = SMALL_STEPS[path].decode()
        if name == "short-version":
            text = "---\nminutes: 5\n---\n# Noticing\n"
        parsed = parse_course("small-steps", {**SMALL_STEPS, path: with_block_at_end(text, block.markdown).encode()})
        assert (name, parsed.problems) == (name, ())
        assert "placeholder" in [warning.code for warning in parsed.warnings]


def test_two_blocks_that_nobody_wrote_in_yet_ask_for_words_and_not_for_a_key() -> None:
    text = INSERTIONS["number"].markdown * 2
    parsed = parse_course("small-steps", {**SMALL_STEPS, "banks/new.md": f"# New\n\n{text}".encode()})
    assert [(problem.line, problem.sentence) for problem in parsed.problems] == [
        (9, "Line 3 has the same heading still. Write your own words in both."),
    ]


def test_there_is_a_block_for_each_kind_of_question_and_of_block() -> None:
    text = "\n".join(block.markdown for block in INSERTIONS.values())
    page = f"---\nminutes: 5\n---\n# All\n\n{text}".encode()
    lesson = parse_course("small-steps", {**SMALL_STEPS, "01-noticing.md": page}).course.lessons[0]
    kinds = {getattr(block, "kind", type(block).__name__) for block in lesson.blocks}
    assert len(kinds - {"Passage"}) == 12
    assert lesson.short_version
