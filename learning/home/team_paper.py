"""The team as it stands on paper: one row a person, in words, however many courses there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.home.matrix import Column, Row
from learning.study.status import Status, day_in_words


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One person with the courses that they began, each in words; what is in none of the three is not started."""

    person: Row
    overdue: tuple[str, ...]
    in_progress: tuple[str, ...]
    done: tuple[str, ...]


def paper_row(columns: Sequence[Column], row: Row) -> PaperRow:
    """The person's row, each list in the order of the columns."""
    found: dict[str, list[str]] = {"late": [], "progress": [], "done": [], "none": []}
    for column, status in zip(columns, row.statuses, strict=True):
        found[status.key].append(f"{column.title}{_what_can_be_said(status)}")
    return PaperRow(row, tuple(found["late"]), tuple(found["progress"]), tuple(found["done"]))


def _what_can_be_said(status: Status) -> str:
    if status.key == "late" and status.repeat_by_on:
        return f" (repeat by {day_in_words(status.repeat_by_on)})"
    if status.completed_on:
        return f" ({day_in_words(status.completed_on)}, version {status.version_number})"
    return ""
