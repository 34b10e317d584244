"""One page read within its course while it is being typed, in about the time that one page takes.

Finds what `parser` finds on that page, but for what hangs on every word of the course: ON_SAVING_ONLY. Of the other
pages no more is read than this one asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from learning.courses.document import Bank, Course, Lesson, Quiz, Text
from learning.courses.format import checks
from learning.courses.format.blocks import RawBlock, blocks_of
from learning.courses.format.course_page import CoursePage, read_course_page, read_language
from learning.courses.format.file_names import CourseFiles, sort_paths
from learning.courses.format.lesson_page import read_lesson
from learning.courses.format.links import CourseLinks
from learning.courses.format.page import Page, read_page
from learning.courses.format.page_facts import (
    PageFacts,
    anchor_ids,
    first_sections,
    language_in,
    may_hold,
    minutes_in,
    question_count,
    read_facts,
)
from learning.courses.format.page_text import PageText
from learning.courses.format.parser import ParsedCourse, assemble, drop_swallowed, links_of, note_no_lesson
from learning.courses.format.question_parts import Reader
from learning.courses.format.quiz_page import PlacedDraw, read_bank, read_quiz
from learning.courses.format.source_text import MAX_TEXT_BYTES
from learning.courses.format.wording import LANGUAGES, Wording
from learning.courses.problems import Findings, in_order

ON_SAVING_ONLY = ("longest-is-right",)
"""Codes of what hangs on every question of the course. So do its limits, which nobody reaches by typing one page."""

FactsReader = Callable[[str, bytes, str, tuple[str, ...]], PageFacts | None]
_Part = CoursePage | Lesson | Quiz | Bank
_NO_WORDS = Text("", "", "")
_NO_PAGE = CoursePage(_NO_WORDS, "", "informed", None, (), None, None, ())


@dataclass(frozen=True, slots=True)
class CourseAround:
    """All that is known of the course round the page: its files, what its pages say, and the world outside.

    `facts_of` may remember what it read before; it is given what `read_facts` is. `framework_elements` is asked only
    where the page names some.
    """

    slug: str
    paths: Collection[str]
    contents: Mapping[str, bytes]
    other_courses: Collection[str] | None = None
    framework_elements: Callable[[], Collection[str] | None] | None = None
    today: date | None = None
    earlier: Course | None = None
    facts_of: FactsReader = read_facts


@dataclass(frozen=True, slots=True)
class _Around:
    """The other pages of the course, each read when it is asked for."""

    known: CourseAround
    files: CourseFiles
    language: str

    @property
    def wording(self) -> Wording:
        return LANGUAGES[self.language]

    def facts(self, path: str) -> PageFacts | None:
        if not self.is_there(path):
            return None
        banks = tuple(sorted(self.files.banks.values()))
        return self.known.facts_of(path, self.known.contents[path], self.language, banks)

    def count_of_questions(self, path: str, enough: int) -> int | None:
        """How many questions a bank has, or at least `enough` of them; None where nobody can tell."""
        if not self.is_there(path):
            return None
        data = self.known.contents[path]
        for part in (first_sections(data, enough + 1), data):
            facts = self.known.facts_of(path, part, self.language, ())
            if facts and facts.question_count is not None and facts.question_count >= enough:
                break
        return facts.question_count if facts else None

    def is_there(self, path: str) -> bool:
        return path in self.known.contents and len(self.known.contents[path]) <= MAX_TEXT_BYTES

    def may_hold(self, words: str, path: str) -> bool:
        return self.is_there(path) and may_hold(words, self.known.contents[path])


def read_within(path: str, data: bytes, course: CourseAround) -> ParsedCourse:
    """This page as it is typed, in a course that has nothing else but its lessons' names, and what is wrong here."""
    files, name_faults = sort_paths(course.paths)
    findings = Findings(path)
    named = [problem for faults in name_faults for problem in faults.problems if problem.path == path]
    page = read_page(path, data, findings) if path in files.pages else None
    if page is None:
        return ParsedCourse(None, in_order([*named, *findings.problems]), ())
    about = course.contents.get("course.md", b"")
    around = _Around(course, files, read_language(page.front_matter) if path == "course.md" else language_in(about))
    blocks = blocks_of(page, around.wording)
    reader = Reader(page, PageText(page, _links(around, page, blocks)), around.wording)
    checks.warn_of_placeholders(findings, data)
    _check_elements(page, course)
    part, draws = _read(reader, blocks, files, data)
    checks.warn_of_long_sentences(page, reader.text)
    _check_draws(page, question_count(page, blocks), draws, around)
    has_course_page = path == "course.md" or around.is_there("course.md")
    read = _course_of(path, part, around) if has_course_page else None
    if read:
        _check_course(reader, read, around)
    drop_swallowed(page)
    return ParsedCourse(read, in_order([*named, *findings.problems]), in_order(findings.warnings))


