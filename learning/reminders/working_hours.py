"""PURE. When reminders may go out: between 8:00 and 18:00 on working days, by the clocks of the organisation."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

OPENS_AT, CLOSES_AT = time(8), time(18)
_DAY = timedelta(days=1)
_DAYS_OF_A_WEEK = 7
_WORKING_DAYS_OF_A_WEEK = 5
_SUBDIVISIONS = {"england and wales": "ENG", "scotland": "SCT", "northern ireland": "NIR"}


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The hours of one organisation. `nation` is the one whose bank holidays it keeps, as the settings name it."""

    time_zone: ZoneInfo
    nation: str = "none"

    def is_open(self, moment: datetime) -> bool:
        """Whether an aware moment lies in the hours: 8:00 does, 18:00 no longer."""
        here = moment.astimezone(self.time_zone)
        return self.is_working_day(here.date()) and OPENS_AT <= here.time() < CLOSES_AT

    def opens_next(self, moment: datetime) -> datetime:
        """The first moment from this one on, in UTC, that lies in the hours."""
        here = moment.astimezone(self.time_zone)
        if self.is_open(moment):
            return moment.astimezone(UTC)
        day = here.date() if here.time() < OPENS_AT else here.date() + _DAY
        while not self.is_working_day(day):
            day += _DAY
        return datetime.combine(day, OPENS_AT, self.time_zone).astimezone(UTC)

    def is_working_day(self, day: date) -> bool:
        """Whether people are at work: Monday to Friday, and no bank holiday."""
        return day.weekday() < _WORKING_DAYS_OF_A_WEEK and day not in _bank_holidays_of(self.nation)

    def first_working_day(self, monday: date) -> date | None:
        """The first working day of the week that begins on a Monday; None in a week without any."""
        days = (monday + timedelta(days=number) for number in range(_DAYS_OF_A_WEEK))
        return next((day for day in days if self.is_working_day(day)), None)


def monday_of(day: date) -> date:
    """The Monday with which the week of a day begins."""
    return day - timedelta(days=day.weekday())


@lru_cache
def _bank_holidays_of(nation: str) -> Container[date]:
    """Answers for a day of any year."""
    return frozenset() if nation == "none" else country_holidays("GB", subdiv=_SUBDIVISIONS[nation])
