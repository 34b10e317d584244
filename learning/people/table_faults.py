"""PURE. What can be wrong with a table file, and how large one may be, whatever it is saved as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LARGEST_FILE_BYTES = 20_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 60
LONGEST_CELL = 5_000
_MOST_ROWS_NAMED = 20

TOO_MANY_ROWS = f"The file has more than {MOST_ROWS:,} rows. Import it in parts."
TOO_MANY_COLUMNS = f"has more than {MOST_COLUMNS} cells."
TOO_LONG_A_CELL = f"a cell has more than {LONGEST_CELL:,} characters."


@dataclass(frozen=True, slots=True)
class ReadTable:
    """The cells of all rows that were read, stripped, the first row first, also an empty one."""

    rows: list[list[str]]
    sheet: str = ""
    unread_sheets: tuple[str, ...] = ()
    """The other sheets of a workbook that show something."""

    @property
    def note(self) -> str:
        """What was left out, in a sentence; empty where nothing was."""
        if not self.unread_sheets:
            return ""
        names = [f"“{name}”" for name in self.unread_sheets]
        listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        verb = "was" if len(names) == 1 else "were"
        return f"Only the sheet “{self.sheet}” was read; {listed} {verb} not."


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong, with the row as the spreadsheet counts it; row 0 is the file as a whole."""

    row: int
    sentence: str
    other_rows: tuple[int, ...] = ()
    """Further rows with a part in it, in order."""

    @classmethod
    def of_rows(cls, rows: Iterable[int], sentence: str) -> Fault:
        """One thing that is wrong with several rows together."""
        first, *others = sorted(set(rows)) or [0]
        return cls(first, sentence, tuple(others))

    @property
    def where(self) -> str:
        """The row or rows in words; empty for the file as a whole."""
        if not self.other_rows:
            return f"row {self.row}" if self.row else ""
        *named, last = map(str, (self.row, *self.other_rows))
        if len(named) > _MOST_ROWS_NAMED:
            last = f"{len(named) + 1 - _MOST_ROWS_NAMED:,} more"
        return f"rows {', '.join(named[:_MOST_ROWS_NAMED])} and {last}"

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}" if self.row else self.sentence


class UnreadableTable(Exception):  # noqa: N818 - an answer about a file, not an error in the program
    """The file is no table that can be read; carries the one fault."""

    def __init__(self, row: int, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = Fault(row, sentence)
