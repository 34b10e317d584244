"""Which questions a final check asks, and in which order the options are shown. The random source is passed in."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learning.courses.document import Choices, Course, Draw, Ordering, Question, Quiz
from learning.study.answers import shown_item_count


@dataclass(frozen=True, slots=True)
class DrawnQuestion:
    """One question as a sitting asks it: where it stands, its key, and the author's option indexes as shown."""

    bank_key: str | None
    question_key: str
    order: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """As sittings and attempts store it."""
        return {"bank": self.bank_key, "question": self.question_key, "order": list(self.order)}


def drawn_from_json(stored: Mapping[str, Any]) -> DrawnQuestion:
    """Read back what `DrawnQuestion.as_json` gave."""
    return DrawnQuestion(stored["bank"], stored["question"], tuple(stored["order"]))


def draw(course: Course, quiz: Quiz, source: random.Random) -> list[DrawnQuestion]:
    """The questions of one sitting in the order they are asked; no bank question is asked twice."""
    drawn: list[DrawnQuestion] = []
    left_in_bank = {bank.key: source.sample(bank.questions, len(bank.questions)) for bank in course.banks}
    for item in quiz.items:
        if isinstance(item, Draw):
            left = left_in_bank.get(item.bank_key, [])
            taken, left_in_bank[item.bank_key] = left[: item.question_count], left[item.question_count :]
            drawn += [DrawnQuestion(item.bank_key, one.key, shown_order(one, source)) for one in taken]
        else:
            drawn.append(DrawnQuestion(None, item.key, shown_order(item, source)))
    return drawn


def question_of(course: Course, drawn: DrawnQuestion) -> Question | None:
    """The question that was drawn, or None where this version has none such."""
    if drawn.bank_key is not None:
        bank = course.bank(drawn.bank_key)
        questions = bank.questions if bank else ()
    else:
        questions = tuple(item for item in course.quiz.items if isinstance(item, Question)) if course.quiz else ()
    return next((question for question in questions if question.key == drawn.question_key), None)


def shown_order(question: Question, source: random.Random) -> tuple[int, ...]:
    """The author's indexes in the order to show them: shuffled, unless the author keeps the order.

    Steps to be put in order are never shown in the right one.
    """
    in_order = tuple(range(shown_item_count(question)))
    if isinstance(question.answer, Choices) and question.answer.keep_order:
        return in_order
    shuffled = tuple(source.sample(in_order, len(in_order)))
    if isinstance(question.answer, Ordering) and shuffled == in_order:
        return shuffled[1:] + shuffled[:1]
    return shuffled
