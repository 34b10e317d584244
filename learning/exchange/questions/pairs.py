"""Pairs as others have them, as the course format can hold them: left sides differ, right sides are words."""

from __future__ import annotations

from collections.abc import Sequence

from learning.exchange.questions.bank_question import BankQuestion, Losses, Matching, quoted
from learning.exchange.questions.escaping import escaped_line, plain_of

PART_MARKS = "Part marks for some pairs, steps or gaps are not kept: all have to be right here."


def matching_of(line: int, pairs: Sequence[tuple[str, str]], losses: Losses) -> Matching | None:
    """The pairs, those without a left side as distractors; None where fewer than two are left, which is named."""
    kept: dict[str, tuple[str, str]] = {}
    distractors: list[str] = []
    for left, right in pairs:
        name = plain_of(left).casefold()
        if not right.strip():
            losses.note(line, f"{quoted([left])} is left out, as nothing belongs to it.")
        elif not left.strip():
            distractors.append(right)
        elif name in kept:
            losses.note(line, f"The second {quoted([left])} is left out: left sides differ here.")
        else:
            kept[name] = (left, right)
    if len(kept) < 2:
        losses.note_left_out(line, "there are fewer than two pairs.")
        return None
    losses.note_setting(line, PART_MARKS)
    return Matching(tuple(kept.values()), tuple(distractors))


def note_plain_sides(question: BankQuestion, losses: Losses) -> None:
    """Name formatting of right sides, as other systems have plain words there."""
    if isinstance(question.answer, Matching):
        rights = [*(right for _, right in question.answer.pairs), *question.answer.distractors]
        if any(right not in (plain_of(right), escaped_line(plain_of(right))) for right in rights):
            losses.note(question.line, "Right sides of pairs are plain words there: their formatting stays behind.")
