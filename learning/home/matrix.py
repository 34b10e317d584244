"""The matrix of people and courses that a manager sees: filtered, sorted and cut into pages. Plain data only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from learning.study.status import Status, StatusKey

MOST_PEOPLE_PER_PAGE = 50
FEWEST_PEOPLE_PER_PAGE = 10
CELLS_PER_PAGE = 500
"""With these, a page stays under 1,500 elements whatever stands in the cells: old phones and screen readers bear it."""
MOST_PEOPLE_ON_PAPER = 1000

_COUNTED: tuple[StatusKey, ...] = ("done", "progress", "soon", "late", "none", "na")

Show = Literal["everyone", "overdue", "unfinished"]
SortBy = Literal["overdue", "name", "done"]


@dataclass(frozen=True, slots=True)
class Column:
    """One course."""

    course_id: int
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person with a status for each column, in the order of the columns."""

    person_id: int
    name: str
    job_role: str
    teams: str
    statuses: tuple[Status, ...]

    @property
    def overdue_count(self) -> int:
        """How many courses are overdue."""
        return sum(status.key == "late" for status in self.statuses)

    @property
    def done_count(self) -> int:
        """How many courses are done and still count."""
        return sum(status.key == "done" for status in self.statuses)

    @property
    def has_something_to_do(self) -> bool:
        """Whether any course is neither done nor not needed."""
        return any(status.key not in ("done", "na") for status in self.statuses)


@dataclass(frozen=True, slots=True)
class CourseCounts:
    """How many people stand where with one course."""

    column: Column
    done: int
    in_progress: int
    due_soon: int
    overdue: int
    not_started: int
    not_needed: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """One page of the matrix; `page` counts from 1, `person_count` is of all pages after filtering."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    page: int
    page_count: int
    person_count: int


def chosen_rows(rows: Sequence[Row], *, show: Show, sort_by: SortBy) -> list[Row]:
    """Rows after filter and sort; those who need most come first, then by name."""
    kept = [row for row in rows if _is_shown(row, show)]
    by_name = sorted(kept, key=lambda row: (row.name.casefold(), row.person_id))
    if sort_by == "overdue":
        return sorted(by_name, key=lambda row: -row.overdue_count)
    if sort_by == "done":
        return sorted(by_name, key=lambda row: row.done_count)
    return by_name


def people_per_page(course_count: int) -> int:
    """How many people stand on a page beside so many courses: 50, and fewer where the page would be too heavy."""
    fitting = CELLS_PER_PAGE // max(1, course_count)
    return min(MOST_PEOPLE_PER_PAGE, max(FEWEST_PEOPLE_PER_PAGE, fitting))


def page_of(columns: Sequence[Column], rows: Sequence[Row], page: int, *, people_per_page: int) -> Matrix:
    """The page with this number, or the nearest there is."""
    page_count = max(1, -(-len(rows) // people_per_page))
    page = min(max(1, page), page_count)
    start = (page - 1) * people_per_page
    return Matrix(tuple(columns), tuple(rows[start : start + people_per_page]), page, page_count, len(rows))


def by_course(columns: Sequence[Column], rows: Sequence[Row]) -> list[CourseCounts]:
    """The counts of each column, in the order of the columns."""
    counted = []
    for place, column in enumerate(columns):
        counts = Counter(row.statuses[place].key for row in rows)
        counted.append(CourseCounts(column, *(counts[key] for key in _COUNTED)))
    return counted


def _is_shown(row: Row, show: Show) -> bool:
    if show == "overdue":
        return row.overdue_count > 0
    if show == "unfinished":
        return row.has_something_to_do
    return True
