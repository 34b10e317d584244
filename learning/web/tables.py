"""PURE. A table that leaves the product as a file: its rows, and what somebody must know to read them later."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

Cell = str | int | date | None

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The beginnings at which a spreadsheet program would take words for a formula."""

_TURNS_WRITING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# What no file of XML can hold, and marks that turn the direction of writing: a name must not rearrange what is beside.
_CANNOT_STAND = re.compile(f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\ud800-\udfff\ufffe\uffff{_TURNS_WRITING}]")
_LONGEST_BEGINNING, _LONGEST_NAME = 100, 140


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows, with the day that they speak of.

    `rows` may be read once only. `known_at` is the moment of knowledge, where the rows depend on one. `filters` say in
    words which rows are here, `method` how they came about.
    """

    title: str
    on: date
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    known_at: datetime | None = None
    filters: Sequence[str] = ()
    method: Sequence[str] = ()

    def about(self) -> list[tuple[str, str]]:
        """What to know of the table, a name and a sentence a line."""
        lines = [("Table", self.title), ("Day", self.on.isoformat())]
        if self.known_at:
            lines.append(("As known at", moment_text(self.known_at)))
        lines += [("Shown", one) for one in self.filters or ("Everything",)]
        return lines + [("How it was made", one) for one in self.method]


def file_name(name: str, on: date, filters: Iterable[str], ending: str, *, unspelt: str = "filter") -> str:
    """A name that tells the day and the filters, as the file itself begins with its columns: letters, digits, hyphens.

    Letters with accents lose them, others are left out; `unspelt` stands for a filter of which nothing is left.
    """
    beginning = f"{_plain_name(name)[:_LONGEST_BEGINNING].rstrip('-')}-{on.isoformat()}"
    words = "-".join([beginning, *(_plain_name(one) or unspelt for one in filters)])
    return f"{words[:_LONGEST_NAME].rstrip('-')}.{ending}"


def _plain_name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def plain_text(text: str) -> str:
    """The text without what a file cannot hold or what would rearrange it; other signs stay, also those of formulas."""
    return text if text.isascii() and text.isprintable() else _CANNOT_STAND.sub("", text)


def moment_text(moment: datetime) -> str:
    """A moment as it can be typed in again: 2026-11-24T12:00:00Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
