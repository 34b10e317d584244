"""One question as a page shows it: its fields, their values and what was answered so far.

Holds nothing that tells the right answer: values are places as shown, and the author's order stays on the server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.courses.document import (
    Choices,
    Gaps,
    Judgement,
    Kind,
    Matching,
    Number,
    Ordering,
    Question,
    Text,
    TrueFalse,
)
from learning.study.answers import LONGEST_TYPED_ANSWER, RATINGS, StoredAnswer, offers, part_of, words_of
from learning.study.feedback import words

INSTRUCTIONS: Mapping[Kind, str] = {
    "single choice": "Choose one answer.",
    "multiple choice": "Choose all that apply.",
    "true/false": "Is this true or false?",
    "short text": "Type a short answer.",
    "number": "Type a number.",
    "matching": "Choose a match for each.",
    "ordering": "Give each its place.",
    "gaps": "Fill the gaps.",
    "judgement": "What do you think of each? Nothing here is right or wrong.",
}


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One thing to choose, in a list of radios or checkboxes or in a select."""

    value: str
    field_id: str
    text: Text
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row with a field of its own: a select where there are choices, else a box with what was typed."""

    field: str
    label: Text
    choices: tuple[ShownChoice, ...]
    typed: str
    fault: str | None


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question with all its fields; `choices` for cards, `rows` for one field a row, `typed` for a single box."""

    name: str
    question: Question
    instruction: str
    choices: tuple[ShownChoice, ...]
    rows: tuple[ShownRow, ...]
    typed: str
    pieces: tuple[str, ...]
    unit: str
    titles: tuple[str, str]
    faults: Mapping[str, str]
    longest: int = LONGEST_TYPED_ANSWER

    @property
    def fault(self) -> str | None:
        """The fault of the question as a whole, or None."""
        return self.faults.get(self.name)

    @property
    def answered(self) -> tuple[tuple[Text | None, Text], ...]:
        """What was answered so far, in words: what it is about, where that needs saying, and the answer."""
        chosen: list[tuple[Text | None, Text]] = [(None, choice.text) for choice in self.choices if choice.is_chosen]
        for row in self.rows:
            found = next((choice.text for choice in row.choices if choice.is_chosen), words(row.typed))
            if found.plain:
                chosen.append((row.label, found))
        if self.typed:
            chosen.append((None, words(f"{self.typed} {self.unit}".strip())))
        return tuple(chosen)


def show(
    question: Question, order: Sequence[int], answer: StoredAnswer, name: str, faults: Mapping[str, str] | None = None
) -> ShownQuestion:
    """The question with its options in the order to show them and what was answered; field names begin with `name`."""
    builder = _Builder(question, order, answer, name, faults or {})
    choices, rows = builder.choices(), builder.rows()
    return ShownQuestion(
        name=name,
        question=question,
        instruction=INSTRUCTIONS[question.kind],
        choices=choices,
        rows=rows,
        typed="" if choices or rows else words_of(answer, 0),
        pieces=question.answer.pieces if isinstance(question.answer, Gaps) else (),
        unit=question.answer.unit if isinstance(question.answer, Number) else "",
        titles=_titles(question),
        faults=faults or {},
    )


def _titles(question: Question) -> tuple[str, str]:
    match question.answer:
        case Matching(left_title=left, right_title=right):
            return left, right
        case Ordering():
            return "Step", "Place"
        case Judgement():
            return "Option", "What you think"
        case _:
            return "", ""


@dataclass(frozen=True, slots=True)
class _Builder:
    question: Question
    order: Sequence[int]
    answer: StoredAnswer
    name: str
    faults: Mapping[str, str]

    def choices(self) -> tuple[ShownChoice, ...]:
        match self.question.answer:
            case Choices(options=options):
                return self._choices(self.name, [(options[index].text, index in self.answer) for index in self.order])
            case TrueFalse():
                return (
                    ShownChoice("true", self.name, words("True"), "true" in self.answer),
                    ShownChoice("false", f"{self.name}-2", words("False"), "false" in self.answer),
                )
            case _:
                return ()

    def rows(self) -> tuple[ShownRow, ...]:
        match self.question.answer:
            case Matching(pairs=pairs) as matching:
                cells = offers(matching)
                return tuple(
                    self._row(row, left, [(cells[index], index == self._part(row - 1)) for index in self.order])
                    for row, (left, _) in enumerate(pairs, start=1)
                )
            case Ordering(steps=steps):
                places = range(1, len(steps) + 1)
                return tuple(
                    self._row(row, steps[step], [(words(str(place)), place == self._part(step)) for place in places])
                    for row, step in enumerate(self.order, start=1)
                )
            case Judgement(options=judged):
                shown = enumerate(self.order, start=1)
                return tuple(self._rating_row(row, judged[index].text, index) for row, index in shown)
            case Gaps(accepted=accepted):
                count, gaps = len(accepted), range(len(accepted))
                labels = [words(f"Gap {gap + 1} of {count}") for gap in gaps]
                return tuple(self._row(gap + 1, labels[gap], [], words_of(self.answer, gap)) for gap in gaps)
            case _:
                return ()

    def _part(self, index: int) -> int | str | None:
        return part_of(self.answer, index)

    def _choices(self, field: str, offered: Sequence[tuple[Text, bool]]) -> tuple[ShownChoice, ...]:
        # The first has the field's own id, so that the error summary's link leads to it.
        return tuple(
            ShownChoice(str(place), field if place == 1 else f"{field}-{place}", text, is_chosen)
            for place, (text, is_chosen) in enumerate(offered, start=1)
        )

    def _row(self, row: int, label: Text, offered: Sequence[tuple[Text, bool]], typed: str = "") -> ShownRow:
        field = f"{self.name}-{row}"
        return ShownRow(field, label, self._choices(field, offered), typed, self.faults.get(field))

    def _rating_row(self, row: int, label: Text, index: int) -> ShownRow:
        field = f"{self.name}-{row}"
        ratings = [(rating, words(rating.capitalize()), rating == self._part(index)) for rating in RATINGS]
        choices = tuple(ShownChoice(value, f"{field}-{value}", text, is_chosen) for value, text, is_chosen in ratings)
        return ShownRow(field, label, choices, "", self.faults.get(field))
