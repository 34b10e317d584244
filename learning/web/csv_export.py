"""Table files (CSV) that a spreadsheet opens rightly and safely, written a row at a time."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from typing import TextIO

from learning.web.tables import BEGINS_A_FORMULA, Cell, Table, plain_text

BYTE_ORDER_MARK = "\ufeff"
"""Excel reads UTF-8 only with it; it stands at the beginning of files, and not of what goes to another program."""


def write_csv(file: TextIO, table: Table) -> None:
    """Write the columns and rows; `file` is open for text without translation of line ends."""
    writer = csv.writer(file)
    writer.writerow(_line(table.columns))
    writer.writerows(_line(row) for row in table.rows)


def safe_cell(cell: Cell) -> Cell:
    """The cell, with a quote before words that a spreadsheet would run as a formula. Numbers stay numbers."""
    if not isinstance(cell, str):
        return cell
    text = plain_text(cell)
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def _line(row: Sequence[Cell]) -> list[Cell]:
    return [cell.isoformat() if isinstance(cell, date) else safe_cell(cell) for cell in row]
