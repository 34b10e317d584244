"""PURE. Reads the bytes of a table that a spreadsheet saved as text: its encoding, its separator, its cells."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass

LARGEST_FILE_BYTES = 20_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 60
_LONGEST_CELL = 5_000
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong, with the row as the spreadsheet counts it; row 0 is the file as a whole."""

    row: int
    sentence: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.sentence}" if self.row else self.sentence


class UnreadableTable(Exception):  # noqa: N818 - an answer about a file, not an error in the program
    """The file is no table that can be read; carries the one fault."""

    def __init__(self, row: int, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = Fault(row, sentence)


def read_table(content: bytes) -> list[list[str]]:
    """The cells of all rows, the header first, cells stripped; raises UnreadableTable."""
    if len(content) > LARGEST_FILE_BYTES:
        raise UnreadableTable(0, f"The file is larger than {LARGEST_FILE_BYTES // 1_000_000} MB.")
    text = _decoded(content)
    if not text.strip():
        raise UnreadableTable(0, "The file is empty.")
    rows: list[list[str]] = []
    limit_before = csv.field_size_limit(_LONGEST_CELL)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=_separator_of(text), strict=True):
            if len(rows) > MOST_ROWS:
                raise UnreadableTable(0, f"The file has more than {MOST_ROWS:,} rows. Import it in parts.")
            if len(cells) > MOST_COLUMNS:
                raise UnreadableTable(len(rows) + 1, f"has more than {MOST_COLUMNS} cells.")
            rows.append([cell.strip() for cell in cells])
    except csv.Error:
        sentence = "cannot be read: a quotation mark is not closed, or a cell is far too long."
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
