"""Course sources for tests: tiny courses on disk, and the least course round one lesson."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from learning.courses.document import Course, Lesson, Question
from learning.courses.format.parser import ParsedCourse, parse_course

COURSES = Path(__file__).resolve().parents[2] / "courses"
TODAY = date(2026, 12, 1)

COURSE_PAGE = b"---\nsummary: A course.\nlevel: informed\n---\n# Course\n\n## Outcomes\n\n- One.\n"
LESSON_START = "---\nminutes: 5\n---\n# Lesson\n\n"
LESSON_START_LINES = LESSON_START.count("\n")


def folder(path: Path) -> dict[str, bytes]:
    """The files of a course on disk."""
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}


def parse_folder(path: Path) -> ParsedCourse:
    """A course on disk, read beside one other course, one framework element, on a fixed day."""
    return parse_course(
        path.name,
        folder(path),
        other_courses={"vicarious-trauma"},
        framework_elements={"test-framework/trauma-informed"},
        today=TODAY,
    )


def parse_lesson(body: str, **files: bytes) -> ParsedCourse:
    """A course of one lesson, `01-lesson.md`, with this text below its title, and other files by their paths."""
    return parse_course("course", {"course.md": COURSE_PAGE, "01-lesson.md": (LESSON_START + body).encode(), **files})


def course_of(parsed: ParsedCourse) -> Course:
    """The course, which must be free of problems."""
    assert parsed.problems == ()
    assert parsed.course is not None
    return parsed.course


def lesson_of(body: str, **files: bytes) -> Lesson:
    """The one lesson with this text, which must be free of problems."""
    return course_of(parse_lesson(body, **files)).lessons[0]


def question_of(body: str) -> Question:
    """The one question in this text, which must be free of problems."""
    blocks = lesson_of(body).blocks
    assert len(blocks) == 1
    assert isinstance(blocks[0], Question)
    return blocks[0]


def html_of(body: str, **files: bytes) -> str:
    """The HTML of a lesson's text, whatever is wrong with it."""
    course = parse_lesson(body, **files).course
    assert course is not None
    return "".join(block.text.html for block in course.lessons[0].blocks if hasattr(block, "text") and block.text)
