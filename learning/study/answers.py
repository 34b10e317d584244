"""The shape of a stored answer for each kind of question, reading it from form fields, and what is still missing.

An answer is a list, so that one rule stores them all; indexes count from 0 in the author's order, never as shown:

- single choice: [option], multiple choice: [option, …] rising, true/false: ["true"] or ["false"]; [] is unanswered
- short text and number: [what was typed]
- matching: for each pair the index of the offer chosen (see `offers`), or None
- ordering: for each step the place given to it, from 1, or None
- gaps: for each gap what was typed
- judgement: for each option "strong", "acceptable", "risky", or None

Forms carry places as shown, so that a page gives away neither the author's order nor the right answer. Does not score.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import get_args

from learning.courses.document import (
    Choices,
    Ending,
    Gaps,
    Judgement,
    Matching,
    Number,
    Ordering,
    Question,
    ShortText,
    Text,
    TrueFalse,
)

StoredAnswer = list[int | str | None]
FieldValues = Callable[[str], Sequence[str]]
"""All values that a form sent for one field name, such as `request.form.getlist`."""

LONGEST_TYPED_ANSWER = 200
RATINGS: tuple[str, ...] = get_args(Ending)
_NUMBER = re.compile(r"(?P<sign>[+\-−]?)(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)", re.ASCII)
_LONGEST_NUMBER = 40


def offers(matching: Matching) -> tuple[Text, ...]:
    """The right-hand cells that a matching question offers, each once, in the author's order, distractors last."""
    cells = [right for _, right in matching.pairs] + list(matching.distractors)
    offered: dict[str, Text] = {}
    for cell in cells:
        offered.setdefault(cell.markdown, cell)
    return tuple(offered.values())


def offer_of_pair(matching: Matching, pair: int) -> int:
    """The index among `offers` of the cell that belongs to a pair."""
    wanted = matching.pairs[pair][1].markdown
    return next(index for index, offer in enumerate(offers(matching)) if offer.markdown == wanted)


def number_in(typed: str) -> Decimal | None:
    """The number that was typed, or None: `.` for decimals, `,` only between thousands."""
    text = typed.strip()
    found = _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
    if not found:
        return None
    digits = Decimal(found["digits"].replace(",", ""))
    return digits if found["sign"] in ("", "+") else digits.copy_negate()


def shown_item_count(question: Question) -> int:
    """How many things of this question are shown in an order of their own; 0 where there is nothing to shuffle."""
    match question.answer:
        case Choices(options=options):
            return len(options)
        case Matching() as matching:
            return len(offers(matching))
        case Ordering(steps=steps):
            return len(steps)
        case Judgement(options=judged):
            return len(judged)
        case _:
            return 0


def part_of(answer: StoredAnswer, index: int) -> int | str | None:
    """What an answer says at this index of its list; None where it says nothing."""
    return answer[index] if index < len(answer) else None


def words_of(answer: StoredAnswer, index: int) -> str:
    """What was typed at this index; an empty text where nothing was."""
    part = part_of(answer, index)
    return part if isinstance(part, str) else ""


def read(question: Question, order: Sequence[int], values: FieldValues, name: str) -> StoredAnswer:
    """The answer that a form holds for the question whose fields begin with `name`.

    `order` lists the author's indexes as shown. Whatever was sent, this gives an answer of the right shape: what does
    not fit counts as not answered.
    """

    def chosen(field: str) -> int | None:
        place = _place(_first(values(field)), len(order))
        return None if place is None else order[place - 1]

    match question.answer:
        case Choices():
            sent = values(name) if question.kind == "multiple choice" else values(name)[:1]
            places = {_place(value, len(order)) for value in sent} - {None}
            return sorted(order[place - 1] for place in places if place is not None)  # type: ignore[return-value]
        case TrueFalse():
            value = _first(values(name))
            return [value] if value in ("true", "false") else []
        case ShortText() | Number():
            return [_typed(values(name))]
        case Gaps(accepted=accepted):
            return [_typed(values(f"{name}-{row}")) for row in range(1, len(accepted) + 1)]
        case Matching(pairs=pairs):
            return [chosen(f"{name}-{row}") for row in range(1, len(pairs) + 1)]
        case Ordering():
            return _by_item(order, [_place(_first(values(f"{name}-{row}")), len(order)) for row in _rows(order)])
        case Judgement():
            sent_ratings = [_first(values(f"{name}-{row}")) for row in _rows(order)]
            return _by_item(order, [rating if rating in RATINGS else None for rating in sent_ratings])


