"""Scores answers: one point a question, all or nothing, by the rules of the course format. Judgement is never scored.

Takes any stored answer, however damaged, and never raises: what does not fit earns nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from learning.courses.document import (
    Choices,
    Gaps,
    Judgement,
    Matching,
    Number,
    Ordering,
    Question,
    ShortText,
    TrueFalse,
)
from learning.study.answers import StoredAnswer, number_in, offer_of_pair


@dataclass(frozen=True, slots=True)
class Score:
    """Points earned of points possible, two whole numbers; compared as they are, never as a rounded percent."""

    points_earned: int
    points_possible: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down, so that what is shown never says more than was earned."""
        return 100 * self.points_earned // self.points_possible if self.points_possible else 0

    def reaches(self, pass_mark_percent: int) -> bool:
        """Whether the pass mark is reached; nothing to earn reaches nothing."""
        return self.points_possible > 0 and 100 * self.points_earned >= pass_mark_percent * self.points_possible


def score_of(answered: Iterable[tuple[Question, StoredAnswer]]) -> Score:
    """The score of a whole check: each question with its answer."""
    pairs = list(answered)
    return Score(
        sum(points_earned(question, answer) for question, answer in pairs),
        sum(points_possible(question) for question, _ in pairs),
    )


def points_possible(question: Question) -> int:
    """One, or none where nothing is right or wrong."""
    return 0 if isinstance(question.answer, Judgement) else 1


def points_earned(question: Question, answer: StoredAnswer) -> int:
    """One where the whole answer is right, else none."""
    match question.answer:
        case ShortText(accepted=accepted):
            right = _words_right(answer, [accepted])
        case Gaps(accepted=accepted_by_gap):
            right = _words_right(answer, accepted_by_gap)
        case Number(lowest=lowest, highest=highest):
            number = number_in(answer[0]) if len(answer) == 1 and isinstance(answer[0], str) else None
            right = number is not None and lowest <= number <= highest
        case Judgement():
            right = False
        case _:
            right = answer == right_answer(question)
    return int(right)


def right_answer(question: Question) -> StoredAnswer:
    """An answer that earns the point; for judgement the author's views."""
    match question.answer:
        case Choices(options=options):
            return [index for index, option in enumerate(options) if option.right]
        case TrueFalse(right=right):
            return ["true" if right else "false"]
        case ShortText(accepted=accepted):
            return [accepted[0]]
        case Number(lowest=lowest):
            return [f"{lowest:f}"]
        case Matching() as matching:
            return [offer_of_pair(matching, pair) for pair in range(len(matching.pairs))]
        case Ordering(steps=steps):
            return list(range(1, len(steps) + 1))
        case Gaps(accepted=accepted_by_gap):
            return [accepted[0] for accepted in accepted_by_gap]
        case Judgement(options=judged):
            return [option.view for option in judged]


def words_match(typed: str, accepted: str) -> bool:
    """Whether words are the same when capitals, accents, punctuation and spare spaces do not count."""
    return bool(_plain_forms(typed) & _plain_forms(accepted))


def _words_right(answer: StoredAnswer, accepted_by_gap: Iterable[tuple[str, ...]]) -> bool:
    gaps = list(accepted_by_gap)
    return len(answer) == len(gaps) and all(
        isinstance(typed, str) and any(words_match(typed, one) for one in accepted)
        for typed, accepted in zip(answer, gaps, strict=True)
    )


def _plain_forms(text: str) -> set[str]:
    # Two forms, so that “well-being” is met by “wellbeing” and by “well being”.
    letters = [sign for sign in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(sign)]
    forms = {
        " ".join("".join(between if _is_punctuation(sign) else sign for sign in letters).split())
        for between in ("", " ")
    } - {""}
    return forms or {text.strip()} - {""}


def _is_punctuation(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] == "P" or category in ("Sk", "Cf")
