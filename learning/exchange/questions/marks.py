"""Options with marks, as other systems have them, as choices that are right or not: all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.exchange.questions.bank_question import Choice, Choices, Losses, quoted

FULL_MARKS = 99.9
"""Percent from which an answer counts as right: others write 100 as 99.999 or 100.00000."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One option or answer with its percentage of the mark."""

    text: str
    percent: float
    feedback: str = ""


def choices_of(
    line: int, options: Sequence[Marked], *, takes_several: bool, losses: Losses, keeps_order: bool = False
) -> Choices | None:
    """The options of a choice; None where no question can be made of them, which is named."""
    worded = [option for option in options if option.text.strip()]
    if len(worded) < len(options):
        losses.note(line, "An option without words is left out.")
    if len(worded) < 2:
        losses.note_left_out(line, "a choice needs at least two options.")
        return None
    right = [option for option in worded if (option.percent > 0 if takes_several else option.percent >= FULL_MARKS)]
    if not right:
        losses.note_left_out(line, "no option is marked as right. Tick one, and add it by hand.")
        return None
    _note_marks(line, worded, right, takes_several, losses)
    chosen = [Choice(option.text, option in right, option.feedback) for option in worded]
    return Choices(tuple(chosen), takes_several or len(right) > 1, keeps_order)


def _note_marks(
    line: int, options: Sequence[Marked], right: Sequence[Marked], takes_several: bool, losses: Losses
) -> None:
    """Name marks that are more than right or wrong."""
    if len(right) > 1 and not takes_several:
        sentence = f"{len(right)} options are right and one of them was enough. Here all of them have to be ticked."
        losses.note(line, sentence)
    partial = [option for option in options if option.percent and not (option.percent >= FULL_MARKS)]
    if partial:
        marks = ", ".join(f"{_percent(option.percent)}" for option in partial)
        wrong = [option.text for option in partial if option not in right and option.percent > 0]
        counts = f" {quoted(wrong)} {'counts' if len(wrong) == 1 else 'count'} as not right." if wrong else ""
        losses.note(line, f"Part marks ({marks}) are not kept: a question here is all or nothing.{counts}")


def accepted_of(line: int, answers: Sequence[Marked], losses: Losses) -> list[Marked]:
    """The answers worth full marks; those worth less are named."""
    for answer in answers:
        if answer.percent < FULL_MARKS and answer.text != "*":
            worth = f"worth {_percent(answer.percent)}" if answer.percent else "marked as wrong"
            losses.note(line, f"The answer {quoted([answer.text])}, {worth}, is not kept: it counts as not right here.")
    return [answer for answer in answers if answer.percent >= FULL_MARKS]


def because_of(line: int, general: str, remarks: Sequence[str], losses: Losses) -> str:
    """One reason for the whole question: general feedback, then remarks on single answers, which is named."""
    worded = list(dict.fromkeys(remark for remark in remarks if remark.strip() and remark != general))
    if worded:
        sentence = f"Feedback to single answers ({quoted(worded)}) is shown after any answer here. Read it again."
        losses.note(line, sentence)
    return "\n\n".join(part for part in (general, *worded) if part.strip())


def _percent(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".") + "%"
