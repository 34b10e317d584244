"""The matrix of people and courses that a manager sees: filtered, sorted and cut into pages. Plain data only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from learning import paging
from learning.study.status import Status, StatusKey

MOST_PEOPLE_PER_PAGE = 50
FEWEST_PEOPLE_PER_PAGE = 10
CELLS_PER_PAGE = 450
"""With these, a page stays under 1,500 elements whatever stands in the cells: old phones and screen readers bear it."""
MOST_AWAY_SHOWN = 50
MOST_PEOPLE_ON_PAPER = 1000

_COUNTED: tuple[StatusKey, ...] = ("done", "progress", "soon", "late", "none", "na")

Show = Literal["everyone", "overdue", "unfinished"]
SortBy = Literal["overdue", "name", "done"]


class Window(NamedTuple):
    """The days that are asked about, both included."""

    today: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Column:
    """One course."""

    course_id: int
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One status as a cell shows it; without words, the words of its key."""

    key: StatusKey
    words: str
    is_completed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One person with a status for each column, in the order of the columns; `is_away` where a pause holds today."""

    person_id: int
    name: str
    job_role: str
    teams: str
    statuses: tuple[Status, ...]
    is_away: bool = False

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

    def cells(self, window: Window | None) -> tuple[Cell, ...]:
        """The cells of the row; what falls due on days that are asked about says so, with its day."""
        return tuple(_cell(status, window) for status in self.statuses)


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


def chosen_rows(rows: Sequence[Row], *, show: Show, sort_by: SortBy, window: Window | None = None) -> list[Row]:
    """Rows of people who are not away, after filter and sort; those who need most come first, then by name.

    With a window only those of whom something falls due or runs out on its days.
    """
    kept = [row for row in rows if not row.is_away and _is_shown(row, show)]
    if window:
        kept = [row for row in kept if any(falls_due(status, window) for status in row.statuses)]
    by_name = _by_name(kept)
    if sort_by == "overdue":
        return sorted(by_name, key=lambda row: -row.overdue_count)
    if sort_by == "done":
        return sorted(by_name, key=lambda row: row.done_count)
    return by_name


def away_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows of people who are away today, by name: nothing of theirs is asked for until they are back."""
    return _by_name([row for row in rows if row.is_away])


def last_day_on_time(status: Status) -> date | None:
    """The last day on time of what is still to be done, or to be done again; None for what is overdue or not asked."""
    if status.key in ("late", "na"):
        return None
    return min((day for day in (status.due_on, status.refresh_by_on, status.repeat_by_on) if day), default=None)


def falls_due(status: Status, window: Window) -> bool:
    """Whether a course falls due, or a completion runs out, on these days."""
    day = last_day_on_time(status)
    return day is not None and window.today <= day <= window.until_on


def due_words(status: Status, *, months: str = "%B") -> str:
    """What falls due on its last day, in words: to be done, to be done again, or what changed to be seen.

    `months` is how their names are written, `%b` for the short ones.
    """
    day = last_day_on_time(status)
    if day is None:
        return ""
    what = {status.repeat_by_on: "Repeat", status.refresh_by_on: "See what changed", status.due_on: "Due"}[day]
    return f"{what} {'' if what == 'Due' else 'by '}{day.day} {day:{months} %Y}"


def people_per_page(course_count: int) -> int:
    """How many people stand on a page beside so many courses: 50, and fewer where the page would be too heavy."""
    fitting = CELLS_PER_PAGE // max(1, course_count)
    return min(MOST_PEOPLE_PER_PAGE, max(FEWEST_PEOPLE_PER_PAGE, fitting))


def page_of(columns: Sequence[Column], rows: Sequence[Row], page: int, *, people_per_page: int) -> Matrix:
    """The page with this number, or the nearest there is."""
    found = paging.page_of(rows, page, at_once=people_per_page)
    return Matrix(tuple(columns), tuple(found.rows), found.page, found.page_count, found.row_count)


def by_course(columns: Sequence[Column], rows: Iterable[Row]) -> list[CourseCounts]:
    """The counts of each column, in the order of the columns."""
    counters: list[Counter[StatusKey]] = [Counter() for _ in columns]
    for row in rows:
        for counter, status in zip(counters, row.statuses, strict=True):
            counter[status.key] += 1
    return [
        CourseCounts(column, *(counter[key] for key in _COUNTED))
        for column, counter in zip(columns, counters, strict=True)
    ]


def _is_shown(row: Row, show: Show) -> bool:
    if show == "overdue":
        return row.overdue_count > 0
    if show == "unfinished":
        return row.has_something_to_do
    return True


def _by_name(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.name.casefold(), row.person_id))


def _cell(status: Status, window: Window | None) -> Cell:
    is_completed = status.completed_on is not None
    if window and falls_due(status, window):
        # Short names of months, as cells are narrow, and on a phone the word and its icon stay on one line.
        return Cell("soon", due_words(status, months="%b"), is_completed)
    return Cell(status.key, "", is_completed)
