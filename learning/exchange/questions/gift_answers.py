"""Reads what stands between the braces of a GIFT question; its escaped signs are hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.exchange.questions.bank_question import Answer, Matching, Number, TrueFalse, quoted
from learning.exchange.questions.gift_forms import form_and_words
from learning.exchange.questions.gift_signs import shown
from learning.exchange.questions.marks import FULL_MARKS, Marked, choices_of
from learning.exchange.questions.pairs import matching_of
from learning.exchange.questions.texts import Form, Texts
from learning.exchange.questions.typed_answers import around, decimal_of, number_of, short_text_of

_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]{0,10})?)%")
_TRUE = ("t", "true")
_FALSE = ("f", "false")


@dataclass(frozen=True, slots=True)
class GiftAnswer:
    """An answer, the feedback to the whole question, and remarks on single answers."""

    answer: Answer
    general: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """One `=` or `~` with its weight, words and feedback, not yet Markdown; `sign` is empty before the first one."""

    sign: str
    percent: float | None
    words: str
    feedback: str

    @property
    def worth(self) -> float:
        """The percentage: the one that is stated, else all for `=` and nothing for `~`."""
        if self.percent is None:
            return 0.0 if self.sign == "~" else 100.0
        return self.percent


def read_gift_answer(answer: str, form: Form, texts: Texts) -> GiftAnswer | None:
    """The answer; None where the course format cannot hold it, which is named."""
    answer, _, general = answer.rpartition("####") if "####" in answer else (answer, "", "")
    answer = answer.strip()
    because = _block(texts, general, form)
    if texts.losses.has_too_many(texts.line, answer.count("=") + answer.count("~")):
        return None
    if answer.startswith("#"):
        return _numbers(answer[1:], form, because, texts)
    is_true = _true_or_false(answer)
    if is_true is not None:
        remarks = answer.split("#")[1:]
        return GiftAnswer(TrueFalse(is_true), because, _remarks(texts, remarks, form))
    is_pairs = "->" in answer and "=" in answer and "~" not in answer
    parts = _parts(answer, with_weights=not is_pairs)
    if "~" in answer:
        return _choices(parts, form, because, texts)
    if is_pairs:
        return _pairs(parts, form, because, texts)
    return _words(parts, form, because, texts)


def _true_or_false(answer: str) -> bool | None:
    word = answer.partition("#")[0].strip().lower()
    return word in _TRUE if word in (*_TRUE, *_FALSE) else None


def _parts(answer: str, *, with_weights: bool = True) -> list[_Part]:
    """The answers that `=` and `~` part; an empty one is a slip such as `~=`."""
    pieces = re.split(r"([=~])", answer)
    found = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)]
    parts = []
    for sign, text in found:
        weight = _WEIGHT.match(text) if with_weights else None
        words, _, feedback = (text[weight.end() :] if weight else text).partition("#")
        if text.strip():
            parts.append(_Part(sign, float(weight[1]) if weight else None, words.strip(), feedback.strip()))
    return parts


def _choices(parts: Sequence[_Part], form: Form, because: str, texts: Texts) -> GiftAnswer | None:
    options = [
        Marked(_inline(texts, part.words, form), part.worth if part.sign else 0.0, _block(texts, part.feedback, form))
        for part in parts
    ]
    has_one = any(part.sign == "=" for part in parts)
    is_shared = sum(option.percent > 0 for option in options) > 1 and not any(
        option.percent >= FULL_MARKS for option in options
    )
    takes_several = not has_one or is_shared
    choices = choices_of(texts.line, options, takes_several=takes_several, losses=texts.losses)
    return GiftAnswer(choices, because) if choices else None


def _pairs(parts: Sequence[_Part], form: Form, because: str, texts: Texts) -> GiftAnswer | None:
    pairs = []
    for part in parts:
        left, arrow, right = part.words.partition("->")
        if not arrow:
            texts.losses.note(texts.line, f'{quoted([shown(part.words)])} is left out: a pair needs "->" in it.')
            continue
        pairs.append((_cell(texts, left, form), _cell(texts, right, "moodle")))
    matching: Matching | None = matching_of(texts.line, pairs, texts.losses)
    remarks = _remarks(texts, [part.feedback for part in parts], form)
    return GiftAnswer(matching, because, remarks) if matching else None


def _words(parts: Sequence[_Part], form: Form, because: str, texts: Texts) -> GiftAnswer | None:
    answers = [Marked(_typed(texts, part.words), part.worth) for part in parts]
    short = short_text_of(texts.line, answers, texts.losses)
    return GiftAnswer(short, because, _remarks(texts, [part.feedback for part in parts], form)) if short else None


def _numbers(answer: str, form: Form, because: str, texts: Texts) -> GiftAnswer | None:
    parts = _parts(answer)
    wanted = [part for part in parts if part.sign != "~" and part.words != "*"]
    read = [(part, _limits(shown(part.words))) for part in wanted]
    full = [limits for part, limits in read if limits and part.worth >= FULL_MARKS]
    for part, limits in read:
        if limits is None:
            texts.losses.note(texts.line, f"{quoted([shown(part.words)])} is no number that can be read. Left out.")
        elif part.worth < FULL_MARKS or limits != full[0]:
            sentence = f"The number {quoted([shown(part.words)])} is not kept: one number or range is right here."
            texts.losses.note(texts.line, sentence)
    if not full:
        texts.losses.note_left_out(texts.line, "no number stands in the braces.")
        return None
    number: Number | None = number_of(texts.line, full[0], "", texts.losses)
    remarks = _remarks(texts, [part.feedback for part in parts], form)
    return GiftAnswer(number, because, remarks) if number else None


def _limits(words: str) -> tuple[Decimal, Decimal] | None:
    """The limits of `3`, `3:0.5` or `1..5`."""
    words = words.strip()
    low, dots, high = words.partition("..")
    if dots:
        limits = (decimal_of(low), decimal_of(high))
        return limits if limits[0] is not None and limits[1] is not None else None  # type: ignore[return-value]
    middle_words, _, tolerance_words = words.partition(":")
    middle, tolerance = decimal_of(middle_words), decimal_of(tolerance_words or "0")
    return around(middle, tolerance) if middle is not None and tolerance is not None else None


def _remarks(texts: Texts, remarks: Sequence[str], form: Form) -> tuple[str, ...]:
    return tuple(_block(texts, remark, form) for remark in remarks if remark.strip())


def _block(texts: Texts, text: str, usual: Form) -> str:
    form, words = form_and_words(text, usual)
    return texts.block(words, form) if words else ""


def _inline(texts: Texts, text: str, usual: Form) -> str:
    form, words = form_and_words(text, usual)
    return texts.inline(words, form)


def _typed(texts: Texts, text: str) -> str:
    """An answer to be typed, which is words alone, whatever form it names."""
    form, words = form_and_words(text, "plain")
    return texts.words(words, form) if form in ("html", "markdown") else " ".join(words.split())


def _cell(texts: Texts, text: str, usual: Form) -> str:
    form, words = form_and_words(text, usual)
    return texts.cell(words, form)
