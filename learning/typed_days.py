"""PURE. Days as people type them, in a form, an address, a command or a file."""

from __future__ import annotations

from datetime import date, datetime

_FORMS = ("%Y-%m-%d", "%d/%m/%Y")
_FIRST_YEAR, _LAST_YEAR = 1940, 2100


def read_day(text: str) -> date | None:
    """A day written as 2026-11-24 or 24/11/2026; None for nothing, ValueError for anything else."""
    if not text:
        return None
    for form in _FORMS:
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
        if is_likely(day):
            return day
    raise ValueError(f"“{text[:30]}” is not a day such as 2026-11-24 or 24/11/2026.")


def is_likely(day: date) -> bool:
    """Whether a day can be meant: a slip of a key often lands in another century."""
    return _FIRST_YEAR <= day.year <= _LAST_YEAR
