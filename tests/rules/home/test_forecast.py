"""What people hold, until when, and what runs out in the year ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from learning.home.forecast import courses_in, expiries, forecast, running_out
from learning.plans.held_courses import Held, held_courses
from learning.plans.standing import Completion, Standing

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EARLIER = datetime(2025, 1, 1, tzinfo=UTC)
MINUTES = {1: 30, 2: 90}


def completion(expires_on=None, *, completed_on=date(2025, 1, 1), recorded_at=EARLIER, voided_at=None) -> Completion:
    return Completion(1, completed_on, expires_on, recorded_at, voided_at)


def held(*completions: Completion, asked: Standing | None = None) -> list[Held]:
    standings = {(7, 1): asked} if asked else {}
    return list(held_courses({7}, {(7, 1): completions, (8, 1): completions}, standings, day=TODAY, known_at=NOW))


@pytest.mark.parametrize(
    ("completions", "last_on"),
    [
        ([completion()], None),
        ([completion(date(2026, 11, 25))], TODAY),
        ([completion(date(2026, 11, 20)), completion(date(2027, 3, 1))], date(2027, 2, 28)),
        ([completion(date(2027, 3, 1), voided_at=datetime(2026, 12, 1, tzinfo=UTC))], date(2027, 2, 28)),
    ],
)
def test_without_a_plan_the_course_says_until_when_it_is_held(completions, last_on) -> None:
    assert held(*completions) == [Held(7, 1, last_on)]
    assert held(*completions, asked=Standing("exempt")) == [Held(7, 1, last_on)]


@pytest.mark.parametrize(
    "one",
    [
        completion(TODAY),
        completion(voided_at=EARLIER),
        completion(recorded_at=datetime(2026, 12, 1, tzinfo=UTC)),
        completion(completed_on=date(2026, 11, 25)),
    ],
)
def test_what_has_run_out_is_void_or_is_not_known_is_not_held(one) -> None:
    assert held(one) == []


def test_where_a_plan_asks_it_says_whether_and_until_when() -> None:
    assert held(completion(), asked=Standing("lapsed", TODAY, TODAY, 1)) == []
    expiring = Standing("expiring", date(2026, 12, 4), date(2026, 12, 5), 1, is_refresh=True)
    assert held(completion(), asked=expiring) == [Held(7, 1, date(2026, 12, 4), is_refresh=True)]


def test_only_what_runs_out_in_twelve_months_counts_and_never_what_only_changed() -> None:
    some = [
        Held(1, 1, date(2026, 11, 30)),
        Held(1, 2, date(2027, 10, 31)),
        Held(2, 1, date(2027, 11, 1)),
        Held(3, 1, None),
        Held(4, 1, date(2027, 1, 1), is_refresh=True),
        Held(5, 99, date(2027, 1, 1)),
    ]
    found = expiries(running_out(some), MINUTES, TODAY)
    assert [(set(one.people), one.month_on, one.minutes) for one in found] == [
        ({1}, date(2026, 11, 1), 30), ({1}, date(2027, 10, 1), 90),
    ]  # fmt: skip


def ending(**counts: int) -> list:
    """So many people a month, `m2=5` in month 2 of 2027, with course 1; each month has its own people."""
    some = [
        Held(100 * int(month[1:]) + number, 1, date(2027, int(month[1:]), 9))
        for month, size in counts.items()
        for number in range(size)
    ]
    return expiries(running_out(some), MINUTES, TODAY)


def test_each_month_has_its_completions_people_and_hours() -> None:
    whole = forecast(ending(m1=5, m2=7), TODAY)
    load = whole.months[date(2027, 2, 1)]
    assert (load.completion_count, len(load.people), load.hours) == (7, 7, 4)
    assert (whole.total.completion_count, whole.total.hours) == (12, 6)
    assert len(whole.months) == 12
    assert not whole.months[date(2027, 3, 1)].people


def test_a_month_of_few_people_is_hidden_with_the_next_smallest() -> None:
    whole = forecast(ending(m1=2, m2=7, m3=6), TODAY)
    hidden = {month.month for month, load in whole.months.items() if load is None}
    assert (hidden, whole.total.completion_count) == ({1, 3}, 15)


def test_nothing_at_all_is_shown_of_fewer_than_five_people() -> None:
    whole = forecast(ending(m1=4), TODAY)
    assert whole.total is None
    assert not any(whole.months.values())


def test_the_courses_of_a_month_hide_small_groups_too() -> None:
    some = [Held(number, 1, date(2027, 2, 9)) for number in range(9)]
    some += [Held(number, 2, date(2027, 2, 9)) for number in range(20, 22)]
    found = expiries(running_out(some), MINUTES, TODAY)
    assert courses_in(date(2027, 2, 1), found) == {1: None, 2: None}
    assert courses_in(date(2027, 2, 1), [one for one in found if one.course_id == 1])[1].completion_count == 9
