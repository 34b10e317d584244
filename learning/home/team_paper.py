"""The team as it stands on paper: one row a person, in words, however many courses there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from learning.home.matrix import Column, Row, Window, due_words, falls_due
from learning.study.status import Status, StatusKey, day_in_words


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One person with the courses that they began or that fall due soon, each in words.

    What is in none of the four is not started, or not needed. With a window, `due_soon` is what falls due or runs out
    on its days, also what is done and what is in progress.
    """

    person: Row
    overdue: tuple[str, ...]
    due_soon: tuple[str, ...]
    in_progress: tuple[str, ...]
    done: tuple[str, ...]


def paper_row(columns: Sequence[Column], row: Row, window: Window | None = None) -> PaperRow:
    """The person's row, each list in the order of the columns."""
    found: dict[str, list[str]] = {key: [] for key in get_args(StatusKey)}
    due_soon: list[str] = []
    for column, status in zip(columns, row.statuses, strict=True):
        found[status.key].append(f"{column.title}{_what_can_be_said(status)}")
        if window and falls_due(status, window):
            words = due_words(status)
            due_soon.append(f"{column.title} ({words[0].lower()}{words[1:]})")
    if window:
        found["soon"] = due_soon
    return PaperRow(row, *(tuple(found[key]) for key in ("late", "soon", "progress", "done")))


def _what_can_be_said(status: Status) -> str:
    if status.key == "late" and status.refresh_by_on:
        return f" (see what changed by {day_in_words(status.refresh_by_on)})"
    if status.key == "late" and status.repeat_by_on:
        return f" (repeat by {day_in_words(status.repeat_by_on)})"
    if status.due_on:
        return f" ({'was due' if status.key == 'late' else 'due'} {day_in_words(status.due_on)})"
    if status.completed_on:
        by = f", see what changed by {day_in_words(status.refresh_by_on)}" if status.refresh_by_on else ""
        version = f", version {status.version_number}" if status.version_number else ""
        return f" ({day_in_words(status.completed_on)}{version}{by})"
    return ""
