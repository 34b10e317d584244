"""Where somebody stands with a requirement, told a day at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from learning.people.spans import DatedFact, Span
from learning.plans.editions import Rule
from learning.plans.standing import (
    Agreements,
    Completion,
    Refresh,
    Standing,
    asked_on,
    days_asked,
    most_pressing,
    standing_on,
)

BEGIN = date(2026, 12, 1)
NOW = datetime(2030, 1, 1, tzinfo=UTC)
EARLY = datetime(2026, 11, 1, tzinfo=UTC)


def asked(day: date, *spans: Span):
    """Since when a person is asked who fits for these days, or for as long as the plan asks."""
    return asked_on(days_asked([Span(BEGIN)], [spans or (Span(date(2020, 1, 1)),)]), day)


def completion(day: date, *, number: int = 1, expires_on: date | None = None, **other) -> Completion:
    return Completion(number, day, expires_on, datetime(day.year, day.month, day.day, 9, tzinfo=UTC), **other)


def fact(value, from_on, until_on=None, *, recorded_at=EARLY, withdrawn_at=None):
    return DatedFact(value, from_on, until_on, recorded_at, withdrawn_at)


def at(day: date, rule: Rule, *completions: Completion, known_at=NOW, agreed=None, spans=(), **more) -> Standing:
    joined_on, _ = asked(day, *spans)
    return standing_on(
        day,
        known_at=known_at,
        joined_on=joined_on,
        rule=rule,
        completions=completions,
        agreements=agreed or Agreements(),
        **more,
    )


IN_28_DAYS = Rule(due_after_days=28, remind_before_days=(7, 1))
BY_MARCH = Rule(due_on=date(2027, 3, 31))
YEARLY = Rule(due_after_days=28, renew_after_months=12)


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 11, 24), "upcoming"),  # the plan is still to begin
        (date(2026, 12, 1), "upcoming"),
        (date(2026, 12, 21), "upcoming"),
        (date(2026, 12, 22), "due soon"),  # the earliest reminder, seven days before
        (date(2026, 12, 29), "due soon"),  # the last day on time
        (date(2026, 12, 30), "overdue"),
    ],
)
def test_nothing_done_goes_from_upcoming_to_overdue_the_day_after_the_due_day(day, key) -> None:
    standing = at(day, IN_28_DAYS)
    assert (standing.key, standing.due_on) == (key, date(2026, 12, 29))


def test_without_reminders_it_is_due_soon_thirty_days_before() -> None:
    assert [at(date(2027, 3, day), BY_MARCH).key for day in (1, 31)] == ["due soon", "due soon"]
    assert at(date(2027, 2, 28), BY_MARCH).key == "upcoming"


def test_days_are_counted_from_joining_where_that_is_later_than_the_plans_start() -> None:
    joined = (Span(date(2027, 1, 31)),)
    assert at(date(2027, 2, 1), IN_28_DAYS, spans=joined).due_on == date(2027, 2, 28)


def test_who_comes_back_to_the_audience_counts_from_the_day_they_come_back() -> None:
    twice = (Span(date(2026, 1, 1), date(2027, 1, 15)), Span(date(2027, 6, 1)))
    assert at(date(2027, 1, 10), IN_28_DAYS, spans=twice).key == "overdue"
    assert at(date(2027, 6, 1), IN_28_DAYS, spans=twice).due_on == date(2027, 6, 29)


def test_a_change_of_team_within_the_audience_starts_nothing_anew() -> None:
    without_a_gap = (Span(date(2026, 1, 1), date(2026, 12, 20)), Span(date(2026, 12, 20)))
    assert at(date(2026, 12, 30), IN_28_DAYS, spans=without_a_gap).key == "overdue"


def test_nothing_is_asked_of_who_has_left_the_audience() -> None:
    assert asked(date(2027, 2, 1), Span(date(2026, 1, 1), date(2027, 2, 1))) is None


def test_a_requirement_without_a_due_day_is_never_overdue() -> None:
    standing = at(date(2040, 1, 1), Rule())
    assert (standing.key, standing.due_on) == ("upcoming", None)


def test_completing_on_the_due_day_is_on_time_and_counts_for_good() -> None:
    standing = at(date(2029, 1, 1), IN_28_DAYS, completion(date(2026, 12, 29)))
    assert (standing.key, standing.due_on, standing.expires_on, standing.words) == ("met", None, None, "Done")


def test_a_completion_from_before_the_plan_counts_while_it_is_valid() -> None:
    old = completion(date(2026, 3, 15))
    assert at(BEGIN, YEARLY, old).key == "met"
    assert at(date(2027, 3, 14), YEARLY, old).key == "expiring"
    assert at(date(2027, 3, 14), YEARLY, old).words == "Done, repeat by 14 March 2027"


def test_the_expiry_day_is_the_first_on_which_it_no_longer_counts() -> None:
    done = completion(date(2027, 1, 31))
    monthly = Rule(due_after_days=28, renew_after_months=1)
    assert at(date(2027, 2, 27), monthly, done).key == "expiring"
    lapsed = at(date(2027, 2, 28), monthly, done)
    assert (lapsed.key, lapsed.expires_on, lapsed.due_on) == ("lapsed", date(2027, 2, 28), date(2027, 2, 27))
    assert lapsed.words == "Overdue (repeat)"
    leap = completion(date(2028, 1, 31))
    assert at(date(2028, 2, 1), monthly, leap).expires_on == date(2028, 2, 29)


def test_the_plans_renewal_comes_before_the_courses_own_which_holds_where_the_plan_has_none() -> None:
    done = completion(date(2027, 1, 10), expires_on=date(2029, 1, 10))
    assert at(date(2027, 2, 1), YEARLY, done).expires_on == date(2028, 1, 10)
    assert at(date(2027, 2, 1), IN_28_DAYS, done).expires_on == date(2029, 1, 10)


def test_a_completion_that_had_run_out_before_somebody_joined_gives_them_the_time_of_anybody_new() -> None:
    standing = at(date(2026, 12, 20), YEARLY, completion(date(2020, 1, 1)))
    assert (standing.key, standing.due_on) == ("due soon", date(2026, 12, 29))
    assert at(date(2026, 12, 30), YEARLY, completion(date(2020, 1, 1))).key == "overdue"


def test_a_void_completion_counts_until_it_was_voided() -> None:
    void = completion(date(2026, 12, 10), voided_at=datetime(2027, 1, 5, 12, tzinfo=UTC))
    day = date(2027, 1, 3)
    assert at(day, IN_28_DAYS, void, known_at=datetime(2027, 1, 5, 11, tzinfo=UTC)).key == "met"
    assert at(day, IN_28_DAYS, void, known_at=datetime(2027, 1, 5, 12, tzinfo=UTC)).key == "overdue"


def test_a_past_day_knows_nothing_of_a_completion_after_it_or_recorded_later() -> None:
    late = completion(date(2027, 1, 20))
    assert at(date(2027, 1, 10), IN_28_DAYS, late).key == "overdue"
    told_later = late._replace(completed_on=date(2027, 1, 5), recorded_at=datetime(2027, 2, 1, tzinfo=UTC))
    assert at(date(2027, 1, 10), IN_28_DAYS, told_later).key == "met"
    assert at(date(2027, 1, 10), IN_28_DAYS, told_later, known_at=datetime(2027, 1, 10, tzinfo=UTC)).key == "overdue"


def test_a_material_version_asks_for_what_changed_by_its_day() -> None:
    done = completion(date(2026, 12, 5), version_number=1)
    changed = [Refresh(2, date(2027, 6, 30), datetime(2027, 4, 1, tzinfo=UTC))]
    assert at(date(2027, 6, 30), IN_28_DAYS, done, refreshes=changed).words == (
        "Done, see what changed by 30 June 2027"
    )
    late = at(date(2027, 7, 1), IN_28_DAYS, done, refreshes=changed)
    assert (late.key, late.words) == ("lapsed", "Overdue (what changed)")
    seen = completion(date(2027, 5, 1), number=2, version_number=2)
    assert at(date(2027, 7, 1), IN_28_DAYS, done, seen, refreshes=changed).key == "met"
    not_known = datetime(2027, 3, 31, tzinfo=UTC)
    assert at(date(2027, 7, 1), IN_28_DAYS, done, refreshes=changed, known_at=not_known).key == "met"


def test_who_learned_it_elsewhere_is_not_asked_for_what_changed_in_our_course() -> None:
    elsewhere = completion(date(2026, 12, 5), version_number=0)
    changed = [Refresh(2, date(2027, 6, 30), datetime(2027, 4, 1, tzinfo=UTC))]
    assert at(date(2027, 7, 1), IN_28_DAYS, elsewhere, refreshes=changed).key == "met"
    earlier = completion(date(2026, 12, 2), number=2)
    assert at(date(2027, 7, 1), IN_28_DAYS, elsewhere, earlier, refreshes=changed).key == "met"


def test_seeing_what_changed_does_not_renew_the_course_for_a_plan() -> None:
    seen = completion(date(2027, 6, 1), number=2, renewed_from_on=date(2026, 12, 5))
    assert at(date(2027, 7, 1), YEARLY, seen).expires_on == date(2027, 12, 5)


def test_an_exemption_holds_for_its_days_and_from_the_moment_it_is_known() -> None:
    agreed = Agreements(exemptions=[fact(None, date(2027, 1, 1), date(2027, 2, 1))])
    keys = [at(day, IN_28_DAYS, agreed=agreed).key for day in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 2, 1))]
    assert keys == ["overdue", "exempt", "overdue"]
    assert at(date(2027, 1, 1), IN_28_DAYS, agreed=agreed, known_at=datetime(2026, 10, 1, tzinfo=UTC)).key == "overdue"


def test_an_extension_moves_the_last_day_from_the_day_it_was_agreed() -> None:
    agreed = Agreements(extensions=[fact(date(2027, 1, 31), date(2027, 1, 5))])
    assert at(date(2027, 1, 4), IN_28_DAYS, agreed=agreed).key == "overdue"
    later = at(date(2027, 1, 31), IN_28_DAYS, agreed=agreed)
    assert (later.key, later.due_on) == ("due soon", date(2027, 1, 31))
    assert at(date(2027, 2, 1), IN_28_DAYS, agreed=agreed).key == "overdue"


def test_time_away_moves_the_due_day_by_its_length() -> None:
    away = Agreements(pauses=[fact(None, date(2026, 12, 20), date(2027, 1, 19))])
    assert at(date(2027, 1, 28), IN_28_DAYS, agreed=away).due_on == date(2027, 1, 28)
    assert at(date(2027, 1, 29), IN_28_DAYS, agreed=away).key == "overdue"


def test_only_the_days_away_that_fall_into_the_persons_time_count() -> None:
    away = Agreements(pauses=[fact(None, date(2026, 1, 1), date(2026, 12, 11))])
    assert at(date(2026, 12, 12), IN_28_DAYS, agreed=away).due_on == date(2027, 1, 8)
    afterwards = Agreements(pauses=[fact(None, date(2026, 12, 30), date(2027, 6, 1))])
    assert at(date(2027, 6, 1), IN_28_DAYS, agreed=afterwards).key == "overdue"


@pytest.mark.parametrize("until_on", [None, date(2027, 12, 1)])
def test_nothing_of_somebody_who_is_away_is_overdue(until_on) -> None:
    away = Agreements(pauses=[fact(None, date(2027, 1, 10), until_on)])
    standing = at(date(2027, 6, 1), IN_28_DAYS, agreed=away)
    assert (standing.key, standing.is_paused) == ("upcoming", True)


def test_a_completion_that_runs_out_while_somebody_is_away_is_repeated_that_much_later() -> None:
    done = completion(date(2026, 12, 5))
    away = Agreements(pauses=[fact(None, date(2027, 11, 1), date(2028, 5, 1))])
    keys = [at(day, YEARLY, done, agreed=away).key for day in (date(2028, 5, 4), date(2028, 6, 3), date(2028, 6, 4))]
    assert keys == ["due soon", "due soon", "lapsed"]


def test_what_was_taken_back_holds_no_more_from_that_moment() -> None:
    taken_back = fact(None, date(2027, 1, 1), recorded_at=EARLY, withdrawn_at=datetime(2027, 1, 10, tzinfo=UTC))
    agreed = Agreements(exemptions=[taken_back])
    day = date(2027, 1, 5)
    assert at(day, IN_28_DAYS, agreed=agreed, known_at=datetime(2027, 1, 9, tzinfo=UTC)).key == "exempt"
    assert at(day, IN_28_DAYS, agreed=agreed).key == "overdue"


def test_of_several_plans_the_one_that_presses_most_speaks_and_of_those_the_one_due_first() -> None:
    first, second = Standing("overdue", date(2027, 1, 1)), Standing("lapsed", date(2026, 12, 1))
    assert most_pressing([Standing("met"), first, Standing("exempt"), second]) is second
    assert most_pressing([Standing("exempt"), Standing("met")]) == Standing("met")
    assert most_pressing([]) is None


@pytest.mark.parametrize("rule", [YEARLY, IN_28_DAYS])
def test_what_stands_for_a_course_and_is_equal_to_it_too_counts_once(rule) -> None:
    learned_on = date(2026, 12, 5)
    twice = (
        completion(learned_on, number=-7),
        completion(learned_on, number=-7, voided_at=datetime(2029, 1, 1, tzinfo=UTC)),
    )
    for some in (twice, twice[::-1]):
        known_early = datetime(2027, 1, 1, tzinfo=UTC)
        assert at(date(2026, 12, 20), rule, *some, known_at=known_early).key == "met"
        assert at(date(2026, 12, 20), rule, *some).key == "met"
