"""What only the whole course shows: draws and banks, and warnings that never stop publishing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from learning.courses.document import Bank, Choices, Course, Lesson, Question, Quiz, Scenario
from learning.courses.format.blocks import RawBlock
from learning.courses.format.front_matter import cut, nearest
from learning.courses.format.page import Page
from learning.courses.format.page_text import PageText
from learning.courses.format.quiz_page import PlacedDraw
from learning.courses.format.source_text import normal_bytes
from learning.courses.problems import Findings, counted

LONG_SENTENCE_WORDS = 20
MIN_WORDS_FOR_AVERAGE = 100
MIN_CHOICES_FOR_BIAS = 5
BIASED_PERCENT = 60
PLACEHOLDER = "placeholder"
_COUNT_OF_A_DRAW = 5
_PLACEHOLDER = re.compile(r"\[replace this\b:?\s*([^\]]*)", re.IGNORECASE)


def check_draws(findings: Findings, draws: Sequence[PlacedDraw], question_counts: Mapping[str, int]) -> None:
    """A sitting never asks a question twice, so all draws from one bank together must fit it.

    `question_counts` gives the questions of each bank by its key; a bank that cannot be counted is left out.
    """
    drawn: dict[str, int] = defaultdict(int)
    for placed in draws:
        key = placed.draw.bank_key
        drawn[key] += placed.draw.question_count
        if drawn[key] > question_counts.get(key, drawn[key]):
            held = counted(question_counts[key], "question")
            more = "in all " if drawn[key] > placed.draw.question_count else ""
            sentence = f"{drawn[key]} are drawn {more}from banks/{key}.md, which holds {held}. Draw fewer, or add some."
            findings.problem(placed.line, 1, "draw-too-large", sentence)


def warn_of_idle_banks(
    banks: Mapping[str, Findings], draws: Sequence[PlacedDraw], question_counts: Mapping[str, int]
) -> None:
    """A bank that is never drawn from is never asked; the draw to add asks for no more than the bank holds."""
    used = {placed.draw.bank_key for placed in draws}
    for key, findings in banks.items():
        if key not in used:
            count = min(question_counts.get(key) or _COUNT_OF_A_DRAW, _COUNT_OF_A_DRAW)
            heading = f"## Draw {count} questions from [{key}](banks/{key}.md)"
            sentence = f"No question is ever drawn from this bank. Add a heading to quiz.md: {heading}"
            findings.warning(1, 1, "bank-idle", sentence)


def check_elements(page: Page, elements: Collection[str] | None) -> None:
    """Framework elements are written `framework-key/element-key`; an unknown one is a warning, as plans run ahead."""
    field = page.front_matter.fields.get("frameworks")
    if field is None:
        return
    silent = Findings(page.path)
    written = type(page.front_matter)(silent, page.front_matter.fields, True).texts("frameworks")
    for element, (line, column) in zip(written, page.front_matter.places_of("frameworks"), strict=False):
        if element.count("/") != 1 or element.startswith("/") or element.endswith("/"):
            sentence = f'"{cut(element)}" is no element. Write the key of the framework, a / and that of the element.'
            page.findings.problem(line, column, "bad-element", sentence)
        elif elements is not None and element not in elements:
            # Only so many are compared, so those of the framework that was meant come first.
            own = element.partition("/")[0] + "/"
            near = nearest(element, sorted(elements, key=lambda one: (not one.startswith(own), one)))
            hint = f'Did you mean "{near}"?' if near else "The page Frameworks has the key of each one that it knows."
            page.findings.warning(line, column, "element-unknown", f'No framework has "{cut(element)}". {hint}')


def warn_of_review(page: Page, review_on: date | None, today: date | None) -> None:
    """Authors are reminded of a course whose day of review has passed."""
    if review_on and today and review_on < today:
        line = page.front_matter.line_of("review_on")
        sentence = f"This course was to be reviewed on {review_on.isoformat()}. Review it and set the next day."
        page.findings.warning(line, 1, "review-over", sentence)


def warn_of_placeholders(findings: Findings, data: bytes) -> None:
    """Words in square brackets that begin "Replace this" are those of a starter, and meant for its author alone."""
    if b"replace this" not in data.lower():
        return
    for number, line in enumerate(normal_bytes(data).decode("utf-8", "replace").split("\n"), 1):
        found = _PLACEHOLDER.search(line)
        if found:
            wanted = f': "{cut(found[1].rstrip(". "))}"' if found[1] else ""
            sentence = f"Write here, and take out the square brackets{wanted}."
            findings.warning(number, found.start() + 1, PLACEHOLDER, sentence)


def warn_of_long_sentences(page: Page, text: PageText) -> None:
    """Sentences of over 20 words on average tire readers."""
    if text.word_count < MIN_WORDS_FOR_AVERAGE:
        return
    average = text.word_count / text.sentence_count
    if average > LONG_SENTENCE_WORDS:
        sentence = f"Sentences here have {average:.0f} words on average. Split some, for {LONG_SENTENCE_WORDS} at most."
        page.findings.warning(1, 1, "long-sentences", sentence)


def warn_of_content_note(page: Page, lesson: Lesson) -> None:
    """A person who chooses not to read a lesson needs another way to finish it."""
    if lesson.content_note and lesson.short_version is None and page.swallowed_from is None:
        line = page.front_matter.line_of("content_note")
        sentence = 'This lesson has a content note but no short version. Add a heading "Short version" and text.'
        page.findings.warning(line, 1, "no-short-version", sentence)


def warn_of_no_practice(page: Page, blocks: Sequence[RawBlock]) -> None:
    """What nobody is asked about is soon forgotten."""
    if page.swallowed_from is None and not any(block.kind == "question" for block in blocks):
        line = page.title.line if page.title else 1
        sentence = 'This lesson has no practice question. Add one: a heading "Question: …" and how to answer it.'
        page.findings.warning(line, 1, "no-practice", sentence)


def warn_of_course_note(page: Page, course: Course) -> None:
    """The same for a note on the whole course: one lesson at least offers another way."""
    if course.content_note and not any(lesson.short_version for lesson in course.lessons):
        line = page.front_matter.line_of("content_note")
        sentence = 'This course has a content note, and no lesson a way round. Add a "Short version" to one.'
        page.findings.warning(line, 1, "no-short-version", sentence)


def warn_of_longest_option(pages: Mapping[str, Findings], course: Course) -> None:
    """Where the longest option is mostly the right one, people learn to measure instead of to think."""
    told = [(path, question) for path, question in _single_choices(course) if _longest_is_right(question) is not None]
    betrayed = [(path, question) for path, question in told if _longest_is_right(question)]
    if len(told) < MIN_CHOICES_FOR_BIAS or len(betrayed) * 100 <= len(told) * BIASED_PERCENT:
        return
    path, first = betrayed[0]
    sentence = (
        f"In {len(betrayed)} of {len(told)} single choices of this course the longest option is the right one, "
        "the first of them here. Shorten some right ones, or lengthen wrong ones."
    )
    pages[path].warning(first.line, 1, "longest-is-right", sentence)


def _single_choices(course: Course) -> Iterator[tuple[str, Question]]:
    for lesson in course.lessons:
        yield from ((lesson.path, block) for block in lesson.blocks if isinstance(block, Question))
    for item in course.quiz.items if course.quiz else ():
        if isinstance(item, Question):
            yield "quiz.md", item
    for bank in course.banks:
        yield from ((f"banks/{bank.key}.md", question) for question in bank.questions)


def _longest_is_right(question: Question) -> bool | None:
    """Whether one option is longer than all others and right; None where the kind of question has no such thing."""
    if question.kind != "single choice" or not isinstance(question.answer, Choices):
        return None
    by_length = sorted(question.answer.options, key=lambda option: len(option.text.plain), reverse=True)
    if len(by_length) < 2:
        return None
    longest, second = by_length[:2]
    return longest.right and len(longest.text.plain) > len(second.text.plain)


def warn_of_lost_keys(pages: Mapping[str, Findings], course: Course, earlier: Course) -> None:
    """Answers, notes and figures hang on keys, so each one that the last version had and this one lacks is named."""
    now = {path: set(keys) for path, keys in _keys_by_path(course).items()}
    lessons_now = {lesson.key: lesson.path for lesson in course.lessons}
    for lesson in earlier.lessons:
        if lesson.key not in lessons_now:
            sentence = f'The last version had a lesson "{lesson.key}" ({lesson.path}). If you renamed it, name it back.'
            pages["course.md"].warning(1, 1, "lost-key", sentence)
    for name, keys in _keys_by_path(earlier).items():
        path = lessons_now.get(name, name)
        if name not in now or path not in pages:
            continue
        for key in keys:
            if key not in now[name]:
                sentence = (
                    f'The last version had the key "{key}" here. If you only reworded its heading, '
                    f"write <!-- id: {key} --> under it."
                )
                pages[path].warning(1, 1, "lost-key", sentence)


def _keys_by_path(course: Course) -> dict[str, list[str]]:
    """Keys of blocks by lesson key, and by path for the quiz and the banks."""
    keys: dict[str, list[str]] = {}
    for lesson in course.lessons:
        keys[lesson.key] = []
        for block in lesson.blocks:
            key = getattr(block, "key", "")
            if key:
                keys[lesson.key].append(key)
            if isinstance(block, Scenario):
                keys[lesson.key] += [scene.key for scene in block.scenes]
    keys.update(_quiz_keys(course.quiz, course.banks))
    return keys


def _quiz_keys(quiz: Quiz | None, banks: Sequence[Bank]) -> dict[str, list[str]]:
    keys = {f"banks/{bank.key}.md": [question.key for question in bank.questions] for bank in banks}
    if quiz:
        keys["quiz.md"] = [item.key for item in quiz.items if isinstance(item, Question)]
    return keys
