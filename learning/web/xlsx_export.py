"""Table files for spreadsheet programs (XLSX): words stay words, days are days; written a row at a time.

The first sheet says what the others are. The same tables give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from learning.web.tables import BEGINS_A_FORMULA, Table, plain_text

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MOST_ROWS = 1_048_576
_LONGEST_CELL = 32_767
_LONGEST_SHEET_NAME = 31
_ABOUT = "About"
_NARROWEST, _WIDEST, _OF_SENTENCES = 12, 40, 100
_CONTINUES = "The table goes on in the next sheet, as no sheet of this format has more rows."


def write_xlsx(file: IO[bytes], *tables: Table) -> None:
    """Write a workbook of these tables, each on a sheet of its own, and one about them before."""
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"created": datetime.combine(tables[0].on, time.min), "title": plain_text(tables[0].title)})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        words = book.add_format({"num_format": "@"})
        # With the quote a spreadsheet keeps the words as words, also when somebody edits the cell.
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        formats = _Formats(head, words, quoted, day)
        _write_about(book.add_worksheet(_ABOUT), tables, formats)
        taken = {_ABOUT.casefold()}
        for table in tables:
            rows = iter(table.rows)
            more = True
            while more:
                sheet = book.add_worksheet(_sheet_name(table.title, taken))
                more = _write_rows(sheet, table, rows, formats)


@dataclass(frozen=True, slots=True)
class _Formats:
    head: Format
    words: Format
    quoted: Format
    day: Format

    def of_words(self, text: str) -> Format:
        return self.quoted if text.startswith(BEGINS_A_FORMULA) else self.words


def _write_about(sheet: Worksheet, tables: Sequence[Table], formats: _Formats) -> None:
    sheet.set_column(0, 0, _NARROWEST + 6)
    sheet.set_column(1, 1, _OF_SENTENCES)
    place = 0
    for table in tables:
        for name, sentence in table.about():
            sheet.write_string(place, 0, name, formats.head)
            sheet.write_string(place, 1, plain_text(sentence)[:_LONGEST_CELL], formats.of_words(sentence))
            place += 1
        place += 1


def _write_rows(sheet: Worksheet, table: Table, rows: Iterable[Sequence[object]], formats: _Formats) -> bool:
    """Write the head and rows; whether the sheet was full before their end."""
    for place, name in enumerate(table.columns):
        sheet.set_column(place, place, min(_WIDEST, max(_NARROWEST, len(name) + 2)))
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(table.columns):
        sheet.write_string(0, place, plain_text(name), formats.head)
    number = 0
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write_cell(sheet, number, place, cell, formats)
        if number == _MOST_ROWS - 2:
            sheet.write_string(number + 1, 0, _CONTINUES, formats.head)
            return True
    if number:
        sheet.autofilter(0, 0, number, len(table.columns) - 1)
    return False


def _write_cell(sheet: Worksheet, row: int, place: int, cell: object, formats: _Formats) -> None:
    if isinstance(cell, str):
        if cell:
            text = plain_text(cell)[:_LONGEST_CELL]
            sheet.write_string(row, place, text, formats.of_words(text))
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, formats.day)
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that every spreadsheet program takes, and that no other sheet has."""
    plain = " ".join(re.sub(r"[^\w()&,-]+", " ", plain_text(title)).split()) or "Table"
    for number in range(1, 1000):
        ending = f" {number}" if number > 1 else ""
        name = plain[: _LONGEST_SHEET_NAME - len(ending)].rstrip() + ending
        if name.casefold() not in taken:
            break
    taken.add(name.casefold())
    return name
