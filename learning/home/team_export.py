"""The lines of the team's table as a spreadsheet reads them: one line a person, one column a course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from learning.home.many_teams import TeamCounts
from learning.home.matrix import Column, CourseCounts, Row
from learning.study.status import Status
from learning.web.tables import Table

_PERSON_COLUMNS = ("Name", "Job role", "Team", "Away today")
_COURSE_COLUMNS = (*_PERSON_COLUMNS, "Status", "Completed on", "Version")
_COUNT_COLUMNS = ("Course", "Done", "In progress", "Due soon", "Overdue", "Not started", "Not needed")
_TEAM_COLUMNS = ("Team", "People", "With something overdue", "With something due soon")
_TEAMS_METHOD = (
    "What the workforce plans ask is counted. Somebody in several teams is counted in each.",
    "Teams without people today are left out.",
)
_METHOD = (
    "One row for each person in the teams, one column for each course that is offered.",
    "Nothing of somebody who is away today is overdue. They are in the last rows.",
    "Days are written as year, month, day. “Repeat by” is the last day on which a completion counts.",
)


def team_table(
    columns: Sequence[Column], rows: Iterable[Row], shown: Sequence[str], *, on: date, known_at: datetime
) -> Table:
    """The rows of the page, as they stand there; `shown` are its filters in words."""
    return Table("My team", on, header_of(columns), (line_of(row) for row in rows), known_at, shown, _METHOD)


def course_table(column: Column, rows: Iterable[Row], shown: Sequence[str], *, on: date, known_at: datetime) -> Table:
    """One course by person, as the page says it; each row has the status of this course alone."""
    lines = (
        (
            *(row.name, row.job_role, row.teams, _away(row)),
            *(status.words, status.completed_on, status.version_number),
        )
        for row in rows
        for status in row.statuses
    )
    return Table(column.title, on, _COURSE_COLUMNS, lines, known_at, shown, _METHOD[1:])


def counts_table(counts: Iterable[CourseCounts], shown: Sequence[str], *, on: date, known_at: datetime) -> Table:
    """How many of the people stand where with each course, without who is away."""
    lines = (
        (
            *(one.column.title, one.done, one.in_progress, one.due_soon, one.overdue),
            *(one.not_started, one.not_needed),
        )
        for one in counts
    )
    return Table("Status by course", on, _COUNT_COLUMNS, lines, known_at, shown)


def teams_table(teams: Iterable[TeamCounts], shown: Sequence[str], *, on: date, known_at: datetime) -> Table:
    """How many people of each team have something overdue or due soon."""
    lines = ((one.team.name, one.people_count, one.late_people_count, one.soon_people_count) for one in teams)
    return Table("My teams", on, _TEAM_COLUMNS, lines, known_at, shown, _TEAMS_METHOD)


def header_of(columns: Sequence[Column]) -> list[str]:
    """The names of the columns."""
    return [*_PERSON_COLUMNS, "Overdue", "Done", *(column.title for column in columns)]


def line_of(row: Row) -> list[str]:
    """One person's line, in the order of the header."""
    counts = [str(row.overdue_count), f"{row.done_count} of {len(row.statuses)}"]
    return [row.name, row.job_role, row.teams, _away(row), *counts, *(_words(status) for status in row.statuses)]


def _away(row: Row) -> str:
    return "Yes" if row.is_away else ""


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
