"""What the history of job roles says after each kind of change, and that it never says the past anew."""

from __future__ import annotations

from datetime import date

from learning.people.job_role_days import DETAILS, HeldRole, WorkNow, wanted_history

TODAY = date(2026, 11, 24)
SINCE = date(2026, 1, 5)


def now(role="Social worker", starts_on=SINCE, leaves_on=None, *, closed=False, anew=False, changed=DETAILS) -> WorkNow:
    return WorkNow(role, starts_on, leaves_on, closed, anew, changed)


def test_somebody_new_works_here_from_the_first_day_or_today() -> None:
    assert wanted_history([], now(), TODAY) == [HeldRole("Social worker", SINCE, None)]
    assert wanted_history([], now(starts_on=None), TODAY) == [HeldRole("Social worker", TODAY, None)]


def test_a_new_role_begins_today_and_the_old_one_ends() -> None:
    found = wanted_history([HeldRole("Social worker", SINCE, None)], now("Team manager"), TODAY)
    assert found == [HeldRole("Social worker", SINCE, TODAY), HeldRole("Team manager", TODAY, None)]


def test_a_role_that_was_only_a_slip_of_today_is_said_anew() -> None:
    history = [HeldRole("Social worker", SINCE, TODAY), HeldRole("Team managr", TODAY, None)]
    assert wanted_history(history, now("Team manager"), TODAY)[1:] == [HeldRole("Team manager", TODAY, None)]


def test_the_last_day_of_work_ends_it_the_day_after_and_can_be_put_off() -> None:
    ended = wanted_history([HeldRole("Social worker", SINCE, None)], now(leaves_on=date(2026, 12, 31)), TODAY)
    assert ended == [HeldRole("Social worker", SINCE, date(2027, 1, 1))]
    assert wanted_history(ended, now(), TODAY) == [HeldRole("Social worker", SINCE, None)]


def test_a_leaver_who_is_back_works_here_anew_and_the_time_between_is_none() -> None:
    history = [HeldRole("Social worker", SINCE, date(2026, 6, 1))]
    back = now(starts_on=date(2026, 12, 1))
    assert wanted_history(history, back, TODAY) == [*history, HeldRole("Social worker", date(2026, 12, 1), None)]


def test_a_first_day_that_was_wrong_is_corrected() -> None:
    history = [HeldRole("Social worker", SINCE, date(2026, 6, 1)), HeldRole("Team manager", date(2026, 6, 1), None)]
    found = wanted_history(history, now("Team manager", starts_on=date(2026, 7, 1)), TODAY)
    assert found == [HeldRole("Team manager", date(2026, 7, 1), None)]


def test_a_closed_account_ends_it_today_and_opening_it_again_begins_anew() -> None:
    closed = wanted_history([HeldRole("Social worker", SINCE, None)], now(closed=True), TODAY)
    assert closed == [HeldRole("Social worker", SINCE, TODAY)]
    again = date(2027, 2, 1)
    assert wanted_history(closed, now(anew=True), again) == [*closed, HeldRole("Social worker", again, None)]


def test_closing_the_account_of_a_leaver_says_nothing_new() -> None:
    history = [HeldRole("Social worker", SINCE, date(2026, 6, 1))]
    assert wanted_history(history, now("Cook", leaves_on=date(2026, 5, 31), closed=True), TODAY) == history


def test_a_last_day_before_the_newest_time_of_work_leaves_the_one_before_as_it_was() -> None:
    history = [HeldRole("Social worker", date(2020, 1, 1), date(2024, 1, 1)), HeldRole("Cook", SINCE, None)]
    assert wanted_history(history, now("Cook", leaves_on=date(2025, 1, 1)), TODAY) == history[:1]


def test_details_correct_only_what_was_changed_in_them() -> None:
    put_right = [HeldRole("Social worker", date(2026, 2, 1), date(2026, 6, 1))]
    assert wanted_history(put_right, now("", changed=("name",)), TODAY) == put_right
    later = date(2026, 2, 2)
    starts = now("", later, changed=("starts_on", "name"))
    assert wanted_history(put_right, starts, TODAY) == [HeldRole("Social worker", later, date(2026, 6, 1))]


def test_a_role_that_is_told_after_days_without_any_begins_today() -> None:
    history = [HeldRole("Social worker", SINCE, date(2026, 6, 1))]
    assert wanted_history(history, now(), TODAY) == [*history, HeldRole("Social worker", TODAY, None)]


def test_a_role_that_is_told_takes_the_place_of_one_to_come() -> None:
    december = date(2026, 12, 1)
    history = [HeldRole("Social worker", SINCE, december), HeldRole("Team manager", december, None)]
    assert wanted_history(history, now(), TODAY) == [HeldRole("Social worker", SINCE, None)]
    assert wanted_history(history, now("Team manager"), TODAY) == [
        HeldRole("Social worker", SINCE, TODAY),
        HeldRole("Team manager", TODAY, None),
    ]


def test_a_first_day_of_an_earlier_time_of_work_does_not_reach_over_the_days_between() -> None:
    history = [HeldRole("Social worker", SINCE, date(2026, 6, 1)), HeldRole("Social worker", date(2026, 9, 1), None)]
    assert wanted_history(history, now(starts_on=date(2026, 1, 6)), TODAY) == history


def test_a_first_day_that_is_named_no_more_keeps_nobody_from_working_here() -> None:
    later = [HeldRole("Social worker", date(2027, 1, 4), None)]
    assert wanted_history(later, now(starts_on=None), TODAY) == [HeldRole("Social worker", TODAY, None)]
    before = [HeldRole("Social worker", SINCE, None)]
    assert wanted_history(before, now(starts_on=None), TODAY) == before
