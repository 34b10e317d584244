"""PURE. Reads a table from the bytes of a file: a spreadsheet as .xlsx, or as text in any usual encoding."""

from __future__ import annotations

import codecs
import csv
import io

from learning.people.spreadsheet_file import is_spreadsheet, read_spreadsheet
from learning.people.table_faults import (
    LARGEST_FILE_BYTES,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_LONG_A_CELL,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    Fault,
    ReadTable,
    UnreadableTable,
)

__all__ = ["LARGEST_FILE_BYTES", "Fault", "ReadTable", "UnreadableTable", "read_table"]

_SEPARATORS = (",", ";", "\t")


def read_table(content: bytes) -> ReadTable:
    """The cells of all rows, of a workbook those of one sheet; raises UnreadableTable."""
    if len(content) > LARGEST_FILE_BYTES:
        raise UnreadableTable(0, f"The file is larger than {LARGEST_FILE_BYTES // 1_000_000} MB.")
    return read_spreadsheet(content) if is_spreadsheet(content) else ReadTable(_read_text(content))


def _read_text(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    if not text.strip():
        raise UnreadableTable(0, "The file is empty.")
    rows: list[list[str]] = []
    limit_before = csv.field_size_limit(LONGEST_CELL)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=_separator_of(text), strict=True):
            if len(rows) > MOST_ROWS:
                raise UnreadableTable(0, TOO_MANY_ROWS)
            if len(cells) > MOST_COLUMNS:
                raise UnreadableTable(len(rows) + 1, TOO_MANY_COLUMNS)
            rows.append([cell.strip() for cell in cells])
    except csv.Error as fault:
        is_too_long = "field limit" in str(fault)
        sentence = TOO_LONG_A_CELL if is_too_long else "cannot be read: a quotation mark is not closed."
        raise UnreadableTable(len(rows) + 1, sentence) from None
    finally:
        csv.field_size_limit(limit_before)
    return rows


def _decoded(content: bytes) -> str:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        if content[1:2] == b"\0":
            return content.decode("utf-16-le")
        if content[:1] == b"\0":
            return content.decode("utf-16-be")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableTable(
            0, "The letters of this file cannot be read. In the spreadsheet, save it as “CSV UTF-8”."
        ) from None


def _separator_of(text: str) -> str:
    header = text.lstrip().splitlines()[0]
    return max(_SEPARATORS, key=header.count)
