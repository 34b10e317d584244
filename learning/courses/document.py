"""The parsed tree of a course version: lessons, questions, scenarios, final check. Plain frozen data.

`parser` makes it, `document_json` stores it. Addresses inside HTML are left open: the prefixes below stand for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

PAGES_PREFIX = "/-course-"  # in href: /-course-/lessons/KEY#anchor, /-course-/check, /-course- (the course page)
IMAGES_PREFIX = "/-images-"  # in src: /-images-/window.svg
COURSES_PREFIX = "/-courses-"  # in href: /-courses-/OTHER-SLUG
LIBRARY_PREFIX = "/-library-"  # in href of pages outside courses: /-library-/privacy, /-library-/support
HEADING_ID_PREFIX = "at-"  # a heading in text has the id at-ANCHOR, so that words cannot take the ids of the page
BLOCK_ID_PREFIX = "block-"  # a link to a block ends in #block-KEY: the page gives the block this id

Level = Literal["informed", "skilled", "enhanced", "leaders"]
Ending = Literal["strong", "acceptable", "risky"]
Kind = Literal[
    "single choice",
    "multiple choice",
    "true/false",
    "short text",
    "number",
    "matching",
    "ordering",
    "gaps",
    "judgement",
]


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of an author's words: the Markdown as written, its cleaned HTML, and the words alone, a line a block.

    Titles, options, steps, cells, outcomes and sources hold inline HTML, unless it is more than one paragraph.
    """

    markdown: str
    html: str
    plain: str


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a single or multiple choice, in the author's order."""

    text: Text
    right: bool
    feedback: Text | None


@dataclass(frozen=True, slots=True)
class Choices:
    """Answer part of single and multiple choice."""

    options: tuple[Option, ...]
    keep_order: bool


@dataclass(frozen=True, slots=True)
class TrueFalse:
    """Answer part of true/false."""

    right: bool


@dataclass(frozen=True, slots=True)
class ShortText:
    """Answer part of short text; the first accepted answer is the one shown."""

    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """Answer part of number: any value from `lowest` to `highest`, limits included; `unit` is shown, never typed."""

    lowest: Decimal
    highest: Decimal
    shown: str
    unit: str


@dataclass(frozen=True, slots=True)
class Matching:
    """Answer part of matching: `pairs` of left and right cell; `distractors` are right cells with no left one."""

    pairs: tuple[tuple[Text, Text], ...]
    distractors: tuple[Text, ...]
    left_title: str
    right_title: str


@dataclass(frozen=True, slots=True)
class Ordering:
    """Answer part of ordering: the steps in the right order."""

    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Answer part of gaps: the HTML between the gaps, whole only when joined, and the accepted answers of each gap."""

    pieces: tuple[str, ...]
    accepted: tuple[tuple[str, ...], ...]
    markdown: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One option of a judgement question, with the author's view of it and the reason."""

    text: Text
    view: Ending
    reason: Text | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Answer part of judgement: the learner rates each option; nothing is right or wrong."""

    options: tuple[Judged, ...]


Answer = Choices | TrueFalse | ShortText | Number | Matching | Ordering | Gaps | Judgement


@dataclass(frozen=True, slots=True)
class Question:
    """One question; all but judgement are worth one point, all or nothing."""

    key: str
    kind: Kind
    title: Text
    prompt: Text | None
    answer: Answer
    hints: tuple[Text, ...]
    because: Text | None
    line: int
    level: int = 2  # of its heading as authored, 2 to 6; the same for the blocks below


@dataclass(frozen=True, slots=True)
class SceneChoice:
    """A way on from a scene, with the sentence shown when it is taken."""

    text: Text
    scene_key: str
    feedback: Text | None


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: either choices lead on, or it is an ending."""

    key: str
    title: Text
    text: Text
    choices: tuple[SceneChoice, ...]
    ending: Ending | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A branching story; it begins with the first scene."""

    key: str
    title: Text
    introduction: Text | None
    scenes: tuple[Scene, ...]
    line: int
    level: int = 2


@dataclass(frozen=True, slots=True)
class Reflection:
    """A prompt for private words."""

    key: str
    title: Text
    text: Text | None
    line: int
    level: int = 2


@dataclass(frozen=True, slots=True)
class Practice:
    """Something to do at work."""

    key: str
    title: Text
    text: Text | None
    line: int
    level: int = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """Plain text of a lesson between blocks."""

    text: Text


Block = Passage | Question | Scenario | Reflection | Practice


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page to be read; `text_hash` is the SHA-256 of its file, to tell an unchanged lesson from a changed one."""

    key: str
    number: int
    path: str
    title: Text
    minutes: int
    content_note: str | None
    frameworks: tuple[str, ...]
    blocks: tuple[Block, ...]
    short_version: Text | None
    text_hash: str

    def question(self, key: str) -> Question | None:
        """The practice question with this key, or None."""
        return next((block for block in self.blocks if isinstance(block, Question) and block.key == key), None)


@dataclass(frozen=True, slots=True)
class Bank:
    """Questions that a final check can draw from."""

    key: str
    title: Text
    questions: tuple[Question, ...]
    introduction: Text | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """So many questions from a bank, drawn anew for each sitting, asked at this place."""

    question_count: int
    bank_key: str


@dataclass(frozen=True, slots=True)
class Quiz:
    """The final check."""

    title: Text
    introduction: Text | None
    pass_mark_percent: int
    minutes: int | None
    opens_any_time: bool
    items: tuple[Question | Draw, ...]
    frameworks: tuple[str, ...] = ()  # the elements that its questions ask about

    @property
    def question_count(self) -> int:
        """How many questions one sitting asks."""
        return sum(item.question_count if isinstance(item, Draw) else 1 for item in self.items)


@dataclass(frozen=True, slots=True)
class Course:
    """A whole course as one version holds it; `slug` is the name of its folder."""

    slug: str
    title: Text
    summary: str
    level: Level
    language: str
    content_note: str | None
    frameworks: tuple[str, ...]
    refresh_after_months: int | None
    review_on: date | None
    authors: tuple[str, ...]
    overview: Text | None
    outcomes: tuple[Text, ...]
    sources: tuple[Text, ...]
    lessons: tuple[Lesson, ...]
    quiz: Quiz | None
    banks: tuple[Bank, ...]

    @property
    def minutes(self) -> int:
        """Declared minutes of the whole course: its lessons and, where stated, its final check."""
        return sum(lesson.minutes for lesson in self.lessons) + ((self.quiz.minutes or 0) if self.quiz else 0)

    def lesson(self, key: str) -> Lesson | None:
        """The lesson with this key, or None."""
        return next((lesson for lesson in self.lessons if lesson.key == key), None)

    def bank(self, key: str) -> Bank | None:
        """The bank with this key, or None."""
        return next((bank for bank in self.banks if bank.key == key), None)
