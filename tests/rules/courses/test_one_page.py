"""A page read alone within its course: the same problems, warnings and document as when the whole course is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from learning.courses import document_json
from learning.courses.document import Course
from learning.courses.format.one_page import ON_SAVING_ONLY, CourseAround, read_within
from learning.courses.format.page_facts import PageFacts, first_sections, may_hold, read_facts
from learning.courses.format.parser import parse_course
from learning.courses.insertions import INSERTIONS, insertions_for, with_block_at_end
from learning.courses.remembered_facts import RememberedFacts
from learning.courses.source_folder import read_course
from tests.rules.courses.sources import COURSES
from tests.study_course import SMALL_STEPS

FOLDERS = [COURSES / "every-kind", *sorted((COURSES / "faults").iterdir())]
TODAY = date(2030, 1, 1)


def around(slug: str, files: Mapping[str, bytes], **known: object) -> CourseAround:
    return CourseAround(
        slug, list(files), {path: data for path, data in files.items() if path.endswith(".md")}, **known
    )


def earlier() -> Course:
    """A version that had a lesson and a question more."""
    course = parse_course("small-steps", SMALL_STEPS).course
    first, second = course.lessons
    return replace(course, lessons=(first, replace(second, key="gone")), slug="every-kind")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_each_page_has_the_findings_that_the_whole_course_has_on_it(folder: Path) -> None:
    files = dict(read_course(folder).files)
    known = {"other_courses": ("vicarious-trauma",), "earlier": earlier(), "today": TODAY}
    whole = parse_course(folder.name, files, framework_elements=("a/b",), **known)
    page_around = around(folder.name, files, framework_elements=lambda: ("a/b",), **known)
    for path, data in files.items():
        if path.endswith(".md"):
            one = read_within(path, data, page_around)
            warnings = [warning for warning in whole.warnings if warning.path == path]
            assert list(one.problems) == [problem for problem in whole.problems if problem.path == path]
            assert list(one.warnings) == [warning for warning in warnings if warning.code not in ON_SAVING_ONLY]


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


def pages_read_for(path: str, text: str, files: Mapping[str, bytes] = SMALL_STEPS) -> list[str]:
    """The other pages that are read so that this one can be checked."""
    asked: list[str] = []

    def facts_of(path: str, *known: object) -> PageFacts | None:
        asked.append(path)
        return read_facts(path, *known)

    read_within(path, text.encode(), replace(around("small-steps", files), facts_of=facts_of))
    return asked


def test_no_other_page_is_read_that_the_typed_one_asks_nothing_of() -> None:
    def linking(target: str) -> str:
        return SMALL_STEPS["01-noticing.md"].decode().replace("Read this first.", f"[Next]({target})")

    assert pages_read_for("01-noticing.md", linking("02-a-hard-visit.md")) == []
    assert pages_read_for("01-noticing.md", linking("02-a-hard-visit.md#none")) == ["02-a-hard-visit.md"]
    assert pages_read_for("quiz.md", SMALL_STEPS["quiz.md"].decode()) == ["banks/responses.md"]
    assert pages_read_for("banks/responses.md", "# Bank") == ["quiz.md"]
    without_draw = {**SMALL_STEPS, "quiz.md": b"---\npass_mark: 80\n---\n# Final check\n"}
    assert pages_read_for("banks/responses.md", "# Bank", without_draw) == []


def test_of_a_bank_no_more_is_read_than_shows_that_it_holds_enough() -> None:
    question = "\n## Question: Is it {}?\nTrue or false?\n\nAnswer: true\n"
    bank = "# Bank\n" + "".join(question.format(number) for number in range(100))
    part = first_sections(bank.encode(), 4)
    assert part.count(b"Question:") == 3
    assert read_facts("banks/a.md", part, "en", ()).question_count == 3
    assert first_sections(bank.encode(), 101) == bank.encode()
    # In code that goes on it cannot be told, so the whole page is read.
    code = f"# Bank\n\n```\n{bank}\n```\n"
    assert read_facts("banks/a.md", first_sections(code.encode(), 4), "en", ()).question_count is None
    draw = "---\npass_mark: 80\n---\n# Check\n\n## Draw 2 questions from [it](banks/responses.md)\n"
    drawn = read_within(
        "quiz.md", draw.encode(), around("small-steps", {**SMALL_STEPS, "banks/responses.md": code.encode()})
    )
    assert [problem.sentence for problem in drawn.problems] == [
        "2 are drawn from banks/responses.md, which holds 0 questions. Draw fewer, or add some."
    ]


def test_of_the_last_version_only_the_page_that_is_typed_is_read_whole() -> None:
    course = parse_course("small-steps", SMALL_STEPS).course
    text = document_json.encode(course)
    for page in ("noticing", "quiz.md", "banks/responses.md"):
        part = document_json.decode(text, only=page)
        assert [lesson.path for lesson in part.lessons] == [lesson.path for lesson in course.lessons]
        assert part.lessons[0].blocks == (course.lessons[0].blocks if page == "noticing" else ())
        assert part.quiz.items == (course.quiz.items if page == "quiz.md" else ())
        assert part.banks[0].questions == (course.banks[0].questions if page.startswith("banks/") else ())


def test_a_course_note_looks_for_a_way_round_only_where_the_words_stand() -> None:
    note = SMALL_STEPS["course.md"].decode().replace("level:", "content_note: Hard words.\nlevel:", 1)
    assert pages_read_for("course.md", note) == ["02-a-hard-visit.md"]
    assert may_hold("short version", b"## **Short**\tVERSION")
    assert not may_hold("short version", b"## A short one")


def test_what_pages_say_is_remembered_within_a_number_of_bytes() -> None:
    remembered = RememberedFacts(kept_bytes=20_000)
    first = remembered("01-a.md", b"# A", "en", ())
    assert remembered("01-a.md", b"# A", "en", ()) is first
    for number in range(100):
        assert remembered("01-a.md", f"# Lesson {number}".encode(), "en", ()).anchors == {f"lesson-{number}": ""}
        assert remembered.byte_count <= 20_000
    assert remembered("01-a.md", b"# A", "en", ()) is not first
    many = b"# A\n" + b"\n## B\n" * 1_000
    assert remembered("01-a.md", many, "en", ()) is not remembered("01-a.md", many, "en", ())
