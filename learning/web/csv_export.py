"""Table files (CSV) that a spreadsheet opens rightly and safely, streamed."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

from flask import Response

Cell = str | int | None

_BYTE_ORDER_MARK = "\ufeff"  # Excel reads UTF-8 only with it
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_response(filename: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A download of these rows. `rows` are plain values read beforehand: they are written while the answer goes out."""
    response = Response(csv_lines(header, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The text of the file, a line at a time."""
    yield _BYTE_ORDER_MARK
    for row in itertools.chain([header], rows):
        line = io.StringIO()
        csv.writer(line).writerow([safe_cell(cell) for cell in row])
        yield line.getvalue()


def safe_cell(cell: Cell) -> Cell:
    """The cell, with a quote before words that a spreadsheet would run as a formula. Numbers stay numbers."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "")
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