def faults(question: Question, order: Sequence[int], answer: StoredAnswer, name: str) -> dict[str, str]:
    """What keeps an answer from being complete: field name to sentence, in the order shown; empty when complete."""
    match question.answer:
        case Choices():
            sentence = "Choose at least one answer." if question.kind == "multiple choice" else "Choose one answer."
            return {} if answer else {name: sentence}
        case TrueFalse():
            return {} if answer else {name: "Choose true or false."}
        case ShortText():
            return {} if words_of(answer, 0).strip() else {name: "Type an answer."}
        case Number(unit=unit):
            return _number_faults(answer, name, unit)
        case Gaps(accepted=accepted):
            empty = [row for row in range(1, len(accepted) + 1) if not words_of(answer, row - 1).strip()]
            return {f"{name}-{row}": f"Type something in gap {row}." for row in empty}
        case Matching(pairs=pairs):
            missing = [index for index in range(len(pairs)) if part_of(answer, index) is None]
            return {f"{name}-{index + 1}": f"Choose a match for: {pairs[index][0].plain}" for index in missing}
        case Ordering(steps=steps):
            return _ordering_faults(steps, order, answer, name)
        case Judgement(options=options):
            rated = [(row, options[order[row - 1]]) for row in _rows(order) if part_of(answer, order[row - 1]) is None]
            return {f"{name}-{row}": f"Say what you think of: {option.text.plain}" for row, option in rated}


def is_complete(question: Question, answer: StoredAnswer) -> bool:
    """Whether nothing is missing in an answer."""
    return not faults(question, range(shown_item_count(question)), answer, "")


def _number_faults(answer: StoredAnswer, name: str, unit: str) -> dict[str, str]:
    if not words_of(answer, 0).strip():
        return {name: "Type a number."}
    if number_in(words_of(answer, 0)) is not None:
        return {}
    beside = f" Leave out “{unit}”: it stands beside the box." if unit else ""
    return {name: f"Type a number in figures, such as 40 or 3.5.{beside}"}


def _ordering_faults(steps: Sequence[Text], order: Sequence[int], answer: StoredAnswer, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _rows(order):
        step, place = order[row - 1], part_of(answer, order[row - 1])
        others = [part_of(answer, other) for other in range(len(steps)) if other != step]
        if place is None:
            found[f"{name}-{row}"] = f"Choose a place for: {steps[step].plain}"
        elif place in others:
            found[f"{name}-{row}"] = f"Two are in place {place}. This one needs a place of its own: {steps[step].plain}"
    return found


def _rows(order: Sequence[int]) -> range:
    return range(1, len(order) + 1)


def _by_item(order: Sequence[int], values: Sequence[int | str | None]) -> StoredAnswer:
    answer: StoredAnswer = [None] * len(order)
    for item, value in zip(order, values, strict=True):
        answer[item] = value
    return answer


def _first(values: Sequence[str]) -> str:
    return values[0] if values else ""


def _place(value: str | None, highest: int) -> int | None:
    if value is None or not re.fullmatch(r"[1-9]\d{0,3}", value, re.ASCII) or int(value) > highest:
        return None
    return int(value)


def _typed(values: Sequence[str]) -> str:
    # Control characters cannot be typed on purpose, and PostgreSQL refuses NUL.
    text = "".join(sign for sign in _first(values) if unicodedata.category(sign) not in ("Cc", "Cs"))
    return text.strip()[:LONGEST_TYPED_ANSWER]
