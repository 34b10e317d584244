"""Whatever the facts: one standing of seven, none the worse for a completion, the past as it was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.courses.format.months import add_months
from learning.people.spans import DatedFact, Span, common, merged, without
from learning.plans.audience import AudienceDays, TeamTree, WorkFacts
from learning.plans.document import Audience
from learning.plans.editions import Edition, Rule, stretches
from learning.plans.standing import (
    RANKS,
    Agreements,
    Completion,
    Refresh,
    Standing,
    asked_on,
    days_asked,
    most_pressing,
    standing_on,
)

FIRST = date(2026, 1, 1)
days = st.integers(0, 900).map(lambda number: FIRST + timedelta(days=number))
moments = st.builds(lambda day, hour: datetime.combine(day, time(hour), UTC), days, st.integers(0, 23))
rules = st.builds(
    Rule,
    st.none() | days,
    st.none() | st.integers(0, 120),
    st.none() | st.integers(1, 24),
    st.sampled_from([(), (7, 1), (60, 30, 7)]),
)


def facts(values):
    """Dated facts, some of them taken back later."""
    return st.builds(
        lambda value, day, length, said, taken: DatedFact(
            value, day, day + timedelta(days=length) if length else None, said, said + taken if taken else None
        ),
        values,
        days,
        st.integers(0, 300),
        moments,
        st.none() | st.integers(0, 400).map(lambda number: timedelta(days=number)),
    )


completions = st.builds(
    lambda number, day, lasts, later, void, version: Completion(
        number,
        day,
        day + timedelta(days=lasts) if lasts else None,
        datetime.combine(day, time(9), UTC) + timedelta(days=later),
        datetime.combine(day, time(9), UTC) + timedelta(days=later + void) if void else None,
        version,
    ),
    st.integers(1, 10_000),
    days,
    st.integers(0, 500),
    st.sampled_from([0, 0, 40]),
    st.sampled_from([0, 0, 30]),
    st.integers(0, 3),
)
work = st.builds(
    WorkFacts,
    st.lists(facts(st.sampled_from(["cook", "driver"])), min_size=1, max_size=3).map(tuple),
    st.lists(facts(st.sampled_from([1, 2])), max_size=2).map(tuple),
    st.lists(facts(st.just(1)), max_size=2).map(tuple),
)
audiences = st.builds(
    Audience, st.sampled_from([(), ("Cook",)]), st.sampled_from([(), ("Top",)]), st.sampled_from([None, True, False])
)
TREE = TeamTree({1: "top", 2: "east"}, {2: [DatedFact(1, FIRST, None, datetime(2026, 1, 1, tzinfo=UTC))]})


@dataclass(frozen=True)
class Case:
    """Everything that one standing rests on."""

    work: WorkFacts
    editions: tuple[Edition, ...]
    completions: tuple[Completion, ...]
    refreshes: tuple[Refresh, ...]
    agreements: Agreements

    def on(self, day: date, known_at: datetime, *more: Completion):
        of_course = stretches(self.editions, known_at).get(1, ())
        who = AudienceDays(TREE, known_at)
        person = who.known_of(self.work)
        spans = [one.span for one in of_course]
        asked = asked_on(days_asked(spans, [who.days_of(person, one.audience) for one in of_course]), day)
        if asked is None:
            return None
        joined_on, place = asked
        return standing_on(
            day,
            known_at=known_at,
            joined_on=joined_on,
            rule=of_course[place].rule,
            completions=(*self.completions, *more),
            refreshes=self.refreshes,
            agreements=self.agreements,
        )


editions = st.lists(
    st.builds(
        lambda from_on, starts_on, said, audience, rule, closed: Edition(
            0, from_on, starts_on, said, audience, {1: rule}, closed
        ),
        days, days, moments, audiences, rules, st.sampled_from([False, False, False, True]),
    ),
    min_size=1,
    max_size=3,
).map(
    lambda some: tuple(
        Edition(number, one.from_on, one.starts_on, one.recorded_at, one.audience, one.rules, one.is_closed)
        for number, one in enumerate(some, start=1)
    )
)  # fmt: skip
agreements = st.builds(
    Agreements,
    st.lists(facts(st.none()), max_size=1),
    st.lists(facts(days), max_size=2),
    st.lists(facts(st.none()), max_size=2),
)
cases = st.builds(
    Case,
    work,
    editions,
    st.lists(completions, max_size=2, unique_by=lambda one: one.number).map(tuple),
    st.lists(st.builds(Refresh, st.integers(2, 3), days, moments), max_size=1).map(tuple),
    agreements,
)


@settings(max_examples=150, deadline=None)
@given(cases, days, moments)
def test_every_case_has_exactly_one_standing_whose_days_fit_its_key(case, day, known_at) -> None:
    standing = case.on(day, known_at)
    if standing is None:
        return
    assert standing.key in RANKS
    assert standing.words
    late = standing.key in ("overdue", "lapsed")
    assert late == (
        standing.key not in ("exempt", "met", "expiring")
        and not standing.is_paused
        and standing.due_on is not None
        and day > standing.due_on
    )
    if standing.key in ("met", "expiring"):
        assert standing.expires_on is None or day < standing.expires_on


@settings(max_examples=150, deadline=None)
@given(cases, completions, days, moments)
def test_a_completion_never_makes_a_standing_worse(case, completion, day, known_at) -> None:
    before = case.on(day, known_at)
    after = case.on(day, known_at, completion._replace(number=20_000))
    assert (before is None) == (after is None)
    if before is not None:
        assert RANKS[after.key] <= RANKS[before.key]


@settings(max_examples=150, deadline=None)
@given(cases, cases, days, moments)
def test_what_is_recorded_later_does_not_change_what_was_known(case, other, day, known_at) -> None:
    """Everything of another case is added as said, or taken back, after the moment asked about."""
    after = known_at + timedelta(seconds=1)

    def later(facts_of):
        return [one._replace(recorded_at=max(one.recorded_at, after)) for one in facts_of]

    def open_then(facts_of):
        return [
            one._replace(withdrawn_at=after) if one.withdrawn_at is None and one.recorded_at <= known_at else one
            for one in facts_of
        ]

    def grown(mine, more):
        return [*open_then(mine), *later(more)]

    grown_case = Case(
        WorkFacts(
            tuple(grown(case.work.job_roles, other.work.job_roles)),
            tuple(grown(case.work.teams, other.work.teams)),
            tuple(grown(case.work.managed_teams, other.work.managed_teams)),
        ),
        (
            *case.editions,
            *(
                Edition(
                    one.number + 3, one.from_on, one.starts_on, max(one.recorded_at, after), one.audience, one.rules
                )
                for one in other.editions
            ),
        ),
        (
            *(one if one.voided_at else one._replace(voided_at=after) for one in case.completions),
            *(one._replace(voided_at=None) for one in later(other.completions)),
        ),
        (*case.refreshes, *later(other.refreshes)),
        Agreements(
            grown(case.agreements.exemptions, other.agreements.exemptions),
            grown(case.agreements.extensions, other.agreements.extensions),
            grown(case.agreements.pauses, other.agreements.pauses),
        ),
    )
    assert grown_case.on(day, known_at) == case.on(day, known_at)


@settings(max_examples=100, deadline=None)
@given(days, rules, days, st.integers(1, 60))
def test_without_anything_done_a_standing_only_gets_worse_from_day_to_day(joined_on, rule, day, later) -> None:
    edition = Edition(1, joined_on, joined_on, datetime(2025, 1, 1, tzinfo=UTC), Audience(), {1: rule})
    person = WorkFacts((DatedFact("cook", date(2020, 1, 1), None, datetime(2025, 1, 1, tzinfo=UTC)),))
    case = Case(person, (edition,), (), (), Agreements())
    known_at = datetime(2030, 1, 1, tzinfo=UTC)
    standings = [case.on(one, known_at) for one in (day, day + timedelta(days=later))]
    assert RANKS[standings[0].key] <= RANKS[standings[1].key]
    due_on = rule.due_on
    if due_on is None and rule.due_after_days is not None:
        due_on = joined_on + timedelta(days=rule.due_after_days)
    # Before the first day on which it is asked, nobody is told a day that will have passed by then.
    will_have_passed = due_on is not None and due_on < joined_on
    told = [None if will_have_passed and one < joined_on else due_on for one in (day, day + timedelta(days=later))]
    assert [one.due_on for one in standings] == told


@settings(max_examples=100, deadline=None)
@given(days, days, st.integers(1, 200), st.integers(0, 120))
def test_time_away_never_makes_a_due_day_earlier_and_moves_it_by_no_more_than_its_length(
    joined_on, away_from, length, due_after
) -> None:
    edition = Edition(1, joined_on, joined_on, datetime(2025, 1, 1, tzinfo=UTC), Audience(), {1: Rule(None, due_after)})
    said = datetime(2025, 1, 1, tzinfo=UTC)
    person = WorkFacts((DatedFact("cook", date(2020, 1, 1), None, said),))
    away = DatedFact(None, away_from, away_from + timedelta(days=length), said)
    case = Case(person, (edition,), (), (), Agreements(pauses=[away]))
    moved = case.on(joined_on, datetime(2030, 1, 1, tzinfo=UTC)).due_on
    assert timedelta() <= moved - (joined_on + timedelta(days=due_after)) <= timedelta(days=length)


@settings(max_examples=100, deadline=None)
@given(days, st.integers(1, 48))
def test_an_expiry_lies_in_the_right_month_on_the_same_day_or_its_last(day, months) -> None:
    expires_on = add_months(day, months)
    assert (expires_on.year * 12 + expires_on.month) - (day.year * 12 + day.month) == months
    assert expires_on.day == day.day or (expires_on + timedelta(days=1)).day == 1


spans = st.lists(
    st.builds(lambda day, length: Span(day, day + timedelta(days=length)), days, st.integers(0, 90)), max_size=4
)


@settings(max_examples=100, deadline=None)
@given(spans, spans, days)
def test_spans_hold_the_days_that_they_should(first, second, day) -> None:
    def holds(some):
        return any(one.from_on <= day < one.until_on for one in some)

    assert holds(merged(first)) == holds(first)
    assert holds(common(first, second)) == (holds(first) and holds(second))
    assert holds(without(first, second)) == (holds(first) and not holds(second))


few_days = st.none() | st.sampled_from([FIRST, FIRST + timedelta(days=1)])
standings = st.builds(
    Standing,
    st.sampled_from(sorted(RANKS)),
    few_days,
    few_days,
    st.none() | st.integers(1, 2),
    st.none(),
    st.none(),
    st.just(False),  # of one person and day it is the same with every plan
    st.booleans(),
)


@given(st.lists(standings, max_size=5), st.randoms(use_true_random=False))
def test_which_standing_presses_most_does_not_rest_on_the_order_of_plans(some, chance):
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert most_pressing(shuffled) == most_pressing(some)
