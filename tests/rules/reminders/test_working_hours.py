"""When reminders go out: hours, weekends, bank holidays, and the days on which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from learning.reminders.working_hours import WorkingHours, monday_of
from learning.settings import BANK_HOLIDAYS_OF

LONDON = ZoneInfo("Europe/London")
HOURS = WorkingHours(LONDON, "england and wales")


def here(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-24T07:59:59", False),
        ("2026-11-24T08:00", True),
        ("2026-11-24T17:59:59", True),
        ("2026-11-24T18:00", False),
        ("2026-11-28T12:00", False),  # Saturday
        ("2026-12-25T12:00", False),
        ("2026-12-28T12:00", False),  # in place of Boxing Day, a Saturday
        ("2027-03-29T12:00", False),  # Easter Monday
    ],
)
def test_eight_to_six_on_working_days(moment, is_open):
    assert HOURS.is_open(here(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-24T12:30", "2026-11-24T12:30"),
        ("2026-11-24T03:00", "2026-11-24T08:00"),
        ("2026-11-24T18:00", "2026-11-25T08:00"),
        ("2026-12-24T18:00", "2026-12-29T08:00"),  # over Christmas
        ("2026-10-23T20:00", "2026-10-26T08:00"),  # over the night in which clocks go back
        ("2027-03-25T20:00", "2027-03-30T08:00"),  # over Easter and the night in which they go forward
    ],
)
def test_the_next_hours_begin_at_eight_by_the_clock_on_the_wall(moment, opens):
    assert HOURS.opens_next(here(moment)) == here(opens)


def test_the_same_hour_of_the_world_is_another_on_the_wall_in_summer():
    assert HOURS.opens_next(datetime(2027, 3, 26, 20, tzinfo=UTC)) == datetime(2027, 3, 30, 7, tzinfo=UTC)
    assert not HOURS.is_open(datetime(2027, 6, 1, 17, tzinfo=UTC))
    assert HOURS.is_open(datetime(2027, 1, 5, 17, tzinfo=UTC))


def test_each_nation_has_its_own_bank_holidays():
    closed = {
        nation: [day for day in (date(2026, 11, 30), date(2027, 3, 17), date(2027, 3, 29), date(2027, 12, 27))
                 if not WorkingHours(LONDON, nation).is_working_day(day)]
        for nation in BANK_HOLIDAYS_OF
    }  # fmt: skip
    assert closed == {
        "england and wales": [date(2027, 3, 29), date(2027, 12, 27)],
        "scotland": [date(2026, 11, 30), date(2027, 12, 27)],
        "northern ireland": [date(2027, 3, 17), date(2027, 3, 29), date(2027, 12, 27)],
        "none": [],
    }


def test_a_week_begins_with_its_first_working_day():
    assert HOURS.first_working_day(monday_of(date(2026, 11, 27))) == date(2026, 11, 23)
    assert HOURS.first_working_day(monday_of(date(2027, 3, 31))) == date(2027, 3, 30)
    assert HOURS.first_working_day(monday_of(date(2026, 12, 31))) == date(2026, 12, 29)
