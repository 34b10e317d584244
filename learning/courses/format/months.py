"""Adding months to a calendar day."""

from __future__ import annotations

import calendar
from datetime import date


def add_months(day: date, month_count: int) -> date:
    """The same day of the month so many months later, or that month's last day: 31 January and 1 is 28 or 29 February.

    Past the last year that a calendar can hold, the last day of all.
    """
    months = day.year * 12 + day.month - 1 + month_count
    year, month = months // 12, months % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
