"""Writes questions as GIFT. What GIFT has no words for is named; what is written reads back as the same questions."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.exchange.questions.bank_question import (
    BankQuestion,
    Choices,
    Losses,
    Matching,
    Number,
    ShortText,
    TrueFalse,
)
from learning.exchange.questions.escaping import escaped_block, plain_of
from learning.exchange.questions.gift_signs import escaped
from learning.exchange.questions.pairs import note_plain_sides
from learning.exchange.questions.stems import stem_of
from learning.exchange.questions.typed_answers import middle_of, plain_number

_LIKE_HTML = re.compile(r"<[a-zA-Z/]|&#?\w+;")
_LIKE_A_FORM = re.compile(r"\s*\[(?:html|markdown|moodle|plain)\]", re.IGNORECASE)
_ARROW = "->"


def write_gift(title: str, questions: Sequence[BankQuestion], losses: Losses) -> str:
    """A whole file; what cannot be said in it is noted in `losses`."""
    found = (_Writer(question, losses, _needs_markdown(question)).question_text() for question in questions)
    category = [f"$CATEGORY: {' '.join(title.split()).replace('/', '-')}"] if title.strip() else []
    return "\n\n".join([*category, *(text for text in found if text)]) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one question: as plain words, or with all its texts as Markdown."""

    question: BankQuestion
    losses: Losses
    as_markdown: bool

    def question_text(self) -> str:
        """The whole question; empty for a kind that GIFT has not."""
        question = self.question
        answer = self._answer()
        if answer is None:
            self.losses.note_left_out(question.line, f"GIFT has no {question.kind} questions. Moodle XML has.")
            return ""
        if question.hints:
            self._note("GIFT has no hints: they stay behind. Moodle XML has.")
        stem = stem_of(question.heading, question.prompt)
        if stem is None:
            self._note("The heading and the text under it become one text.")
            stem = f"{question.prompt}\n\n{question.heading}"
        form = "[markdown]" if self.as_markdown else ""
        general = f"\t####{self._text(question.because)}\n" if question.because else ""
        general = general if answer.endswith("\n") else general.strip()
        return f"::{escaped(question.key or 'question')}::{form}{self._text(stem)}{{{answer}{general}}}"

    def _note(self, sentence: str) -> None:
        self.losses.note(self.question.line, sentence)

    def _answer(self) -> str | None:
        """What stands between the braces."""
        match self.question.answer:
            case Choices():
                return self._choices(self.question.answer)
            case TrueFalse(is_true=is_true):
                return "TRUE" if is_true else "FALSE"
            case ShortText(accepted=accepted):
                answers = dict.fromkeys(self._without_arrow(words) for words in accepted)
                return _lines(f"={'%100%' if words.startswith('%') else ''}{escaped(words)}" for words in answers)
            case Number():
                return self._number(self.question.answer)
            case Matching():
                return self._pairs(self.question.answer)
        return None

    def _choices(self, choices: Choices) -> str:
        if choices.keeps_order:
            self._note("GIFT cannot keep options in their order: the other system may shuffle them.")
        share = _share(sum(option.is_right for option in choices.options))
        lines = []
        for option in choices.options:
            text = self._text(option.text)
            sign = "=" if option.is_right else "~"
            if choices.takes_several:
                sign = f"~%{share if option.is_right else -100}%"
            elif text.startswith("%"):
                sign += "%100%" if option.is_right else "%0%"
            lines.append(f"{sign}{text}" + (f"#{self._text(option.feedback)}" if option.feedback else ""))
        return _lines(lines)

    def _number(self, number: Number) -> str:
        if number.unit:
            self._note(f'GIFT has no units: "{number.unit}" stays behind. Say it in the question.')
        if number.lowest == number.highest:
            return f"#{plain_number(number.lowest)}"
        middle, tolerance = middle_of(number.lowest, number.highest)
        return f"#{plain_number(middle)}:{plain_number(tolerance)}"

    def _pairs(self, matching: Matching) -> str:
        note_plain_sides(self.question, self.losses)
        rows = [*matching.pairs, *(("", right) for right in matching.distractors)]
        lines = []
        for left, right in rows:
            words = self._without_arrow(plain_of(right))
            form = "[plain]" if _LIKE_A_FORM.match(words) else ""
            side = html.escape(words, quote=False) if _LIKE_HTML.search(words) and not form else words
            lines.append(f"={self._text(self._without_arrow(left))} {_ARROW} {form}{escaped(side)}")
        return _lines(lines)

    def _without_arrow(self, words: str) -> str:
        """GIFT cannot say that an arrow is only words, so it is written as another sign."""
        if _ARROW in words:
            self._note('GIFT parts pairs at "->", so it is written as "→" here.')
        return words.replace(_ARROW, "→")

    def _text(self, markdown: str) -> str:
        if not self.as_markdown:
            return escaped(plain_of(markdown))
        return ("[markdown]" if _LIKE_A_FORM.match(markdown) else "") + escaped(markdown)


def _needs_markdown(question: BankQuestion) -> bool:
    """Whether any text of the question is more than plain words; right sides of pairs are always plain."""
    texts = [question.heading, question.prompt, question.because]
    match question.answer:
        case Choices(options=options):
            texts += [text for option in options for text in (option.text, option.feedback)]
        case Matching(pairs=pairs):
            texts += [left for left, _ in pairs]
    return not all(_is_plain(text) for text in texts)


def _is_plain(markdown: str) -> bool:
    words = plain_of(markdown)
    is_words = markdown in (words, escaped_block(words))
    return is_words and not _LIKE_HTML.search(words) and not _LIKE_A_FORM.match(words)


def _lines(answers: Iterable[str]) -> str:
    return "".join(f"\n\t{answer}" for answer in answers) + "\n"


def _share(count: int) -> str:
    """The share of one right option in percent, as Moodle knows it."""
    return f"{100 / count:.5f}".rstrip("0").rstrip(".") if count else "0"
