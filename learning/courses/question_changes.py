"""What of a question is not what it was: its words, its right answer, its feedback. PURE."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping, Sequence
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
from learning.courses.text_changes import TextPart, differing_parts

QuestionPart = TextPart | Literal["kind", "right answer", "feedback"]

_TAG = re.compile(r"<[^>]*>")


def changed_parts(old: Question, new: Question, changed_pictures: Collection[str]) -> frozenset[QuestionPart]:
    """What of a question differs; one of another kind is another question altogether."""
    if old.kind != new.kind:
        return frozenset({"kind"})
    parts: set[QuestionPart] = set(differing_parts(_asked(old), _asked(new), changed_pictures))
    if _loose_words(old) != _loose_words(new):
        parts.add("words")
    if _is_right_otherwise(old, new):
        parts.add("right answer")
    if differing_parts(_told(old), _told(new), changed_pictures):
        parts.add("feedback")
    return frozenset(parts)


def _asked(question: Question) -> list[Text | None]:
    """What is read before the answer is given; steps and pairs in no order, as learners get them shuffled."""
    texts: list[Text | None] = [question.title, question.prompt]
    match question.answer:
        case Choices(options=options):
            texts += [option.text for option in options]
        case Judgement(options=judged):
            texts += [option.text for option in judged]
        case Matching(pairs=pairs, distractors=distractors):
            texts += _by_words([*(cell for pair in pairs for cell in pair), *distractors])
        case Ordering(steps=steps):
            texts += _by_words(steps)
    return texts


def _told(question: Question) -> list[Text | None]:
    """What is read on the way to the answer and after it: hints and feedback."""
    texts: list[Text | None] = [*question.hints, question.because]
    match question.answer:
        case Choices(options=options):
            texts += [option.feedback for option in options]
        case Judgement(options=judged):
            texts += [option.reason for option in judged]
    return texts


def _by_words(texts: Sequence[Text]) -> list[Text]:
    return sorted(texts, key=lambda text: text.plain)


def _loose_words(question: Question) -> object:
    """Words on the screen that are no texts of their own, and whether options keep their order there."""
    match question.answer:
        case Choices(keep_order=keep_order):
            return keep_order
        case Matching(left_title=left, right_title=right):
            return left, right
        case Number(unit=unit):
            return unit
        case Gaps(pieces=pieces):
            return [" ".join(_TAG.sub(" ", piece).split()) for piece in pieces]
    return None


def _is_right_otherwise(old: Question, new: Question) -> bool:
    """Whether something that both have is right otherwise, or there are more or fewer right options."""
    before, after = _verdicts(old), _verdicts(new)
    stayed = before.keys() & after.keys()
    if isinstance(old.answer, Matching):  # a cell in other words pairs as before
        known = set(before.values()) & set(after.values())
        stayed = {left for left in stayed if {before[left], after[left]} & known}
    went = sum(before[words] is True for words in before.keys() - stayed)
    came = sum(after[words] is True for words in after.keys() - stayed)
    return went != came or any(before[words] != after[words] for words in stayed)


def _verdicts(question: Question) -> Mapping[str, Hashable]:
    """Each thing that the answer is about, with what is right about it."""
    match question.answer:
        case Choices(options=options):
            return {option.text.plain: option.right for option in options}
        case Judgement(options=judged):
            return {option.text.plain: option.view for option in judged}
        case Matching(pairs=pairs):
            return {left.plain: right.plain for left, right in pairs}
        case Ordering(steps=steps):
            return {step.plain: place for place, step in enumerate(steps)}
        case Number(lowest=lowest, highest=highest):
            return {"": (lowest, highest)}
        case ShortText(accepted=accepted):
            return {"": frozenset(accepted)}
        case Gaps(accepted=gaps):
            return {"": tuple(frozenset(accepted) for accepted in gaps)}
        case TrueFalse(right=right):
            return {"": "true" if right else "false"}
