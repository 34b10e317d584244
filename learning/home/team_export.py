"""The lines of the team's table as a spreadsheet reads them: one line a person, one column a course."""

from __future__ import annotations

from collections.abc import Sequence

from learning.home.matrix import Cell, Column, Row


def header_of(columns: Sequence[Column]) -> list[str]:
    """The names of the columns."""
    return ["Name", "Job role", "Team", "Overdue", "Done", *(column.title for column in columns)]


def line_of(row: Row) -> list[str]:
    """One person's line, in the order of the header."""
    counts = [str(row.overdue_count), f"{row.done_count} of {len(row.cells)}"]
    return [row.name, row.job_role, row.teams, *counts, *(_words(cell) for cell in row.cells)]


def _words(cell: Cell) -> str:
    if cell.status.completed_on is None:
        return cell.status.words
    return f"{cell.status.words} (version {cell.version_number}, completed {cell.status.completed_on.isoformat()})"
