"""How days, times and numbers are written in pages, in British English and the organisation's time zone."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from learning.web.context import settings

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def day(moment: datetime | date | None) -> str:
    """“21 November 2026”; a moment is put into the organisation's time zone first; None is an empty text."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = moment.astimezone(settings().time_zone).date()
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def day_and_time(moment: datetime | None) -> str:
    """“21 November 2026 at 14:05” in the organisation's time zone; None is an empty text."""
    if moment is None:
        return ""
    return f"{day(moment)} at {moment.astimezone(settings().time_zone):%H:%M}"


def minutes(count: int) -> str:
    """“1 minute”, “45 minutes”, “1 hour 20 minutes”."""
    hours, rest = divmod(count, 60)
    parts = [f"{hours} hour{'s' if hours != 1 else ''}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} minute{'s' if rest != 1 else ''}")
    return " ".join(parts)


def register(app: Flask) -> None:
    """Give the filters to all templates."""
    app.jinja_env.filters.update(day=day, day_and_time=day_and_time, minutes=minutes)
