"""One person's page as a table: a row for each course and completion, and for each thing learned elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from learning.home.team_overview import CourseStanding, PersonOverview
from learning.study.codes import grouped
from learning.web.tables import Cell, Table

_COLUMNS = (
    "Course", "Standing", "When", "Completed on", "Version", "Certificate check code", "Voided on",
    "Learned elsewhere with",
)  # fmt: skip
_METHOD = ("A course that was never completed has one row, one that was completed a row for each completion.",)


def person_table(
    overview: PersonOverview, *, on: date, known_at: datetime, day_of: Callable[[datetime], date]
) -> Table:
    """Where one person stands with each course, and what that rests on."""
    rows = [row for standing in overview.standings for row in _rows(standing, day_of)]
    return Table(f"Record of {overview.person.name}", on, _COLUMNS, rows, known_at, (), _METHOD)


def _rows(standing: CourseStanding, day_of: Callable[[datetime], date]) -> Iterator[tuple[Cell, ...]]:
    named = (standing.title, standing.words, standing.when)
    for record in standing.records:
        voided_on = day_of(record.void.voided_at) if record.void else None
        code = "" if record.void else grouped(record.check_code)
        yield (*named, day_of(record.completed_at), record.version_number, code, voided_on, "")
    for one in standing.elsewhere:
        yield (*named, one.completed_on, None, "", None, one.source)
    if not standing.records and not standing.elsewhere:
        yield (*named, None, None, "", None, "")
