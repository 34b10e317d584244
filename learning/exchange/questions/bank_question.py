"""A question on its way in or out, as plain frozen data: what GIFT, Moodle XML and our own banks have in common.

Its texts are Markdown of the course format. What cannot be carried is named, line by line, as a `Loss`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from learning.courses.document import Kind
from learning.courses.format.front_matter import cut
from learning.courses.problems import listed

MAX_QUESTIONS = 1_000
"""What a course can hold; a longer file is read so far, and the rest is named."""
LONGEST_TEXT = 20_000
"""Characters of one text of one question; a longer one is left out by name, so that reading stays bounded."""
MAX_ANSWERS = 100
"""Options, pairs, steps or accepted answers of one question."""
MAX_LOSSES = 2_000
"""A file with more is not the kind of file it is taken for; reading stops there, which is named."""
MAX_SIGNS = 30_000
"""Signs of HTML and Markdown in the texts of one file; after them only words are read, so that time is bounded."""
_SHOWN_LINES = 10


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """Something that could not be carried over: the line of the question it belongs to, and a sentence."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice."""

    text: str
    is_right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Answer of single and multiple choice."""

    options: tuple[Choice, ...]
    takes_several: bool
    keeps_order: bool = False


@dataclass(frozen=True, slots=True)
class TrueFalse:
    """Answer of true/false."""

    is_true: bool


@dataclass(frozen=True, slots=True)
class ShortText:
    """Accepted answers, as plain words."""

    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """Any number from `lowest` to `highest`, limits included."""

    lowest: Decimal
    highest: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs of left and right, and right sides that belong to nothing."""

    pairs: tuple[tuple[str, str], ...]
    distractors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ordering:
    """Steps in the right order."""

    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Markdown with `[[accepted / answers]]` in it."""

    text: str


Answer = Choices | TrueFalse | ShortText | Number | Matching | Ordering | Gaps

_KINDS: Mapping[type, Kind] = {
    TrueFalse: "true/false",
    ShortText: "short text",
    Number: "number",
    Matching: "matching",
    Ordering: "ordering",
    Gaps: "gaps",
}


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """One question; `line` is where it began in the file that it was read from, `key` is empty where none was given."""

    line: int
    key: str
    heading: str
    prompt: str
    answer: Answer
    hints: tuple[str, ...] = ()
    because: str = ""

    @property
    def kind(self) -> Kind:
        """Its kind, by the name that the course format has for it."""
        if isinstance(self.answer, Choices):
            return "multiple choice" if self.answer.takes_several else "single choice"
        return _KINDS[type(self.answer)]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave: its questions in order, what could not be carried, and a title where it names one."""

    questions: tuple[BankQuestion, ...]
    losses: tuple[Loss, ...]
    title: str = ""


@dataclass(slots=True)
class Losses:
    """Collects what cannot be carried while a file is read or written."""

    found: list[Loss] = field(default_factory=list)
    settings: dict[str, list[int]] = field(default_factory=dict)
    left_out_count: int = 0
    """How many whole questions are not carried over."""
    names: dict[int, str] = field(default_factory=dict)
    """What the question that begins on a line is called, for the sentence that says it is not carried over."""
    sign_count: int = 0
    """How many signs of HTML and Markdown were read; see MAX_SIGNS."""

    @property
    def is_full(self) -> bool:
        """Whether so much is lost already that reading on helps nobody."""
        return len(self.found) > MAX_LOSSES

    def note(self, line: int, sentence: str) -> None:
        """Name one loss."""
        if len(self.found) == MAX_LOSSES:
            sentence = "From here on nothing is read, as too much of the file cannot be carried over."
        if not self.is_full:
            self.found.append(Loss(line, sentence))

    def note_left_out(self, line: int, why: str) -> None:
        """Name a whole question that is not carried over."""
        self.left_out_count += 1
        name = self.names.get(line, "")
        question = f"The question {quoted([name])}" if name.strip() else "This question"
        self.note(line, f"{question} is not carried over: {why}")

    def has_too_many(self, line: int, count: int) -> bool:
        """Whether a question has more answers than one can have, which is named."""
        if count > MAX_ANSWERS:
            self.note_left_out(line, f"it has {count} options or answers; at most {MAX_ANSWERS} can be carried.")
        return count > MAX_ANSWERS

    def note_setting(self, line: int, sentence: str) -> None:
        """Name what most questions of a file have alike: said once, with all its lines."""
        lines = self.settings.setdefault(sentence, [])
        if not lines or lines[-1] != line:
            lines.append(line)

    def in_order(self) -> tuple[Loss, ...]:
        """Every loss once, by line."""
        told = {Loss(lines[0], f"{sentence} {_on_lines(lines)}".rstrip()) for sentence, lines in self.settings.items()}
        return tuple(sorted(told | set(self.found)))


def quoted(texts: Iterable[str]) -> str:
    """Some words of each text in quotes, to be named in a loss."""
    return listed(f'"{cut(" ".join(text.split()))}"' for text in texts)


def _on_lines(lines: list[int]) -> str:
    if len(lines) == 1:
        return ""
    shown = [str(line) for line in lines[:_SHOWN_LINES]]
    more = [f"{len(lines) - _SHOWN_LINES} more"] if len(lines) > _SHOWN_LINES else []
    return f"(Lines {listed([*shown, *more])}.)"
