"""Rows of a sheet, written as the XML that they are: the library makes an object of each cell, which takes long."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from xml.sax.saxutils import escape

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from learning.web.tables import BEGINS_A_FORMULA, plain_text

_MOST_UNITS_IN_CELL = 32_767  # of UTF-16, in which these programs count
_FIRST_COUNTED_DAY = date(1900, 3, 1)
_DAY_NUMBER_ZERO = date(1899, 12, 30).toordinal()
_LOOKS_ESCAPED = re.compile("_(x[0-9A-Fa-f]{4}_)")
_CONTENTS_REMEMBERED = 4_096


class CellText:
    """The XML of cells from behind their places on; empty for an empty cell."""

    def __init__(self, words: Format, quoted: Format, day: Format) -> None:
        self._words, self._quoted, self._day = words, quoted, day
        # Days, and names of teams and courses, stand in thousands of rows.
        self.of = lru_cache(_CONTENTS_REMEMBERED)(self._text_of)

    def format_of(self, words: str) -> Format:
        """The format with which words stay words, also when somebody edits the cell."""
        return self._quoted if words.startswith(BEGINS_A_FORMULA) else self._words

    def _text_of(self, cell: object) -> str:
        if isinstance(cell, str):
            return self._words_of(shortened(plain_text(cell))) if cell else ""
        if isinstance(cell, date):
            if cell < _FIRST_COUNTED_DAY:  # not all of these programs count earlier days alike
                return self._words_of(cell.isoformat())
            return f' s="{self._day._get_xf_index()}"><v>{cell.toordinal() - _DAY_NUMBER_ZERO}</v></c>'
        return f"><v>{cell:d}</v></c>" if isinstance(cell, int) else ""

    def _words_of(self, text: str) -> str:
        keep = "" if text == text.strip() else ' xml:space="preserve"'
        # A sign may stand as _x000D_ in these files, and words that only look so must not be taken for one.
        written = escape(_LOOKS_ESCAPED.sub(r"_x005F_\1", text)).replace("\r", "_x000D_")
        style = self.format_of(text)._get_xf_index()
        return f' s="{style}" t="inlineStr"><is><t{keep}>{written}</t></is></c>'


class RowSheet(Worksheet):
    """A sheet of a workbook in constant memory, to which whole rows are written."""

    def write_lines(self, rows: Iterable[Iterable[object]], text: CellText, column_count: int) -> int:
        """Write rows beneath the first, which is the head; how many they were."""
        self._write_single_row(1)  # the head goes to the file before them
        letters = [xl_col_to_name(place) for place in range(column_count)]
        for number, row in enumerate(rows, start=2):  # the head is row 1 in the file, and row 0 for the library
            ends = zip(letters, map(text.of, row), strict=True)
            cells = "".join([f'<c r="{letter}{number}"{end}' for letter, end in ends if end])
            self.row_data_fh.write(f'<row r="{number}">{cells}</row>')
            self.dim_rowmax = number - 1
        return int(self.dim_rowmax)


def shortened(text: str) -> str:
    """The text, as far as one cell can hold it."""
    if len(text) <= _MOST_UNITS_IN_CELL // 2:
        return text
    return text.encode("utf-16-le")[: 2 * _MOST_UNITS_IN_CELL].decode("utf-16-le", "ignore")
