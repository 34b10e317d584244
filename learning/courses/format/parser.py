"""From the files of a course folder to its document, and every problem and warning in one pass.

The entry point of the course format. Never raises, whatever the bytes; touches no disk, clock or database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from learning.courses.document import PAGES_PREFIX, Bank, Course, Lesson, Quiz
from learning.courses.format import checks
from learning.courses.format.blocks import RawBlock, blocks_of
from learning.courses.format.course_page import CoursePage, read_course_page, read_language
from learning.courses.format.file_names import KEY, MAX_SLUG_LENGTH, RESERVED_SLUGS, CourseFiles, sort_paths
from learning.courses.format.lesson_page import read_lesson
from learning.courses.format.links import CourseLinks, lesson_address
from learning.courses.format.page import Page, read_page
from learning.courses.format.page_facts import anchor_ids
from learning.courses.format.page_text import PageText
from learning.courses.format.pictures import check_picture
from learning.courses.format.question_parts import Reader
from learning.courses.format.quiz_page import PlacedDraw, read_bank, read_quiz
from learning.courses.format.wording import LANGUAGES, Wording
from learning.courses.problems import Findings, Problem, in_order

MAX_QUESTIONS = 1_000
MAX_COURSE_TEXT_BYTES = 4 * 1024 * 1024
"""Bounds the time that reading a course can take: many times the text of the largest course ever planned."""


@dataclass(frozen=True, slots=True)
class ParsedCourse:
    """The best reading of a course, with all that is wrong with it.

    `course` is there even when there are problems, so that a preview can be shown; it is None only without a course.md
    that can be read.
    Paths of problems are those inside the folder, in order of path, line and column.
    """

    course: Course | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(slots=True)
class _Pages:
    """The pages of one course while it is read, by path."""

    files: CourseFiles
    findings: dict[str, Findings] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    blocks: dict[str, list[RawBlock]] = field(default_factory=dict)
    question_count: int = 0


def parse_course(
    slug: str,
    files: Mapping[str, bytes],
    *,
    other_courses: Collection[str] | None = None,
    framework_elements: Collection[str] | None = None,
    today: date | None = None,
    earlier: Course | None = None,
) -> ParsedCourse:
    """Read a course folder; `files` maps paths inside it to their bytes, `earlier` is the last published version.

    Without `other_courses` links to other courses are not checked, without `framework_elements` ("framework/element")
    these are not, and without `today` nothing is over its review date.
    """
    sorted_files, name_faults = sort_paths(files)
    pages = _Pages(sorted_files)
    if not sorted_files.has_course:
        missing = Findings("course.md")
        missing.problem(1, 1, "no-course-page", "A course has a file course.md, and it is missing. Add it.")
        name_faults.append(missing)
    course = _read_course(slug, files, pages, other_courses, framework_elements, today)
    if course and earlier:
        checks.warn_of_lost_keys(pages.findings, course, earlier)
    _drop_swallowed(pages)
    found = [*name_faults, *pages.findings.values()]
    return ParsedCourse(
        course,
        in_order(problem for findings in found for problem in findings.problems),
        in_order(warning for findings in found for warning in findings.warnings),
    )


def _read_course(
    slug: str,
    files: Mapping[str, bytes],
    pages: _Pages,
    other_courses: Collection[str] | None,
    framework_elements: Collection[str] | None,
    today: date | None,
) -> Course | None:
    for path in pages.files.pictures:
        check_picture(files[path], _findings(pages, path))
    language, wording = _read_pages(slug, files, pages)
    links = _links(slug, pages, other_courses)
    readers = {path: Reader(page, PageText(page, links), wording) for path, page in pages.pages.items()}
    for page in pages.pages.values():
        checks.check_elements(page, framework_elements)
    about_reader = readers.get("course.md")
    about = read_course_page(about_reader, pages.blocks["course.md"]) if about_reader else None
    lessons = _read_lessons(files, pages, readers)
    quiz, banks = _read_quiz(pages, readers)
    for path, reader in readers.items():
        checks.warn_of_long_sentences(pages.pages[path], reader.text)
    if about is None:
        return None
    course = assemble(slug, language, wording, about, lessons, quiz, banks)
    checks.warn_of_review(pages.pages["course.md"], course.review_on, today)
    checks.warn_of_course_note(pages.pages["course.md"], course)
    checks.warn_of_longest_option(pages.findings, course)
    return course


def _findings(pages: _Pages, path: str) -> Findings:
    return pages.findings.setdefault(path, Findings(path))


def _read_pages(slug: str, files: Mapping[str, bytes], pages: _Pages) -> tuple[str, Wording]:
    """Read every page as Markdown and cut it into blocks; course.md first, as it names the language."""
    language = "en"
    byte_count = 0
    for path in pages.files.pages:
        findings = _findings(pages, path)
        byte_count += len(files[path])
        if byte_count > MAX_COURSE_TEXT_BYTES:
            findings.problem(1, 1, "too-large", "The texts of a course have at most 4 MB. Make two courses of it.")
            break
        page = read_page(path, files[path], findings)
        if page is None:
            continue
        checks.warn_of_placeholders(findings, files[path])
        if path == "course.md":
            language = read_language(page.front_matter)
            _check_slug(slug, findings)
        pages.pages[path] = page
        blocks = blocks_of(page, LANGUAGES[language])
        pages.blocks[path] = _within_limit(pages, path, blocks)
    if pages.files.has_course and not pages.files.lessons:
        note_no_lesson(_findings(pages, "course.md"))
    return language, LANGUAGES[language]


def note_no_lesson(findings: Findings) -> None:
    """Note on course.md that the course has no lesson."""
    findings.problem(1, 1, "no-lesson", "A course has at least one lesson. Add a file like 01-what-we-mean.md.")


def _within_limit(pages: _Pages, path: str, blocks: list[RawBlock]) -> list[RawBlock]:
    """The blocks up to the limit of questions a course; the first question over it is a problem."""
    kept: list[RawBlock] = []
    for block in blocks:
        pages.question_count += block.kind == "question"
        if block.kind == "question" and pages.question_count > MAX_QUESTIONS:
            if pages.question_count == MAX_QUESTIONS + 1:
                sentence = f"A course has at most {MAX_QUESTIONS} questions. Delete some, or make two courses of it."
                pages.findings[path].problem(block.line, 1, "too-many", sentence)
            continue
        kept.append(block)
    return kept


def _check_slug(slug: str, findings: Findings) -> None:
    if not KEY.fullmatch(slug) or slug in RESERVED_SLUGS or len(slug) > MAX_SLUG_LENGTH:
        names = f"in a-z, 0-9 and hyphens (at most {MAX_SLUG_LENGTH}), not frameworks, plans or pages"
        findings.problem(1, 1, "folder-name", f"A course folder is named {names}. Rename it.")


def _links(slug: str, pages: _Pages, other_courses: Collection[str] | None) -> CourseLinks:
    anchors = {path: anchor_ids(page, pages.blocks[path]) for path, page in pages.pages.items()}
    return links_of(slug, pages.files, anchors.get, other_courses)


def links_of(
    slug: str,
    files: CourseFiles,
    anchors_of: Callable[[str], Mapping[str, str] | None],
    other_courses: Collection[str] | None,
) -> CourseLinks:
    """Where the pages of a course may link to."""
    addresses = {"course.md": PAGES_PREFIX}
    addresses |= {path: lesson_address(key) for _, key, path in files.lessons}
    if files.has_quiz:
        addresses["quiz.md"] = f"{PAGES_PREFIX}/check"
    return CourseLinks(slug, addresses, anchors_of, frozenset(files.pictures), other_courses)


def _read_lessons(files: Mapping[str, bytes], pages: _Pages, readers: Mapping[str, Reader]) -> list[Lesson]:
    lessons: list[Lesson] = []
    for number, key, path in pages.files.lessons:
        if path in readers:
            lesson = read_lesson(readers[path], pages.blocks[path], number=number, key=key, data=files[path])
            checks.warn_of_content_note(pages.pages[path], lesson)
            checks.warn_of_no_practice(pages.pages[path], pages.blocks[path])
            lessons.append(lesson)
    return lessons


def _read_quiz(pages: _Pages, readers: Mapping[str, Reader]) -> tuple[Quiz | None, list[Bank]]:
    banks: list[Bank] = []
    question_counts: dict[str, int] = {}
    for key, path in pages.files.banks.items():
        if path in readers:
            banks.append(read_bank(readers[path], pages.blocks[path], key))
            if pages.pages[path].swallowed_from is None:
                question_counts[key] = sum(block.kind == "question" for block in pages.blocks[path])
    quiz: Quiz | None = None
    draws: list[PlacedDraw] = []
    if "quiz.md" in readers:
        quiz, draws = read_quiz(readers["quiz.md"], pages.blocks["quiz.md"], pages.files.banks)
        checks.check_draws(pages.findings["quiz.md"], draws, question_counts)
    findings = {key: pages.findings[path] for key, path in pages.files.banks.items()}
    checks.warn_of_idle_banks(findings, draws, question_counts)
    return quiz, banks


def assemble(
    slug: str,
    language: str,
    wording: Wording,
    about: CoursePage,
    lessons: Sequence[Lesson],
    quiz: Quiz | None,
    banks: Sequence[Bank],
) -> Course:
    """The course of which these are the pages."""
    return Course(
        slug=slug,
        title=about.title,
        summary=about.summary,
        level=about.level,
        language=language,
        content_note=about.content_note,
        frameworks=about.frameworks,
        refresh_after_months=about.refresh_after_months,
        review_on=about.review_on,
        authors=about.authors,
        overview=about.overview,
        outcomes=about.sections.get(wording.outcomes, ()),
        sources=about.sections.get(wording.sources, ()),
        lessons=tuple(lessons),
        quiz=quiz,
        banks=tuple(banks),
    )


def _drop_swallowed(pages: _Pages) -> None:
    for path, page in pages.pages.items():
        drop_swallowed(page)
        pages.findings[path] = page.findings


def drop_swallowed(page: Page) -> None:
    """What follows from a code block or comment that is never closed is the same mistake, not a second one."""
    if page.swallowed_from is None:
        return
    start = max((line for line in page.anchors.values() if line <= page.swallowed_from), default=1)
    own = ("code-open", "comment-open")
    page.findings.problems = [p for p in page.findings.problems if p.line < start or p.code in own]
