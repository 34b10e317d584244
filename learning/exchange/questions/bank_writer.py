"""From questions of other systems to pages of a bank that pass the check: what would not is mended or left out by name.

The escaping should leave nothing to mend; this is the second lock on the same door.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from learning.courses.document import Kind
from learning.courses.format.parser import parse_course
from learning.courses.format.source_text import MAX_TEXT_BYTES
from learning.courses.problems import Problem
from learning.exchange.questions.bank_markdown import bank_page, written_question, written_questions
from learning.exchange.questions.bank_question import (
    BankQuestion,
    Choices,
    Gaps,
    Losses,
    Matching,
    Ordering,
    Reading,
)
from learning.exchange.questions.escaping import escaped_block, escaped_line, plain_of

_ROOM_FOR_TITLE = 1_000
_PATH = "banks/bank.md"


@dataclass(frozen=True, slots=True)
class WrittenBank:
    """The pages of a bank, each small enough to be saved, how many questions of each kind, and all that was lost."""

    pages: tuple[str, ...]
    kind_counts: tuple[tuple[Kind, int], ...]
    reading: Reading

    @property
    def question_count(self) -> int:
        """How many questions the pages hold."""
        return len(self.reading.questions)


def write_bank(reading: Reading, title: str) -> WrittenBank:
    """The questions as pages of a bank of this title."""
    losses = Losses(list(reading.losses))
    questions = [found for question in reading.questions for found in [_sound(question, losses)] if found]
    written = written_questions(questions)
    pages = [
        bank_page(title if number == 1 else f"{title} {number}", part)
        for number, part in enumerate(_in_pages(written), start=1)
    ]
    if len(pages) > 1:
        losses.note(1, f"A page has at most 64 KB, so the questions make {len(pages)} banks.")
    counts = Counter(question.kind for question in questions)
    carried = Reading(tuple(questions), losses.in_order(), title)
    return WrittenBank(tuple(pages), tuple(counts.items()), carried)


def problems_of(page: str) -> tuple[Problem, ...]:
    """What is wrong with a page of a bank by itself."""
    return tuple(problem for problem in parse_course("bank", {_PATH: page.encode()}).problems if problem.path == _PATH)


def _sound(question: BankQuestion, losses: Losses) -> BankQuestion | None:
    """The question as it can be read back: as it is, else with its words alone; None where neither can."""
    problems = problems_of(bank_page("Bank", [written_question(question)]))
    if not problems:
        return question
    plain = _words_alone(question)
    if not problems_of(bank_page("Bank", [written_question(plain)])):
        losses.note(question.line, f"Its Markdown is taken as plain words: {problems[0].sentence}")
        return plain
    losses.note_left_out(question.line, problems[0].sentence)
    return None


def _words_alone(question: BankQuestion) -> BankQuestion:
    answer = question.answer
    match answer:
        case Choices(options=options):
            plain = (replace(option, text=_line(option.text), feedback=_block(option.feedback)) for option in options)
            answer = replace(answer, options=tuple(plain))
        case Matching(pairs=pairs, distractors=distractors):
            cells = tuple((_line(left), _line(right)) for left, right in pairs)
            answer = Matching(cells, tuple(_line(right) for right in distractors))
        case Ordering(steps=steps):
            answer = Ordering(tuple(_line(step) for step in steps))
        case Gaps():
            pass
    return replace(
        question,
        heading=_line(question.heading),
        prompt=_block(question.prompt),
        answer=answer,
        hints=tuple(_block(hint) for hint in question.hints),
        because=_block(question.because),
    )


def _line(markdown: str) -> str:
    return escaped_line(plain_of(markdown))


def _block(markdown: str) -> str:
    return escaped_block(plain_of(markdown))


def _in_pages(written: Sequence[str]) -> list[list[str]]:
    """The questions in as many lists as pages are needed."""
    pages: list[list[str]] = []
    size = MAX_TEXT_BYTES
    for question in written:
        length = len(question.encode()) + 2
        if size + length > MAX_TEXT_BYTES - _ROOM_FOR_TITLE:
            pages.append([])
            size = 0
        pages[-1].append(question)
        size += length
    return pages
