"""The lines of the team's table as a spreadsheet reads them: one line a person, one column a course."""

from __future__ import annotations

from collections.abc import Sequence

from learning.home.matrix import Column, Row
from learning.study.status import Status


def header_of(columns: Sequence[Column]) -> list[str]:
    """The names of the columns."""
    return ["Name", "Job role", "Team", "Overdue", "Done", *(column.title for column in columns)]


def line_of(row: Row) -> list[str]:
    """One person's line, in the order of the header."""
    counts = [str(row.overdue_count), f"{row.done_count} of {len(row.statuses)}"]
    return [row.name, row.job_role, row.teams, *counts, *(_words(status) for status in row.statuses)]


def _words(status: Status) -> str:
    # Days in one style, which spreadsheets sort by; the words of a status may hold one in another.
    if status.completed_on is None:
        return status.words
    words = "Done" if status.key == "done" else status.words
    parts = [words, f"completed {status.completed_on.isoformat()}", f"version {status.version_number}"]
    if status.repeat_by_on:
        parts.append(f"repeat by {status.repeat_by_on.isoformat()}")
    return "; ".join(parts)
