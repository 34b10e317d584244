"""Writes questions as GIFT. What GIFT has no words for is named; what is written reads back as the same questions."""

from __future__ import annotations

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
    quoted,
)
from learning.exchange.questions.escaping import escaped_block, plain_of
from learning.exchange.questions.gift_signs import escaped
from learning.exchange.questions.pairs import note_plain_sides
from learning.exchange.questions.stems import stem_of
from learning.exchange.questions.typed_answers import middle_of, plain_number

_LIKE_HTML = re.compile(r"<[a-zA-Z/]|&#?\w+;")
_LIKE_A_FORM = re.compile(r"\s*\[(?:html|markdown|moodle|plain)\]", re.IGNORECASE)
_ARROW = "->"
_FEWEST_PAIRS = 3
_MOST_SHARES = 20
_UNLIKE_SHARES = "Part marks differ a little in GIFT (40%, 30% and 30% of three right options). All right is 100%."
_TOO_FEW_PAIRS = "Moodle takes two pairs, but some systems take fewer than three for typed answers. Add a third."
_TO_LOOK_ALIKES = str.maketrans({"<": "‹", ">": "›", "&": "＆", "[": "(", "]": ")"})


def write_gift(title: str, questions: Sequence[BankQuestion], losses: Losses) -> str:
    """A whole file; what cannot be said in it is noted in `losses`, and in comments at the top of the file."""
    found = (_Writer(question, losses, _needs_markdown(question)).question_text() for question in questions)
    category = [f"$CATEGORY: {' '.join(title.split()).replace('/', '-')}"] if title.strip() else []
    texts = [text for text in found if text]
    return "\n\n".join([*_comments(losses), *category, *texts]) + "\n"


def _comments(losses: Losses) -> list[str]:
    """What the file does not hold, for whoever opens it; a tag or an id in square brackets would be read as one."""
    lines = [f"// Line {loss.line}: {' '.join(loss.sentence.split())}" for loss in losses.in_order()]
    said = "\n".join(["// Left behind, as GIFT has no way to say it:", *lines])
    return [said.translate(str.maketrans("[]", "()"))] if lines else []


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one question: as plain words, or with all its texts as Markdown."""

    question: BankQuestion
    losses: Losses
    as_markdown: bool

    def question_text(self) -> str:
        """The whole question; empty for a kind that GIFT has not."""
        question = self.question
        self.losses.names[question.line] = plain_of(question.heading)
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
        line_end = "" if answer.endswith("\n") else "\n"
        general = f"{line_end}\t####{self._text(question.because)}\n" if question.because else ""
        return f"::{escaped(question.key or 'question')}::{form}{self._text(stem)} {{{answer}{general}}}"

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
                return _lines(f"={_before(words)}{escaped(words)}" for words in answers)
            case Number():
                return self._number(self.question.answer)
            case Matching():
                return self._pairs(self.question.answer)
        return None

    def _choices(self, choices: Choices) -> str:
        if choices.keeps_order:
            self._note("GIFT cannot keep options in their order: the other system may shuffle them.")
        right_count = sum(option.is_right for option in choices.options)
        if choices.takes_several and 100 % right_count and right_count <= _MOST_SHARES:
            self.losses.note_setting(self.question.line, _UNLIKE_SHARES)
        shares = iter(_shares(right_count))
        lines: list[str] = []
        for option in choices.options:
            is_first_and_right = not lines and option.is_right and not choices.takes_several
            text = self._text(self._without_arrow(option.text) if is_first_and_right else option.text)
            sign = "=" if option.is_right else "~"
            if choices.takes_several:
                sign = f"~%{next(shares) if option.is_right else -100}%"
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
        if len(rows) < _FEWEST_PAIRS:
            self.losses.note_setting(self.question.line, _TOO_FEW_PAIRS)
        lines = []
        for left, right in rows:
            words = self._without_arrow(plain_of(right))
            lines.append(f"={self._text(self._without_arrow(left))} {_ARROW} {escaped(self._without_markup(words))}")
        return _lines(lines)

    def _without_markup(self, words: str) -> str:
        """Other systems do not agree whether HTML in a right side is words, so its signs are written as others."""
        if not (_LIKE_HTML.search(words) or _LIKE_A_FORM.match(words)):
            return words
        said = words.translate(_TO_LOOK_ALIKES)
        sentence = f"{quoted([words])} could be taken for HTML there, so it is written {quoted([said])}."
        self._note(f"Right sides of pairs are plain words in GIFT. {sentence}")
        return said

    def _without_arrow(self, words: str) -> str:
        """GIFT cannot say that an arrow is only words, so it is written as another sign.

        In choices only after the first `=`, where some readers see a pair and nothing else.
        """
        if _ARROW in words:
            self._note('GIFT parts pairs at "->", so it is written as "→" there.')
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


def _before(words: str) -> str:
    """What has to stand before a typed answer, so that its beginning is read as words."""
    form = "[plain]" if _LIKE_A_FORM.match(words) else ""
    return form or ("%100%" if words.startswith("%") else "")


def _lines(answers: Iterable[str]) -> str:
    return "".join(f"\n\t{answer}" for answer in answers) + "\n"


def _shares(count: int) -> list[str]:
    """What each right option is worth in percent: whole numbers where there are any that Moodle knows."""
    if count > _MOST_SHARES:
        return [f"{100 / count:.5f}"] * count
    unit = 25 if count == 4 else 10 if count <= 10 else 5
    each, more = divmod(100 // unit, count)
    return [str((each + (number < more)) * unit) for number in range(count)]
