"""PURE. The two arguments of every question about the past, as people type them: a day, and a moment of knowledge."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from learning.errors import Invalid
from learning.typed_days import read_day

_NO_MOMENT = "Write the moment like 2026-11-24T12:00Z, or 2026-11-24 12:00 for the time here."


def check_asked(day: date, known_at: datetime, *, now: datetime, today: date) -> None:
    """Raise Invalid for what is still to come: of that nothing can be told again later."""
    if day > today:
        raise Invalid({"on": "Choose today or a day of the past."})
    if known_at > now:
        raise Invalid({"known_at": "This moment has not come yet. Choose now, or one of the past."})


def asked_day(text: str) -> date:
    """The day that somebody typed: 2026-11-24 or 24/11/2026. Raises Invalid."""
    with suppress(ValueError):
        day = read_day(text.strip())
        if day:
            return day
    raise Invalid({"on": "Enter a day, such as 24/11/2026."})


def read_moment(text: str, time_zone: ZoneInfo) -> datetime:
    """The moment that somebody typed, in UTC; without a zone it is that of the organisation. Raises Invalid."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=time_zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid({"known_at": _NO_MOMENT}) from None


def usual_moment(now: datetime) -> datetime:
    """The moment of knowledge where nobody names one: now, in whole seconds, as it is printed and typed again."""
    return now.replace(microsecond=0)
