"""How one lesson stands on its page: its blocks in order, each with the level of its heading. Plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.courses.document import Block, Course, Lesson, Passage, Question
from learning.courses.preview import BLOCK_KINDS, BlockKind
from learning.study.feedback import Feedback
from learning.study.shown import ShownQuestion

_HEADING = re.compile(r"<h([2-6])[ >]")


@dataclass(frozen=True, slots=True)
class CheckedQuestion:
    """What was just sent for one practice question: feedback, or what is missing."""

    key: str
    shown: ShownQuestion
    feedback: Feedback | None


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One block; `heading_level` is its author's, or less where that would leave a level out."""

    part: BlockKind
    block: Block
    heading_level: int
    question: ShownQuestion | None
    feedback: Feedback | None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The lessons before and after; None at the ends."""

    previous: Lesson | None
    following: Lesson | None


def shown_blocks(
    lesson: Lesson, questions: Mapping[str, ShownQuestion], checked: CheckedQuestion | None = None
) -> list[ShownBlock]:
    """The lesson's blocks; `questions` are its practice questions by key, `checked` the one just answered."""
    found = []
    above = 1
    for block in lesson.blocks:
        is_checked = isinstance(block, Question) and checked is not None and checked.key == block.key
        question = questions[block.key] if isinstance(block, Question) else None
        above = _last_level(block.text.html, above) if isinstance(block, Passage) else min(block.level, above + 1)
        found.append(
            ShownBlock(
                part=BLOCK_KINDS[type(block)],
                block=block,
                heading_level=above,
                question=checked.shown if is_checked and checked else question,
                feedback=checked.feedback if is_checked and checked else None,
            )
        )
    return found


def neighbours(course: Course, lesson: Lesson) -> Neighbours:
    """The lessons before and after in the author's order."""
    lessons: Sequence[Lesson] = course.lessons
    place = lessons.index(lesson)
    return Neighbours(
        lessons[place - 1] if place else None,
        lessons[place + 1] if place + 1 < len(lessons) else None,
    )


def _last_level(html: str, before: int) -> int:
    levels = _HEADING.findall(html)
    return int(levels[-1]) if levels else before
