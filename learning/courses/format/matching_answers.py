"""Reads the pairs of a matching question from a two-column table."""

from __future__ import annotations

import re

from markdown_it.token import Token

from learning.courses.document import Matching, Text
from learning.courses.format.front_matter import cut
from learning.courses.format.markdown_blocks import Node, table_rows
from learning.courses.format.question_parts import Parts, Reader, note_stray


def read_matching(reader: Reader, parts: Parts) -> Matching | None:
    """The pairs of `Match the pairs.`, with distractors from rows whose left cell is empty."""
    tables = [node for node in parts.answer if node.kind == "table"]
    strays = [node for node in parts.answer if node not in tables[:1]]
    if not tables:
        place = strays[0].line if strays else parts.line
        sentence = f'After "{parts.written}" comes a two-column table. Write it, with a head and a line |---|---|.'
        reader.problem(place, 1, "no-answer", sentence)
        return None
    if strays:
        note_stray(reader, parts, strays[0])
    rows = table_rows(tables[0])
    if len(rows[0]) != 2 or not _check_widths(reader, tables[0]):
        if len(rows[0]) != 2:
            sentence = f"The table of pairs has two columns, this one {len(rows[0])}. Make it two."
            reader.problem(tables[0].line, 1, "not-two-columns", sentence)
        return None
    return _read_rows(reader, parts, rows)


def _check_widths(reader: Reader, table: Node) -> bool:
    """Cells beyond the head's are dropped by every reader of Markdown, so they are a problem."""
    for line in range(table.line + 2, table.end_line + 1):
        source = reader.page.lines[line - 1].strip()
        source = source.removeprefix("|").removesuffix("|")
        if len(re.split(r"(?<!\\)\|", source)) > 2:
            reader.problem(line, 1, "row-too-wide", r"This row has more than two cells. Write \| for a | in the text.")
            return False
    return True


def _read_rows(reader: Reader, parts: Parts, rows: list[list[Token]]) -> Matching | None:
    pairs: list[tuple[Text, Text]] = []
    distractors: list[Text] = []
    lines_of_left: dict[str, int] = {}
    fault_count = len(reader.page.findings.problems)
    for left_cell, right_cell in rows[1:]:
        line = (left_cell.map or [0])[0] + 1
        left, right = reader.text.words(left_cell), reader.text.words(right_cell)
        if not right.markdown and not left.markdown:
            continue
        if not right.markdown:
            sentence = "This row has no right cell. Write what belongs to the left one."
            reader.problem(line, 1, "pair-incomplete", sentence)
        elif not left.markdown:
            distractors.append(right)
        elif left.plain.casefold() in lines_of_left:
            first = lines_of_left[left.plain.casefold()]
            sentence = f'"{cut(left.plain)}" stands on the left of line {first} already. Left cells differ: reword one.'
            reader.problem(line, 1, "left-repeated", sentence)
        else:
            lines_of_left[left.plain.casefold()] = line
            pairs.append((left, right))
    if len(pairs) < 2 and len(reader.page.findings.problems) == fault_count:
        reader.problem(parts.line, 1, "one-option", f'"{parts.written}" needs at least two pairs. Add one.')
    left_title, right_title = (reader.text.words(cell).plain for cell in rows[0])
    return Matching(tuple(pairs), tuple(distractors), left_title, right_title)
