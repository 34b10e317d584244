"""PURE. Text with headings, lists, tables and pictures, as it comes from Word or a clipboard, before it is Markdown.

Also what could not be carried over, each with the place where it stood. Must not know Word, HTML or Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TypeAlias

LONGEST_QUOTE = 80
MAX_LOSSES = 300
LETTERED_LIST = "A list with letters or Roman numerals has the numbers 1, 2, 3 now."
NUMBERED_HEADINGS = "Numbers that Word puts before headings were not carried over."


@dataclass(frozen=True, slots=True)
class Words:
    """Some words that look alike."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its path in the course, with what it shows."""

    path: str
    shows: str = ""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The place that a footnote belongs to."""

    key: str


Inline: TypeAlias = Words | Picture | LineBreak | NoteMark


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    words: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    words: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item is made of blocks."""

    ordered: bool
    start: int
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row is its head; all rows have as many cells."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Blocks that somebody else said, or that stood in a box."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to be shown as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


Block: TypeAlias = Heading | Paragraph | ListBlock | Table | Quote | Code | Rule


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that could not be carried over as it was: where it stood, and what became of it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


@dataclass(slots=True)
class RichText:
    """All that was read."""

    blocks: list[Block]
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    """Footnotes by the key of their mark."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    title: str = ""
    """What the text calls itself, where that is no heading of it."""


@dataclass(slots=True)
class Losses:
    """Collects what is lost while a text is read, and knows where the reading is.

    Small things that can be everywhere, such as colours, are counted, and named once with the first place.
    """

    found: list[Loss] = field(default_factory=list)
    heading: str = ""
    paragraph_number: int = 0
    table_depth: int = 0
    """Above 0 inside a table or a box, where nobody counts paragraphs."""
    _counted: dict[str, tuple[str, int]] = field(default_factory=dict)

    def at_heading(self, words: str) -> None:
        """The reading has come to a heading."""
        self.heading = shortened(words, 60)
        self.paragraph_number = 0

    def at_paragraph(self) -> None:
        """The reading has come to the next paragraph under the heading."""
        self.paragraph_number += self.table_depth == 0

    @contextmanager
    def in_next_paragraph(self) -> Iterator[None]:
        """What is lost in here stands in the paragraph that the reading comes to afterwards, should it have words."""
        step = int(self.table_depth == 0)
        self.paragraph_number += step
        yield
        self.paragraph_number -= step

    @property
    def where(self) -> str:
        """The place in words, as an author finds it in the document."""
        paragraph = f"paragraph {self.paragraph_number}" if self.paragraph_number else ""
        if not self.heading:
            return paragraph.capitalize() or "At the beginning"
        return f"After the heading “{self.heading}”" + (f", {paragraph}" if paragraph else "")

    def note(self, what: str) -> None:
        """Name something at the place where the reading is."""
        if len(self.found) < MAX_LOSSES:
            self.found.append(Loss(self.where, what))
        else:
            self.count("Many more things were not carried over than are listed here. Compare the text with your own.")

    def count(self, what: str) -> None:
        """Count something that needs no line for each place."""
        where, number = self._counted.get(what, (self.where, 0))
        self._counted[what] = (where, number + 1)

    def all(self) -> list[Loss]:
        """Everything, in order, and what was only counted after it."""
        counted = [
            Loss("", f"{what} ({number} times, first {_inside(where)}.)") if number > 1 else Loss(where, what)
            for what, (where, number) in self._counted.items()
        ]
        return [*self.found, *counted]


def _inside(where: str) -> str:
    return where[0].lower() + where[1:]


@dataclass(frozen=True, slots=True)
class ListLine:
    """One paragraph that says which list it stands in and how deep."""

    level: int
    ordered: bool
    number: int
    blocks: tuple[Block, ...]
    list_key: str = ""


@dataclass(frozen=True, slots=True)
class FurtherParagraph:
    """A paragraph that belongs to the line of a list before it, where there is one."""

    block: Paragraph


Found: TypeAlias = Block | ListLine | FurtherParagraph


def with_lists(found: Iterable[Found]) -> list[Block]:
    """The blocks in their order, those lines that follow each other put together to lists."""
    made: list[Block] = []
    lines: list[ListLine] = []
    for one in found:
        if isinstance(one, ListLine):
            lines.append(one)
        elif isinstance(one, FurtherParagraph) and lines:
            lines[-1] = replace(lines[-1], blocks=(*lines[-1].blocks, one.block))
        else:
            made += nested_lists(lines)
            lines = []
            made.append(one.block if isinstance(one, FurtherParagraph) else one)
    return [*made, *nested_lists(lines)]


def nested_lists(lines: Sequence[ListLine]) -> list[Block]:
    """The lists that these lines make, each deeper line inside the item above it."""
    made: list[tuple[ListLine, list[tuple[Block, ...]]]] = []
    at = 0
    while at < len(lines):
        line, end = lines[at], at + 1
        while end < len(lines) and lines[end].level > line.level:
            end += 1
        item = (*line.blocks, *nested_lists(lines[at + 1 : end]))
        if made and (made[-1][0].ordered, made[-1][0].list_key) == (line.ordered, line.list_key):
            made[-1][1].append(item)
        else:
            made.append((line, [item]))
        at = end
    return [ListBlock(first.ordered, first.number, tuple(items)) for first, items in made]


def plain(words: Iterable[Inline]) -> str:
    """The words alone, on one line; of pictures what they show."""
    return " ".join("".join(_plain(words)).split())


def _plain(words: Iterable[Inline]) -> Iterator[str]:
    for part in words:
        if isinstance(part, Words):
            yield part.text
        elif isinstance(part, LineBreak):
            yield " "
        elif isinstance(part, Picture):
            yield part.shows


def shortened(text: str, length: int = LONGEST_QUOTE) -> str:
    """The text on one line, with an ellipsis where it is long, to be quoted in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def words_in(blocks: Iterable[Block]) -> Iterator[str]:
    """The plain words of each stretch in these blocks, however deep."""
    for block in blocks:
        match block:
            case Heading(words=words) | Paragraph(words=words):
                yield plain(words)
            case ListBlock(items=items):
                for item in items:
                    yield from words_in(item)
            case Table(rows=rows):
                yield from (plain(cell) for row in rows for cell in row)
            case Quote(blocks=inner):
                yield from words_in(inner)
            case Code(text=text):
                yield text
