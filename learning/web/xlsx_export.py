"""Table files for spreadsheet programs (XLSX): words stay words, days are days; written a row at a time.

The first sheet says what the others are. The same tables give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from itertools import islice
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from learning.web.tables import Table, plain_text
from learning.web.xlsx_rows import CellText, RowSheet, shortened

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MOST_ROWS = 1_048_576
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
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        text = CellText(words, quoted, book.add_format({"num_format": "yyyy-mm-dd"}))
        _write_about(book.add_worksheet(_ABOUT), tables, head, text)
        taken = {_ABOUT.casefold()}
        for table in tables:
            rows = iter(table.rows)
            more = True
            while more:
                sheet = book.add_worksheet(_sheet_name(table.title, taken), RowSheet)
                more = _write_rows(sheet, table, rows, head, text)


def _write_about(sheet: Worksheet, tables: Sequence[Table], head: Format, text: CellText) -> None:
    sheet.set_column(0, 0, _NARROWEST + 6)
    sheet.set_column(1, 1, _OF_SENTENCES)
    place = 0
    for table in tables:
        for name, sentence in table.about():
            sheet.write_string(place, 0, name, head)
            sheet.write_string(place, 1, shortened(plain_text(sentence)), text.format_of(sentence))
            place += 1
        place += 1


def _write_rows(sheet: RowSheet, table: Table, rows: Iterator[Sequence[object]], head: Format, text: CellText) -> bool:
    """Write the head and rows; whether the sheet was full before their end."""
    for place, name in enumerate(table.columns):
        sheet.set_column(place, place, min(_WIDEST, max(_NARROWEST, len(name) + 2)))
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(table.columns):
        sheet.write_string(0, place, plain_text(name), head)
    row_count = sheet.write_lines(islice(rows, _MOST_ROWS - 2), text, len(table.columns))
    if row_count == _MOST_ROWS - 2:
        sheet.write_string(row_count + 1, 0, _CONTINUES, head)
        return True
    if row_count:
        sheet.autofilter(0, 0, row_count, len(table.columns) - 1)
    return False


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