def _links(around: _Around, page: Page, blocks: list[RawBlock]) -> CourseLinks:
    own = anchor_ids(page, blocks)

    def anchors_of(path: str) -> Mapping[str, str] | None:
        if path == page.path:
            return own
        facts = around.facts(path)
        return facts.anchors if facts else None

    return links_of(around.known.slug, around.files, anchors_of, around.known.other_courses)


def _read(
    reader: Reader, blocks: list[RawBlock], files: CourseFiles, data: bytes
) -> tuple[_Part, Sequence[PlacedDraw]]:
    """What the page says, and its draws."""
    page = reader.page
    if page.path == "course.md":
        return read_course_page(reader, blocks), ()
    if page.path == "quiz.md":
        return read_quiz(reader, blocks, files.banks)
    if page.path in files.banks.values():
        return read_bank(reader, blocks, _bank_key(files, page.path)), ()
    number, key = next((number, key) for number, key, path in files.lessons if path == page.path)
    lesson = read_lesson(reader, blocks, number=number, key=key, data=data)
    checks.warn_of_content_note(page, lesson)
    checks.warn_of_no_practice(page, blocks)
    return lesson, ()


def _bank_key(files: CourseFiles, path: str) -> str:
    return next(key for key, bank_path in files.banks.items() if bank_path == path)


def _check_elements(page: Page, known: CourseAround) -> None:
    if "frameworks" in page.front_matter.fields:
        checks.check_elements(page, known.framework_elements() if known.framework_elements else None)


def _check_draws(page: Page, count: int | None, draws: Sequence[PlacedDraw], around: _Around) -> None:
    """Of the final check: whether its banks hold enough. Of a bank: whether the final check draws from it."""
    banks = around.files.banks
    if page.path == "quiz.md":
        wanted: Counter[str] = Counter()
        for placed in draws:
            wanted[placed.draw.bank_key] += placed.draw.question_count
        counts = {key: around.count_of_questions(banks[key], enough) for key, enough in wanted.items()}
        checks.check_draws(page.findings, draws, {key: held for key, held in counts.items() if held is not None})
    elif page.path in banks.values():
        key = _bank_key(around.files, page.path)
        check = around.facts("quiz.md") if around.may_hold(around.wording.draw_word, "quiz.md") else None
        own_count = {} if count is None else {key: count}
        checks.warn_of_idle_banks({key: page.findings}, check.draws if check else (), own_count)


def _course_of(path: str, part: _Part, around: _Around) -> Course:
    """A course of this page; of its other lessons there is the name, and on the course page what they add to it."""
    about, lessons, quiz = _NO_PAGE, [], None
    if isinstance(part, CoursePage):
        about = part
        quiz = _bare_quiz(around) if around.files.has_quiz and around.is_there("quiz.md") else None
    for number, key, lesson_path in around.files.lessons:
        if lesson_path == path and isinstance(part, Lesson):
            lessons.append(part)
        elif around.is_there(lesson_path):
            minutes = minutes_in(around.known.contents[lesson_path]) if path == "course.md" else 0
            lessons.append(Lesson(key, number, lesson_path, _NO_WORDS, minutes, None, (), (), None, ""))
    banks = [part] if isinstance(part, Bank) else []
    quiz = part if isinstance(part, Quiz) else quiz
    return assemble(around.known.slug, around.language, around.wording, about, lessons, quiz, banks)


def _bare_quiz(around: _Around) -> Quiz:
    minutes = minutes_in(around.known.contents["quiz.md"])
    return Quiz(_NO_WORDS, None, 100, minutes or None, False, (), ())


def _check_course(reader: Reader, course: Course, around: _Around) -> None:
    """What only the whole course shows, of which the findings on this page are kept."""
    page, known = reader.page, around.known
    pages = {name: Findings(name) for name in known.paths} | {page.path: page.findings}
    if page.path == "course.md":
        if not around.files.lessons:
            note_no_lesson(page.findings)
        checks.warn_of_review(page, course.review_on, known.today)
        if course.content_note and not _has_short_version(around):
            checks.warn_of_course_note(page, course)
    if known.earlier:
        checks.warn_of_lost_keys(pages, course, known.earlier)


def _has_short_version(around: _Around) -> bool:
    """Whether a lesson has one; read one after the other, as most courses with a content note have it soon."""
    paths = (path for _, _, path in around.files.lessons if around.may_hold(around.wording.short_version, path))
    return any(facts.has_short_version for path in paths if (facts := around.facts(path)))
