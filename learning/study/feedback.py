"""What a learner is told about an answer: what was right, missed or not this one, the best answer, and why.

Words for people stand here and in the templates alone; nothing is scored here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from learning.courses.document import (
    Choices,
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
from learning.study.answers import StoredAnswer, offers, part_of, words_of
from learning.study.scoring import points_earned, points_possible, right_answer, words_match

_YES = re.compile(r"^(?P<tag>(?:<p>)?)Yes[.,:!]\s+(?P<first>\S)")

Verdict = Literal["right", "missed", "not this one", "rightly left out", ""]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in an answer: what it is about, what the learner said, the verdict, the best answer, and why.

    `about` is None where the question itself says it. `yours` and `best` are empty where there is nothing to say;
    words and course text both occur, so each is a Text.
    """

    about: Text | None
    yours: Text | None
    verdict: Verdict
    best: Text | None
    why: Text | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that is said about one answer; `is_right` is None where nothing is right or wrong."""

    is_right: bool | None
    lines: tuple[Line, ...]
    because: Text | None


def feedback_on(question: Question, answer: StoredAnswer) -> Feedback:
    """Feedback for a stored answer, complete or not."""
    is_right = points_earned(question, answer) == 1 if points_possible(question) else None
    return Feedback(is_right, _lines(question, answer), question.because)


def words(text: str) -> Text:
    """Words that are not a course's own, as a Text without HTML; templates print `plain` where `html` is empty."""
    return Text(markdown="", html="", plain=text)


def without_yes(text: Text | None) -> Text | None:
    """What is said to whoever chose the best answer, for somebody who did not: without “Yes.” at the start."""
    if text is None:
        return None
    markdown, html, plain = (_YES.sub(_rest, part) for part in (text.markdown, text.html, text.plain))
    return Text(markdown, html, plain)


def _rest(found: re.Match[str]) -> str:
    return f"{found['tag']}{found['first'].upper()}"


def _lines(question: Question, answer: StoredAnswer) -> tuple[Line, ...]:
    match question.answer:
        case Choices() as choices if question.kind == "multiple choice":
            return _lines_of_multiple_choice(choices, answer)
        case Choices() as choices:
            return _lines_of_single_choice(choices, answer)
        case TrueFalse():
            best = words(str(right_answer(question)[0]).capitalize())
            yours = words(str(answer[0]).capitalize()) if answer else None
            return (_line(None, yours, best, is_right=answer == right_answer(question)),)
        case ShortText(accepted=accepted):
            return _lines_of_words(answer, (accepted,), about=None)
        case Gaps(accepted=accepted_by_gap):
            return _lines_of_words(answer, accepted_by_gap, about="Gap")
        case Number(shown=shown, unit=unit):
            typed = words_of(answer, 0)
            yours = words(f"{typed} {unit}".strip()) if typed else None
            best = words(shown if not unit or unit in shown else f"{shown} {unit}")
            return (_line(None, yours, best, is_right=points_earned(question, answer) == 1),)
        case Matching() as matching:
            return _lines_of_matching(matching, answer, right_answer(question))
        case Ordering(steps=steps):
            given_places = [part_of(answer, index) for index in range(len(steps))]
            return tuple(
                _line(step, _place(given), words(f"Place {place}"), is_right=given == place)
                for place, (step, given) in enumerate(zip(steps, given_places, strict=True), start=1)
            )
        case Judgement(options=judged):
            return tuple(
                Line(option.text, _rating(answer, index), "", words(option.view.capitalize()), option.reason)
                for index, option in enumerate(judged)
            )


def _lines_of_single_choice(choices: Choices, answer: StoredAnswer) -> tuple[Line, ...]:
    chosen = [option for index, option in enumerate(choices.options) if index in answer]
    lines = [
        Line(None, option.text, "right" if option.right else "not this one", None, option.feedback) for option in chosen
    ]
    if not any(option.right for option in chosen):
        lines += [
            Line(None, None, "", option.text, without_yes(option.feedback))
            for option in choices.options
            if option.right
        ]
    return tuple(lines)


def _lines_of_multiple_choice(choices: Choices, answer: StoredAnswer) -> tuple[Line, ...]:
    verdicts: dict[tuple[bool, bool], Verdict] = {
        (True, True): "right",
        (True, False): "not this one",
        (False, True): "missed",
        (False, False): "rightly left out",
    }
    found = [(option, verdicts[index in answer, option.right]) for index, option in enumerate(choices.options)]
    return tuple(
        Line(option.text, None, verdict, None, without_yes(option.feedback) if verdict == "missed" else option.feedback)
        for option, verdict in found
    )


def _lines_of_words(
    answer: StoredAnswer, accepted_by_gap: tuple[tuple[str, ...], ...], about: str | None
) -> tuple[Line, ...]:
    lines = []
    for index, accepted in enumerate(accepted_by_gap):
        typed = words_of(answer, index)
        is_right = any(words_match(typed, one) for one in accepted)
        label = words(f"{about} {index + 1}") if about else None
        lines.append(_line(label, words(typed) if typed else None, words(accepted[0]), is_right=is_right))
    return tuple(lines)


def _lines_of_matching(matching: Matching, answer: StoredAnswer, right: StoredAnswer) -> tuple[Line, ...]:
    all_offers = offers(matching)
    lines = []
    for index, (left, best) in enumerate(matching.pairs):
        chosen = part_of(answer, index)
        yours = all_offers[chosen] if isinstance(chosen, int) and 0 <= chosen < len(all_offers) else None
        lines.append(_line(left, yours, best, is_right=chosen == right[index]))
    return tuple(lines)


def _line(about: Text | None, yours: Text | None, best: Text, *, is_right: bool) -> Line:
    return Line(about, yours, "right", None, None) if is_right else Line(about, yours, "not this one", best, None)


def _place(given: int | str | None) -> Text | None:
    return words(f"Place {given}") if isinstance(given, int) else None


def _rating(answer: StoredAnswer, index: int) -> Text | None:
    rating = part_of(answer, index)
    return words(rating.capitalize()) if isinstance(rating, str) else None
