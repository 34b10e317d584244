"""PURE. Blocks of text written as Markdown, one empty line between two of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from learning.exchange.documents import markdown_words
from learning.exchange.documents.rich_text import (
    Block,
    Code,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Table,
)

_HIGHEST_NUMBER = 999_999_999


def write_blocks(blocks: Sequence[Block], note_numbers: Mapping[str, int] | None = None) -> str:
    """The Markdown of these blocks, without a line end at its end; empty where they say nothing."""
    return "\n\n".join(_written_one_by_one(blocks, note_numbers or {}))


def _written_one_by_one(blocks: Sequence[Block], note_numbers: Mapping[str, int]) -> list[str]:
    written: list[str] = []
    before: Block | None = None
    other_sign = False
    for block in blocks:
        # Two lists side by side are one to Markdown, unless their signs differ.
        is_like_before = (
            isinstance(block, ListBlock) and isinstance(before, ListBlock) and block.ordered == before.ordered
        )
        other_sign = not other_sign if is_like_before else False
        text = _written(block, note_numbers, other_sign=other_sign)
        if text:
            written.append(text)
            before = block
    return written


def _written(block: Block, note_numbers: Mapping[str, int], *, other_sign: bool) -> str:
    match block:
        case Heading(level=level, words=words):
            return markdown_words.heading_line(level, words, note_numbers)
        case Paragraph(words=words):
            return markdown_words.to_markdown(words, note_numbers)
        case ListBlock():
            return _list(block, note_numbers, other_sign=other_sign)
        case Table():
            return _table(block, note_numbers)
        case Quote(blocks=blocks):
            return _indented(write_blocks(blocks, note_numbers), "> ", "> ")
        case Code(text=text):
            return _code(text)
        case Rule():
            return "---"


def _list(block: ListBlock, note_numbers: Mapping[str, int], *, other_sign: bool) -> str:
    items = [_item(item, note_numbers) for item in block.items]
    lines: list[str] = []
    is_loose = any("\n\n" in item for item in items)
    number = min(max(block.start, 0), _HIGHEST_NUMBER - len(items))
    for item in filter(None, items):
        sign = f"{number}{')' if other_sign else '.'} " if block.ordered else ("* " if other_sign else "- ")
        lines.append(_indented(item, sign, " " * len(sign)))
        number += 1
    return ("\n\n" if is_loose else "\n").join(lines)


def _item(blocks: Sequence[Block], note_numbers: Mapping[str, int]) -> str:
    parts = _written_one_by_one(blocks, note_numbers)
    is_simple = len(parts) == 2 and isinstance(blocks[-1], ListBlock) and isinstance(blocks[0], Paragraph)
    starts_at_one = is_simple and (not blocks[-1].ordered or blocks[-1].start == 1)  # type: ignore[union-attr]
    return ("\n" if starts_at_one else "\n\n").join(parts)


def _table(block: Table, note_numbers: Mapping[str, int]) -> str:
    rows = [[markdown_words.cell(words, note_numbers) for words in row] for row in block.rows]
    if not any(any(row) for row in rows):
        return ""
    width = max(len(row) for row in rows)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    kept = [full[0], *[row for row in full[1:] if any(row)]]
    lines = ["| " + " | ".join(row) + " |" for row in kept]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])


def _code(text: str) -> str:
    clean = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = clean.strip("\n").rstrip()
    if not lines.strip():
        return ""
    longest = max((len(run) for run in re.findall(r"`+", lines)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}\n{lines}\n{fence}"


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n") if text else []
    return "\n".join(
        (first if number == 0 else others).rstrip() if not line else (first if number == 0 else others) + line
        for number, line in enumerate(lines)
    )
