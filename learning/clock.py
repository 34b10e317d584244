"""The sole reader of the clock: the moment in UTC, the calendar day in the organisation's time zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def _system_time() -> datetime:
    return datetime.now(UTC)


_read_time: Callable[[], datetime] = _system_time


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _read_time()


def day_of(moment: datetime, time_zone: ZoneInfo) -> date:
    """The calendar day on which an aware moment falls in a time zone."""
    return moment.astimezone(time_zone).date()


def start_of_day(day: date, time_zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which a calendar day begins in a time zone."""
    return datetime.combine(day, time.min, time_zone).astimezone(UTC)


@contextmanager
def set_to(read_time: Callable[[], datetime]) -> Iterator[None]:
    """Read another clock for a while; for tests."""
    global _read_time  # noqa: PLW0603 - one clock for the whole process is what this module is
    before = _read_time
    _read_time = read_time
    try:
        yield
    finally:
        _read_time = before
