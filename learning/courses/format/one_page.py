"""One page read within its course while it is being typed: the other pages give what they were read as before.

Finds what `parser` finds on that page, in the time that one page takes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from learning.courses.document import Bank, Course, Lesson, Quiz
from learning.courses.format import checks
from learning.courses.format.blocks import RawBlock, blocks_of
from learning.courses.format.course_page import CoursePage, read_course_page, read_language
from learning.courses.format.file_names import CourseFiles, sort_paths
from learning.courses.format.lesson_page import read_lesson
from learning.courses.format.links import Address, Links
from learning.courses.format.page import read_page
from learning.courses.format.page_text import PageText
from learning.courses.format.parser import ParsedCourse, anchor_ids, assemble, drop_swallowed, links_of, note_no_lesson
from learning.courses.format.question_parts import Reader
from learning.courses.format.quiz_page import PlacedDraw, read_bank, read_quiz
from learning.courses.format.wording import LANGUAGES
from learning.courses.problems import Findings, in_order


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a page says, and what the other pages of its course need to know of it."""

    part: CoursePage | Lesson | Quiz | Bank
    anchors: Mapping[str, str]
    language: str
    is_swallowed: bool
    question_count: int
    draws: tuple[PlacedDraw, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseAround:
    """All that is known of the course round the page: its files, its other pages, and the world outside."""

    slug: str
    paths: Collection[str]
    others: Mapping[str, ReadPage]
    other_courses: Collection[str] | None = None
    framework_elements: Collection[str] | None = None
    today: date | None = None
    earlier: Course | None = None


class _AnyLinks:
    """Takes every address as it is, for pages that are read only so that others can be."""

    def href(self, path: str, target: str) -> Address:  # noqa: ARG002 - whatever it is
        return Address(target)

    def src(self, path: str, target: str) -> Address:  # noqa: ARG002 - whatever it is
        return Address(target)


def read_alone(path: str, data: bytes, language: str, bank_paths: tuple[str, ...]) -> ReadPage | None:
    """A page without its course, None where it is too large or no page of a course; its links are not looked at."""
    files = sort_paths([path, *bank_paths])[0]
    opened = _open(path, data, language, Findings(path)) if path in files.pages else None
    return _read(opened[0], opened[1], files, data, _AnyLinks()) if opened else None


def read_within(path: str, data: bytes, around: CourseAround) -> ParsedCourse:
    """The course with this page as it is typed, and what is wrong on this page."""
    files, name_faults = sort_paths(around.paths)
    findings = Findings(path)
    about = around.others.get("course.md")
    opened = _open(path, data, about.language if about else "en", findings) if path in files.pages else None
    named = [problem for faults in name_faults for problem in faults.problems if problem.path == path]
    if opened is None:
        return ParsedCourse(None, in_order([*named, *findings.problems]), ())
    reader, blocks = opened
    others = {name: page for name, page in around.others.items() if name != path}
    anchors = {name: page.anchors for name, page in others.items()} | {path: anchor_ids(reader.page, blocks)}
    swallowed = [name for name, page in others.items() if page.is_swallowed]
    swallowed += [path] if reader.page.swallowed_from is not None else []
    checks.warn_of_placeholders(findings, data)
    checks.check_elements(reader.page, around.framework_elements)
    links = links_of(around.slug, files, anchors, swallowed, around.other_courses)
    pages = {**others, path: _read(reader, blocks, files, data, links)}
    checks.warn_of_long_sentences(reader.page, reader.text)
    _check_draws(path, findings, files, pages)
    course = _course_of(around.slug, files, pages)
    if course:
        _check_course(path, reader, course, around)
    drop_swallowed(reader.page)
    return ParsedCourse(course, in_order([*named, *findings.problems]), in_order(findings.warnings))


def _open(path: str, data: bytes, language: str, findings: Findings) -> tuple[Reader, list[RawBlock]] | None:
    page = read_page(path, data, findings)
    if page is None:
        return None
    language = read_language(page.front_matter) if path == "course.md" else language
    return Reader(page, PageText(page, _AnyLinks()), LANGUAGES[language]), blocks_of(page, LANGUAGES[language])


def _read(reader: Reader, blocks: list[RawBlock], files: CourseFiles, data: bytes, links: Links) -> ReadPage:
    page = reader.page
    reader.text.links = links
    draws: list[PlacedDraw] = []
    part: CoursePage | Lesson | Quiz | Bank
    if page.path == "course.md":
        part = read_course_page(reader, blocks)
    elif page.path == "quiz.md":
        part, draws = read_quiz(reader, blocks, files.banks)
    elif page.path in files.banks.values():
        part = read_bank(reader, blocks, next(key for key, path in files.banks.items() if path == page.path))
    else:
        number, key = next((number, key) for number, key, path in files.lessons if path == page.path)
        part = read_lesson(reader, blocks, number=number, key=key, data=data)
        checks.warn_of_content_note(page, part)
        checks.warn_of_no_practice(page, blocks)
    return ReadPage(
        part,
        anchor_ids(page, blocks),
        next(name for name, wording in LANGUAGES.items() if wording is reader.wording),
        page.swallowed_from is not None,
        sum(block.kind == "question" for block in blocks),
        tuple(draws),
    )


def _check_draws(path: str, findings: Findings, files: CourseFiles, pages: Mapping[str, ReadPage]) -> None:
    draws = pages["quiz.md"].draws if "quiz.md" in pages else ()
    banks = {key: pages[name] for key, name in files.banks.items() if name in pages}
    counts = {key: bank.question_count for key, bank in banks.items() if not bank.is_swallowed}
    if path == "quiz.md":
        checks.check_draws(findings, draws, counts)
    elif path in files.banks.values():
        checks.warn_of_idle_banks({key: findings for key, name in files.banks.items() if name == path}, draws, counts)


def _course_of(slug: str, files: CourseFiles, pages: Mapping[str, ReadPage]) -> Course | None:
    parts = [pages[path].part for path in files.pages if path in pages]
    about = next((part for part in parts if isinstance(part, CoursePage)), None)
    if about is None:
        return None
    language = pages["course.md"].language
    lessons = [part for part in parts if isinstance(part, Lesson)]
    banks = [part for part in parts if isinstance(part, Bank)]
    quiz = next((part for part in parts if isinstance(part, Quiz)), None)
    return assemble(slug, language, LANGUAGES[language], about, lessons, quiz, banks)


def _check_course(path: str, reader: Reader, course: Course, around: CourseAround) -> None:
    """The warnings that only the whole course shows, of which those on this page are kept."""
    pages = {name: Findings(name) for name in around.paths} | {path: reader.page.findings}
    if path == "course.md":
        if not course.lessons:
            note_no_lesson(reader.page.findings)
        checks.warn_of_review(reader.page, course.review_on, around.today)
        checks.warn_of_course_note(reader.page, course)
    checks.warn_of_longest_option(pages, course)
    if around.earlier:
        checks.warn_of_lost_keys(pages, course, around.earlier)
