"""PURE. Long lists cut into pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[_Row]):
    """Some rows of a list; `page` counts from 1, `row_count` is of all pages."""

    rows: Sequence[_Row]
    page: int
    page_count: int
    row_count: int


def page_of(rows: Sequence[_Row], page: int, *, at_once: int) -> Page[_Row]:
    """The page with this number, or the nearest there is."""
    page, page_count = nearest_page(len(rows), page, at_once=at_once)
    return Page(rows[(page - 1) * at_once : page * at_once], page, page_count, len(rows))


def nearest_page(row_count: int, page: int, *, at_once: int) -> tuple[int, int]:
    """The number of the page asked for, or of the nearest there is, and how many there are: one at least."""
    page_count = max(1, -(-row_count // at_once))
    return min(max(1, page), page_count), page_count
