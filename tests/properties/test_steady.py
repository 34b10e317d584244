"""Whatever the facts: a standing stays as it is until the day that is said, by nothing but time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings

from learning.people.spans import OPEN, DatedFact
from learning.plans.audience import AudienceDays, WorkFacts
from learning.plans.document import Audience
from learning.plans.editions import Edition, Rule, stretches
from learning.plans.held_courses import held_courses
from learning.plans.standing import NOTHING_AGREED, Agreements, Completion, asked_on, days_asked
from learning.plans.steady import asked_steady_until, held_steady_until, standing_steady_until
from tests.properties.test_standing import TREE, Case, cases, completions, days

ALL_KNOWN = datetime(2035, 1, 1, tzinfo=UTC)
MOST_DAYS = 40


def steady_until(case: Case, day: date) -> date:
    """The answer for the standing of a case that is asked for."""
    of_course = stretches(case.editions, ALL_KNOWN).get(1, ())
    who = AudienceDays(TREE, ALL_KNOWN)
    person = who.known_of(case.work)
    asked = days_asked([one.span for one in of_course], [who.days_of(person, one.audience) for one in of_course])
    _, place = asked_on(asked, day)
    standing_until_on = standing_steady_until(
        day,
        case.on(day, ALL_KNOWN),
        rule=of_course[place].rule,
        completions=case.completions,
        agreements=case.agreements,
    )
    return min(standing_until_on, asked_steady_until(day, [span for span, _ in asked]))


def until(day: date, until_on: date):
    """Days after one and before another: at most forty, far apart where there are many, and the last of them."""
    last = min(until_on, date(2031, 1, 1)) - timedelta(days=1)
    day_count = (last - day).days + 1
    return {*(day + timedelta(days=number) for number in range(0, day_count, day_count // MOST_DAYS + 1)), last}


@settings(max_examples=70, deadline=None)
@given(cases, days)
def test_a_standing_is_the_same_until_then(case, day) -> None:
    standing = case.on(day, ALL_KNOWN)
    if standing is None:
        assert all(case.on(one, ALL_KNOWN) is None for one in until(day, OPEN))
        return
    until_on = steady_until(case, day)
    assert until_on > day
    assert {case.on(one, ALL_KNOWN) for one in until(day, until_on)} == {standing}


@settings(max_examples=30, deadline=None)
@given(completions, completions, days)
def test_a_course_that_no_plan_asks_for_is_held_as_before_until_then(one, other, day) -> None:
    some = [one, other._replace(number=20_000)]

    def held(on):
        return list(held_courses({7}, {(7, 1): some}, {}, day=on, known_at=ALL_KNOWN))

    assert all(held(on) == held(day) for on in until(day, held_steady_until(day, some)))


SAID = datetime(2025, 1, 1, tzinfo=UTC)
WORK = WorkFacts((DatedFact("cook", date(2026, 1, 1), None, SAID),))
RULE = Rule(None, 60, 12, (7,))


def case_of(*some: Completion, agreements: Agreements = NOTHING_AGREED, work: WorkFacts = WORK) -> Case:
    """Somebody who is asked from 1 January 2026; due on 2 March, due soon a week before."""
    edition = Edition(1, date(2026, 1, 1), date(2026, 1, 1), SAID, Audience(), {1: RULE})
    return Case(work, (edition,), some, (), agreements)


def agreed(value, from_on: date, until_on: date | None = None) -> list[DatedFact]:
    return [DatedFact(value, from_on, until_on, SAID)]


@pytest.mark.parametrize(
    ("case", "day", "until_on"),
    [
        (case_of(), date(2026, 1, 1), date(2026, 2, 23)),
        (case_of(), date(2026, 2, 23), date(2026, 3, 3)),
        (case_of(), date(2026, 3, 3), OPEN),
        (case_of(Completion(1, date(2026, 2, 1), None, SAID)), date(2026, 2, 1), date(2027, 1, 24)),
        (case_of(Completion(1, date(2026, 2, 1), None, SAID)), date(2026, 1, 9), date(2026, 2, 1)),
        (case_of(Completion(1, date(2026, 2, 1), None, SAID)), date(2027, 1, 25), date(2027, 2, 1)),
        (case_of(agreements=Agreements(exemptions=agreed(None, date(2026, 1, 5)))), date(2026, 1, 1), date(2026, 1, 5)),
        (
            case_of(agreements=Agreements(exemptions=agreed(None, date(2026, 1, 1), date(2026, 1, 9)))),
            date(2026, 1, 1),
            date(2026, 1, 9),
        ),
        (case_of(agreements=Agreements(pauses=agreed(None, date(2026, 1, 5)))), date(2026, 1, 1), date(2026, 1, 5)),
        (
            case_of(agreements=Agreements(pauses=agreed(None, date(2026, 1, 1), date(2026, 1, 9)))),
            date(2026, 1, 1),
            date(2026, 1, 9),
        ),
        (
            case_of(agreements=Agreements(extensions=agreed(date(2027, 1, 1), date(2026, 1, 7)))),
            date(2026, 1, 1),
            date(2026, 1, 7),
        ),
        (
            case_of(work=WorkFacts((DatedFact("cook", date(2026, 1, 1), date(2026, 1, 9), SAID),))),
            date(2026, 1, 1),
            date(2026, 1, 9),
        ),
    ],
)
def test_it_is_the_next_day_on_which_something_happens(case, day, until_on) -> None:
    assert steady_until(case, day) == until_on
