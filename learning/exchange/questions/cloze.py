"""Moodle's text with answers in it (cloze), read as a text with gaps, and written from one."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.exchange.questions.bank_question import LONGEST_TEXT, Gaps, quoted
from learning.exchange.questions.gap_text import filled, place
from learning.exchange.questions.marks import FULL_MARKS, Marked, accepted_of
from learning.exchange.questions.texts import Form, Texts

_GAP = re.compile(r"\{([0-9]{0,3}):([A-Z_]{2,20}):((?:[^\\{}]|\\.)*)\}", re.DOTALL)
_WRITTEN_GAP = re.compile(r"\[\[((?:(?!\[\[|\]\]).){1,300}?)\]\]", re.DOTALL)
_TYPED = ("SHORTANSWER", "SA", "MW")
_TYPED_WITH_CAPITALS = ("SHORTANSWER_C", "SAC", "MWC")
_NUMBERS = ("NUMERICAL", "NM")
_CHOSEN = re.compile(r"MULTICHOICE\w*|MC\w*")
_WEIGHT = re.compile(r"\s*(=|%-?[0-9]{1,3}(?:\.[0-9]{1,10})?%)?")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ClozeGaps:
    """The gaps, and the remarks on single answers."""

    gaps: Gaps
    remarks: tuple[str, ...]


def cloze_gaps(text: str, form: Form, texts: Texts) -> ClozeGaps | None:
    """The text with gaps; None where it holds a part that cannot be typed into a gap, which is named."""
    if len(text) > LONGEST_TEXT:
        texts.losses.note_left_out(texts.line, f"its text is longer than {LONGEST_TEXT} characters.")
        return None
    gaps: list[list[str]] = []
    remarks: list[str] = []
    unknown: list[str] = []
    marks: set[str] = set()

    def mark(found: re.Match[str]) -> str:
        kind, answers = found[2], _answers(found[3])
        marks.add(found[1].lstrip("0") or "1")
        remarks.extend(texts.block(answer.feedback, form) for answer in answers if answer.feedback)
        if not (kind in (*_TYPED, *_TYPED_WITH_CAPITALS, *_NUMBERS) or _CHOSEN.fullmatch(kind)):
            unknown.append(kind)
        gaps.append([answer.text for answer in _accepted(kind, answers, texts)])
        return place(len(gaps) - 1)

    marked = _GAP.sub(mark, text)
    if unknown:
        texts.losses.note_left_out(texts.line, f"it holds {quoted(unknown)}, which cannot be typed into a gap.")
        return None
    if len(marks) > 1:
        texts.losses.note_setting(texts.line, "Gaps that were worth more than others all count alike here.")
    made = filled(marked, form, gaps, texts)
    return ClozeGaps(made, tuple(remarks)) if made else None


def as_cloze(markdown: str) -> str:
    """A text with `[[accepted / answers]]` as Moodle writes it."""
    words = re.sub(r"\{(?=[0-9]{0,3}:[A-Z])", "&#123;", markdown)  # words that Moodle would read as a gap
    return _WRITTEN_GAP.sub(lambda gap: f"{{1:SHORTANSWER:{_written_answers(gap[1])}}}", words)


def _written_answers(accepted: str) -> str:
    words = (" ".join(part.split()) for part in re.split(r"(?:^|\s)/(?=\s|$)", accepted))
    return "~".join("=" + re.sub(r"([\\}#~/\"{])", r"\\\1", html.escape(word, quote=False)) for word in words)


def _answers(written: str) -> list[Marked]:
    """The answers that `~` parts, each with its worth in percent."""
    answers = []
    for part in re.split(r"(?<!\\)~", written):
        weight = _WEIGHT.match(part)
        sign = (weight[1] if weight else "") or ""
        percent = 100.0 if sign == "=" else float(sign.strip("%") or 0)
        words, *feedback = re.split(r"(?<!\\)#", part[weight.end() if weight else 0 :], maxsplit=1)
        answers.append(Marked(_meant(words), percent, _meant(feedback[0]) if feedback else ""))
    return answers


def _accepted(kind: str, answers: Sequence[Marked], texts: Texts) -> list[Marked]:
    """The answers that a gap accepts; how it was asked is named where it was not by typing words."""
    if kind in _TYPED_WITH_CAPITALS:
        texts.losses.note(texts.line, "Capitals counted in a gap. Here they never do.")
    if kind in _NUMBERS:
        texts.losses.note(texts.line, "A gap takes a number: here it is compared as words, without its tolerance.")
        answers = [Marked(answer.text.partition(":")[0], answer.percent) for answer in answers]
    if _CHOSEN.fullmatch(kind):
        wrong = [answer.text for answer in answers if answer.percent < FULL_MARKS]
        texts.losses.note(texts.line, f"A gap was chosen from a list, here it is typed. Left out: {quoted(wrong)}.")
        return [answer for answer in answers if answer.percent >= FULL_MARKS]
    return accepted_of(texts.line, answers, texts.losses)


def _meant(written: str) -> str:
    return html.unescape(_ESCAPED.sub(r"\1", written)).strip()
