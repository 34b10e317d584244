"""Writes questions as a bank of the course format. What it writes, the parser reads back as the same questions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.courses.format.markdown_blocks import parse_words, plain_words
from learning.courses.format.page import anchor
from learning.courses.format.wording import ENGLISH, with_capital
from learning.exchange.questions.bank_question import (
    BankQuestion,
    Choices,
    Gaps,
    Matching,
    Number,
    Ordering,
    ShortText,
    TrueFalse,
)
from learning.exchange.questions.escaping import escaped_line, one_line, parts_of
from learning.exchange.questions.typed_answers import number_line

_KEY_LENGTH = 60
_OPEN_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")


def bank_page(title: str, questions: Sequence[str]) -> str:
    """A whole page of a title and questions that are written already."""
    return "\n\n".join([f"# {escaped_line(title) or 'Questions'}", *questions]) + "\n"


def written_questions(questions: Sequence[BankQuestion]) -> list[str]:
    """Each question as Markdown, with a key of its own."""
    taken: set[str] = set()
    written = []
    for number, question in enumerate(questions, start=1):
        from_words = anchor(plain_words(parse_words(question.heading, {})))[:_KEY_LENGTH].strip("-")
        key = _free_key(question.key or from_words or f"question-{number}", taken)
        taken.add(key)
        written.append(written_question(question, key if key != from_words else ""))
    return written


def written_question(question: BankQuestion, fixed_key: str = "") -> str:
    """One question as Markdown; `fixed_key` is written under its heading."""
    heading = f"## Question: {one_line(question.heading)}" + (f"\n<!-- id: {fixed_key} -->" if fixed_key else "")
    keeps_order = isinstance(question.answer, Choices) and question.answer.keeps_order
    instruction = ENGLISH.instruction_for(question.kind) + (" Keep order." if keeps_order else "")
    remarks = [_remark("Hint", hint) for hint in question.hints]
    remarks += [_remark("Because", question.because)] if question.because else []
    parts = [heading, question.prompt, instruction, _answer(question), *remarks]
    return "\n\n".join(part for part in parts if part)


def _free_key(key: str, taken: set[str]) -> str:
    chosen, number = key, 1
    while chosen in taken:
        number += 1
        ending = f"-{number}"
        chosen = key[: _KEY_LENGTH - len(ending)].rstrip("-") + ending
    return chosen


def _answer(question: BankQuestion) -> str:
    answer_line = f"{ENGLISH.answer.capitalize()}: "
    match question.answer:
        case Choices(options=options):
            items = ((f"[{'x' if option.is_right else ' '}] {option.text}", option.feedback) for option in options)
            return "\n".join(_item("-", words, feedback) for words, feedback in items)
        case TrueFalse(is_true=is_true):
            return answer_line + (ENGLISH.true if is_true else ENGLISH.false)
        case ShortText(accepted=accepted):
            return answer_line + " / ".join(escaped_line(words) for words in accepted)
        case Number():
            return answer_line + number_line(question.answer)
        case Matching(pairs=pairs, distractors=distractors):
            rows = [*pairs, *(("", right) for right in distractors)]
            lines = [f"| {_cell(left)} | {_cell(right)} |" for left, right in rows]
            return "\n".join(["| This | belongs to |", "|---|---|", *lines])
        case Ordering(steps=steps):
            return "\n".join(_item(f"{number}.", step, "") for number, step in enumerate(steps, start=1))
        case Gaps(text=text):
            return text
    raise AssertionError(question.answer)  # every kind of answer stands above


def _item(sign: str, words: str, feedback: str) -> str:
    """A list item, with its feedback as a quote in it."""
    room = " " * (len(sign) + 1)
    quote = "\n" + _quote(feedback) if feedback else ""
    return f"{sign} " + f"{words}{quote}".replace("\n", f"\n{room}").replace(f"\n{room}\n", "\n\n")


def _quote(markdown: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in markdown.split("\n"))


def _remark(label: str, markdown: str) -> str:
    """A quote that begins with its label; what begins with a list or the like gets the label on a line of its own."""
    parts = parts_of(markdown)
    is_words = bool(parts) and parts[0][0] == "paragraph"
    return _quote(f"{label}: {with_capital(markdown)}" if is_words else f"{label}:\n\n{markdown}")


def _cell(markdown: str) -> str:
    return _OPEN_BAR.sub(r"\1\\|", one_line(markdown))
