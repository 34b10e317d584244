"""Cuts a GIFT file into pieces, each with the line on which it begins: questions, categories, comments.

By the book an empty line parts questions. Files in the wild forget it, or have one too many inside the braces: both
are read as they are meant where that is beyond doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from learning.exchange.questions.gift_signs import hidden

_CATEGORY = re.compile(r"\$CATEGORY:(.*)", re.IGNORECASE)
_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_LONGEST_TITLE = 2_000
_ID = re.compile(r"\[id:([^\]\n]{1,200})\]")
_TAG = re.compile(r"\[tag:([^\]\n]{1,200})\]")


@dataclass(slots=True)
class Piece:
    """One question as it stands, its escaped signs hidden; `answer` is None without braces.

    `is_open` says that a brace is never closed, `block_count` how many pairs of braces there are.
    """

    line: int
    text: str = ""
    title: str = ""
    answer: str | None = None
    after: str = ""
    block_count: int = 0
    is_open: bool = False
    id_number: str = ""
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Pieces:
    """What a file is made of."""

    questions: list[Piece] = field(default_factory=list)
    categories: list[tuple[int, str]] = field(default_factory=list)
    comment_lines: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Cutter:
    """Reads lines one by one; `lines` are those of the question under way, each with its number."""

    pieces: Pieces
    lines: list[tuple[int, str]] = field(default_factory=list)
    in_braces: bool = False
    closed_at: int | None = None
    """Index in `lines` of the line on which the braces were closed."""
    gap_at: int | None = None
    """Index in `lines` before which an empty line stands inside the braces."""
    id_number: str = ""
    tags: list[str] = field(default_factory=list)

    def take(self, number: int, line: str) -> None:
        """Read one line."""
        bare = line.strip()
        if bare.startswith("//"):
            self._note_comment(number, bare)
        elif not bare:
            self._note_gap()
        else:
            self._take_words(number, line, bare)

    def _note_comment(self, number: int, bare: str) -> None:
        if self.closed_at is not None and not self.in_braces:
            self.finish()
        self.pieces.comment_lines.append(number)
        named = _ID.search(bare)
        self.id_number = named[1].strip() if named else self.id_number
        self.tags += [tag.strip() for tag in _TAG.findall(bare)]

    def _note_gap(self) -> None:
        if self.in_braces:
            self.gap_at = len(self.lines)
        elif self.lines and not self._is_title_alone():
            self.finish()

    def _take_words(self, number: int, line: str, bare: str) -> None:
        category = _CATEGORY.match(bare)
        begins = category is not None or (bare.startswith("::") and bare.find("::", 2) > 0)
        if begins:
            self.finish()
        if category:
            self.pieces.categories.append((number, category[1].strip()))
            return
        waiting = [(number, line)]
        while waiting:
            waiting += reversed(self._add(*waiting.pop()))

    def _add(self, number: int, line: str) -> list[tuple[int, str]]:
        """Add a line to the question; where it shows that another one began above it, gives the lines to read again."""
        split = None
        in_braces = self.in_braces
        for sign in re.findall(r"[{}]", line):
            if sign == "{" and in_braces and self.gap_at is not None:
                split = self.gap_at
            elif sign == "{" and not in_braces and self.closed_at is not None and self.closed_at < len(self.lines):
                split = self.closed_at + 1
            if split is not None:
                return self._split(split, (number, line))
            in_braces = sign == "{" or (in_braces and sign != "}")
            if sign == "}":
                self.closed_at, self.gap_at = len(self.lines), None
        self.in_braces = in_braces
        self.lines.append((number, line))
        return []

    def _split(self, at: int, last: tuple[int, str]) -> list[tuple[int, str]]:
        again = [*self.lines[at:], last]
        del self.lines[at:]
        self.finish()
        return again

    def _is_title_alone(self) -> bool:
        """Whether only a title stands there so far, which an empty line does not part from its question."""
        line = self.lines[0][1].strip()
        title = _TITLE.match(line[:_LONGEST_TITLE])
        return len(self.lines) == 1 and title is not None and title.end() == len(line)

    def finish(self) -> None:
        """End the question under way."""
        if self.lines:
            self.pieces.questions.append(_piece(self.lines, self.id_number, tuple(self.tags)))
            self.id_number, self.tags = "", []
        self.lines, self.in_braces, self.closed_at, self.gap_at = [], False, None, None


def pieces_of(text: str) -> Pieces:
    """The pieces of a whole file."""
    cutter = _Cutter(Pieces())
    for number, line in _numbered(text):
        cutter.take(number, line)
    cutter.finish()
    return cutter.pieces


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(hidden(text).split("\n"), start=1)


def _piece(lines: list[tuple[int, str]], id_number: str, tags: tuple[str, ...]) -> Piece:
    piece = Piece(lines[0][0], id_number=id_number, tags=tags)
    rest = "\n".join(line for _, line in lines).strip()
    title = _TITLE.match(rest)
    if title:
        piece.title = " ".join(title[1].split())
        rest = rest[title.end() :]
    start = rest.find("{")
    end = rest.find("}", start + 1) if start >= 0 else rest.find("}")
    piece.text = rest[:start].strip() if start >= 0 else rest.strip()
    piece.is_open = (start >= 0) != (end >= 0)
    if start >= 0 and end >= 0:
        piece.answer, piece.after = rest[start + 1 : end].strip(), rest[end + 1 :].strip()
        piece.block_count = 1 + piece.after.count("{")
    return piece
