"""PURE. Tables made regular: merged cells and cells of several paragraphs become what one line of Markdown can hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from learning.exchange.documents.rich_text import (
    Block,
    Code,
    Heading,
    Inline,
    ListBlock,
    Losses,
    Paragraph,
    Quote,
    Table,
    Words,
    plain,
)

_MAX_COLUMNS = 60
_ENDS = (".", "!", "?", ":", ";", ",", "–", "—")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it was found; `span` is how many columns it takes, `goes_on` that it belongs to the cell above it."""

    blocks: tuple[Block, ...]
    span: int = 1
    goes_on: bool = False


def made_table(rows: Sequence[Sequence[Cell]], losses: Losses, *, has_head: bool) -> list[Block]:
    """The blocks that a table becomes: mostly a table; a table of one column is a box, or a way to set text."""
    rows = [row for row in rows if row]
    if not rows:
        return []
    if all(len(row) == 1 for row in rows):
        return _unrolled(rows, losses)
    if any(cell.span > 1 or cell.goes_on for row in rows for cell in row):
        losses.note("merged cells in a table: the first of them holds the words now, the others are empty.")
    written = [tuple(_row(row, number, losses)) for number, row in enumerate(rows, start=1)]
    if not any(plain(words) for row in written for words in row) and not any(any(row) for row in written):
        return []
    if not has_head:
        losses.note("a table without a head: its first row is the head now. Look whether that is right.")
    width = min(max(len(row) for row in written), _MAX_COLUMNS)
    for row in written:
        if len(row) > width:
            losses.note(f"a table with {len(row)} columns: only {_MAX_COLUMNS} are carried over.")
    return [Table(tuple((*row, *[()] * (width - len(row)))[:width] for row in written))]


def _unrolled(rows: Sequence[Sequence[Cell]], losses: Losses) -> list[Block]:
    blocks = tuple(block for row in rows for block in row[0].blocks)
    if not blocks:
        return []
    if len(rows) == 1:
        losses.note("a box round some words: they are a quote now.")
        return [Quote(blocks)]
    losses.note("a table of one column: its rows are ordinary text now.")
    return list(blocks)


def _row(row: Sequence[Cell], number: int, losses: Losses) -> Iterator[tuple[Inline, ...]]:
    column = 0
    for cell in row:
        column += 1
        words = tuple(_on_one_line(cell.blocks))
        if len(cell.blocks) > 1 or (cell.blocks and not isinstance(cell.blocks[0], Paragraph)):
            losses.note(f"a cell with more than one paragraph (row {number}, column {column}): it is one line now.")
        yield words
        for _ in range(min(cell.span, _MAX_COLUMNS) - 1):
            column += 1
            yield ()


def _on_one_line(blocks: Sequence[Block]) -> Iterator[Inline]:
    said = ""
    for words in _stretches(blocks):
        if said:
            yield Words(" " if said.endswith(_ENDS) else "; ")
        said = plain(words) or said
        yield from words


def _stretches(blocks: Sequence[Block]) -> Iterator[tuple[Inline, ...]]:
    for block in blocks:
        match block:
            case Paragraph(words=words) | Heading(words=words):
                yield words
            case ListBlock(items=items):
                for item in items:
                    yield from _stretches(item)
            case Quote(blocks=inner):
                yield from _stretches(inner)
            case Table(rows=rows):
                yield from (words for row in rows for words in row if words)
            case Code(text=text):
                yield (Words(" ".join(text.split()), code=True),)
