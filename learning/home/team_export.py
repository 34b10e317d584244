"""The lines of the team's table as a spreadsheet reads them: one line a person, one column a course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from learning.home.matrix import Column, Row
from learning.study.status import Status
from learning.web.tables import Table

_SHOWN = {"overdue": "People with something overdue", "unfinished": "People with something to do"}
_COURSE_COLUMNS = ("Name", "Job role", "Team", "Status", "Completed on", "Version")
_METHOD = (
    "One row for each person in the teams, one column for each course that is offered.",
    "Days are written as year, month, day. “Repeat by” is the last day on which a completion counts.",
)


class NamedTeam(Protocol):
    """A team by its number."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def name(self) -> str:
        """Its name."""


def team_table(
    teams: Iterable[NamedTeam],
    columns: Sequence[Column],
    rows: Iterable[Row],
    filters: Mapping[str, str],
    *,
    on: date,
    known_at: datetime,
) -> Table:
    """The rows of the page, as they stand there, with the filters in words."""
    lines = (line_of(row) for row in rows)
    return Table("My team", on, header_of(columns), lines, known_at, _filter_words(teams, filters), _METHOD)


def course_table(
    teams: Iterable[NamedTeam],
    column: Column,
    standings: Iterable[tuple[Row, Status]],
    filters: Mapping[str, str],
    *,
    on: date,
    known_at: datetime,
) -> Table:
    """One course by person, as the page says it."""
    lines = (
        (row.name, row.job_role, row.teams, status.words, status.completed_on, status.version_number)
        for row, status in standings
    )
    shown = _filter_words(teams, {**filters, "level": ""})
    return Table(column.title, on, _COURSE_COLUMNS, lines, known_at, shown, _METHOD[1:])


def header_of(columns: Sequence[Column]) -> list[str]:
    """The names of the columns."""
    return ["Name", "Job role", "Team", "Overdue", "Done", *(column.title for column in columns)]


def line_of(row: Row) -> list[str]:
    """One person's line, in the order of the header."""
    counts = [str(row.overdue_count), f"{row.done_count} of {len(row.statuses)}"]
    return [row.name, row.job_role, row.teams, *counts, *(_words(status) for status in row.statuses)]


def _filter_words(teams: Iterable[NamedTeam], filters: Mapping[str, str]) -> tuple[str, ...]:
    names = {str(team.id): team.name for team in teams}
    words = (names.get(filters["team"], ""), _SHOWN.get(filters["show"], ""), filters["level"])
    return tuple(one for one in words if one) or ("All my teams",)


def _words(status: Status) -> str:
    # Days in one style, which spreadsheets sort by; the words of a status may hold one in another.
    if status.completed_on is None or status.due_on:
        return f"{status.words}; due {status.due_on.isoformat()}" if status.due_on else status.words
    words = "Done" if status.key == "done" else status.words
    parts = [words, f"completed {status.completed_on.isoformat()}"]
    if status.version_number:
        parts.append(f"version {status.version_number}")
    if status.repeat_by_on:
        parts.append(f"repeat by {status.repeat_by_on.isoformat()}")
    if status.refresh_by_on:
        parts.append(f"see what changed by {status.refresh_by_on.isoformat()}")
    return "; ".join(parts)
