"""The questions of our own pages as `BankQuestion`s: from a file of a course, or from a parsed document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from learning.courses import document
from learning.courses.document import Question
from learning.courses.format.blocks import cut_blocks
from learning.courses.format.course_page import read_title
from learning.courses.format.links import Address
from learning.courses.format.page import read_page
from learning.courses.format.page_text import PageText
from learning.courses.format.question_parts import Reader
from learning.courses.format.question_syntax import read_question
from learning.courses.format.wording import ENGLISH
from learning.courses.problems import Findings, Problem, in_order
from learning.exchange.questions.bank_question import (
    Answer,
    BankQuestion,
    Choice,
    Choices,
    Gaps,
    Losses,
    Matching,
    Number,
    Ordering,
    Reading,
    ShortText,
    TrueFalse,
)

_OWN_ADDRESS = re.compile(r"\]\((?!https:|mailto:|tel:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _AnyAddress:
    """Lets every address stand: whether it is right is a question for the check of the course."""

    def href(self, path: str, target: str) -> Address:  # noqa: ARG002 - what `Links` asks for
        """The address as it is."""
        return Address(target)

    def src(self, path: str, target: str) -> Address:  # noqa: ARG002 - what `Links` asks for
        """The address as it is."""
        return Address(target)


def read_course_page(path: str, data: bytes) -> tuple[Reading, tuple[Problem, ...]]:
    """The questions on a page of a course, and what is wrong with the page; `path` is for the problems."""
    findings = Findings(path)
    page = read_page(path, data, findings)
    if page is None:
        return Reading((), ()), tuple(findings.problems)
    blocks = cut_blocks(page, ENGLISH, allowed=("question", "draw", "scenario", "scene", "reflection", "practice",
                                                "short version"), place="a page")  # fmt: skip
    reader = Reader(page, PageText(page, _AnyAddress()), ENGLISH)
    losses = Losses()
    for block in blocks:
        if block.kind not in ("question", "plain"):
            losses.note(block.line, f"A {block.kind} is no question: it stays behind.")
        elif block.kind == "plain":
            losses.note(block.line, "Text outside questions stays behind.")
    questions = [read_question(reader, block) for block in blocks if block.kind == "question"]
    carried = bank_questions([question for question in questions if question], losses)
    return Reading(carried, losses.in_order(), read_title(reader).plain), in_order(findings.problems)


def bank_questions(questions: Iterable[Question], losses: Losses) -> tuple[BankQuestion, ...]:
    """Parsed questions as Markdown; those that nobody else's format can ask are named."""
    carried = []
    for question in questions:
        answer = _answer(question)
        if answer is None:
            losses.names[question.line] = question.title.plain
            losses.note_left_out(question.line, '"Weigh each option." has no right answer.')
            continue
        carried.append(_carried(question, answer))
        _note_lost(question, carried[-1], losses)
    return tuple(carried)


def _carried(question: Question, answer: Answer) -> BankQuestion:
    return BankQuestion(
        line=question.line,
        key=question.key,
        heading=question.title.markdown,
        prompt=_markdown(question.prompt),
        answer=answer,
        hints=tuple(hint.markdown for hint in question.hints),
        because=_markdown(question.because),
    )


def _markdown(text: document.Text | None) -> str:
    return text.markdown if text else ""


def _answer(question: Question) -> Answer | None:
    match question.answer:
        case document.Choices(options=options, keep_order=keep_order):
            choices = (Choice(option.text.markdown, option.right, _markdown(option.feedback)) for option in options)
            return Choices(tuple(choices), question.kind == "multiple choice", keep_order)
        case document.TrueFalse(right=right):
            return TrueFalse(right)
        case document.ShortText(accepted=accepted):
            return ShortText(accepted)
        case document.Number(lowest=lowest, highest=highest, unit=unit):
            return Number(lowest, highest, unit)
        case document.Matching(pairs=pairs, distractors=distractors):
            cells = tuple((left.markdown, right.markdown) for left, right in pairs)
            return Matching(cells, tuple(right.markdown for right in distractors))
        case document.Ordering(steps=steps):
            return Ordering(tuple(step.markdown for step in steps))
        case document.Gaps(markdown=markdown):
            return Gaps(markdown)
    return None


def _note_lost(question: Question, carried: BankQuestion, losses: Losses) -> None:
    """Name what only means something inside the course."""
    if isinstance(question.answer, document.Matching):
        titles = f'"{question.answer.left_title}" and "{question.answer.right_title}"'
        losses.note(question.line, f"The headings of the columns, {titles}, stay behind.")
    if any(_OWN_ADDRESS.search(text) for text in texts_of(carried)):
        sentence = "A picture, or a link to a page of the course, stays behind: outside it the address leads nowhere."
        losses.note(question.line, sentence)


def texts_of(question: BankQuestion) -> list[str]:
    """Every Markdown text of a question."""
    texts = [question.heading, question.prompt, question.because, *question.hints]
    match question.answer:
        case Choices(options=options):
            texts += [text for option in options for text in (option.text, option.feedback)]
        case Matching(pairs=pairs, distractors=distractors):
            texts += [cell for pair in pairs for cell in pair] + list(distractors)
        case Ordering(steps=steps):
            texts += steps
        case Gaps(text=text):
            texts.append(text)
    return [text for text in texts if text]
