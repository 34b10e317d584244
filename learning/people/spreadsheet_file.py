"""PURE. Reads the first sheet with anything in it of an Excel workbook, and names the others that show something, so
that none takes more memory or time than is set here.

Formulas are not worked out: they come out as they were typed, and whoever reads the rows refuses them.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from learning.people.table_faults import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_LONG_A_CELL,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    ReadTable,
    UnreadableTable,
)

_MOST_UNPACKED_BYTES = 80_000_000
_MOST_PARTS = 500
_ROWS_OF_OTHER_SHEETS = 1_000  # in which something must stand for a sheet to be named
_MOST_SHEETS_NAMED = 5
_LONGEST_SHEET_NAME = 31
_LAST_ROW = 1_048_576  # that a sheet can have; one that claims more would be read for ever
_ZIP_SIGN = b"PK\x03\x04"
_ZIP_ENTRY_SIGN = b"PK\x01\x02"
_OLD_OFFICE_SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]+(\d{1,7}):[A-Z]+\d{1,7})")
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ParseError, DefusedXmlException, InvalidFileException),
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError),
)
_DAMAGED = "This is no spreadsheet that can be read, or it is damaged. Save it as .xlsx or as “CSV UTF-8”."


def is_spreadsheet(content: bytes) -> bool:
    """Whether the bytes begin as those of a workbook do, of a new or an old one."""
    return content.startswith((_ZIP_SIGN, _OLD_OFFICE_SIGN))


def read_spreadsheet(content: bytes) -> ReadTable:
    """The cells of the sheet, each row as long as the first at least; raises UnreadableTable."""
    _check_package(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the library leaves out, which we do not read
            workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            return _read_workbook(workbook, content)
    except _FAULTS:
        raise UnreadableTable(0, _DAMAGED) from None


def _check_package(content: bytes) -> None:
    if content.startswith(_OLD_OFFICE_SIGN):
        raise UnreadableTable(
            0, "This is an old Excel file (.xls), or one with a password. Save it as .xlsx, without a password."
        )
    try:
        # Counted before it is opened, as opening makes an object of each.
        if content.count(_ZIP_ENTRY_SIGN) > _MOST_PARTS:
            raise UnreadableTable(0, _DAMAGED)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # No more than this is ever unpacked of a part, whatever is packed in it.
            unpacked = sum(part.file_size for part in archive.infolist())
            names = set(archive.namelist())
    except _FAULTS:
        raise UnreadableTable(0, _DAMAGED) from None
    if "[Content_Types].xml" not in names:
        raise UnreadableTable(0, "This is no Excel workbook. Save it as .xlsx or as “CSV UTF-8”.")
    if unpacked > _MOST_UNPACKED_BYTES:
        raise UnreadableTable(0, "This workbook is too large once it is unpacked. Save the sheet as “CSV UTF-8”.")


def _read_workbook(workbook: Workbook, content: bytes) -> ReadTable:
    if workbook.epoch == CALENDAR_MAC_1904:
        raise UnreadableTable(0, "This workbook counts its days from 1904. Save the sheet as “CSV UTF-8”.")
    shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    for place, sheet in enumerate(shown, start=1):
        rows = _read_sheet(sheet)
        if rows:
            _refuse_merged(content, sheet)
            others = islice((_name_of(other) for other in shown[place:] if _has_contents(other)), _MOST_SHEETS_NAMED)
            return ReadTable(rows, _name_of(sheet), tuple(others))
    raise UnreadableTable(0, "The file is empty.")


def _name_of(sheet: Any) -> str:
    return "".join(sign for sign in sheet.title if sign.isprintable())[:_LONGEST_SHEET_NAME]


def _has_contents(sheet: Any) -> bool:
    """Whether anything stands in a sheet that is not read, also something that could not be."""
    sheet.reset_dimensions()
    try:
        rows = sheet.iter_rows(max_row=_ROWS_OF_OTHER_SHEETS, max_col=MOST_COLUMNS, values_only=True)
        return any(value is not None for row in rows for value in row)
    except _FAULTS:
        return True


def _read_sheet(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what it says of its own size need not be true
    rows: list[list[str]] = []
    empty: list[str] = []
    gap: tuple[Any, ...] | None = None
    for number, cells in enumerate(sheet.iter_rows(min_row=1, max_col=MOST_COLUMNS + 1), start=1):
        if number > _LAST_ROW:
            break
        if cells is gap:  # rows that are not in the file all come as the same one
            continue
        row = list(_texts(cells, number))
        while row and not row[-1]:
            row.pop()
        if not row:
            gap = cells
            continue
        if number > MOST_ROWS + 1:
            raise UnreadableTable(0, TOO_MANY_ROWS)
        if len(row) > MOST_COLUMNS:
            raise UnreadableTable(number, TOO_MANY_COLUMNS)
        rows += [empty] * (number - 1 - len(rows))
        rows.append(row)
    width = next((len(row) for row in rows if row), 0)
    return [row + [""] * (width - len(row)) if row else row for row in rows]


def _texts(cells: tuple[Any, ...], row: int) -> Iterator[str]:
    for cell in cells:
        text = "" if cell.value is None else _text_of(cell)
        if len(text) > LONGEST_CELL:
            raise UnreadableTable(row, TOO_LONG_A_CELL)
        yield text


def _text_of(cell: Any) -> str:
    value = cell.value
    if cell.data_type == "f":
        formula = getattr(value, "text", value)
        return formula.strip() if isinstance(formula, str) and formula.startswith("=") else f"={formula}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _refuse_merged(content: bytes, sheet: Any) -> None:
    """Of merged cells only the first has anything in it; the others would be read as “none”."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = _MERGED.search(archive.read(sheet._worksheet_path))
    if found:
        where = found[1].decode().replace(":", " to ")
        raise UnreadableTable(int(found[2]), f"the cells {where} are merged. Part them, and fill in each.")
