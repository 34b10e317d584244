"""What a plan asked on which day, whatever became of it later."""

from __future__ import annotations

from datetime import UTC, date, datetime

from learning.people.spans import OPEN, DatedFact, Span
from learning.plans.audience import AudienceDays, TeamTree, WorkFacts
from learning.plans.document import Audience
from learning.plans.editions import Edition, Rule, edition_on, stretches

EVERYONE = Audience()
SAID = datetime(2026, 11, 20, tzinfo=UTC)
NOW = datetime(2028, 1, 1, tzinfo=UTC)
SOON, LATER = Rule(due_after_days=14), Rule(due_after_days=28)


def edition(number, from_on, rules, *, starts_on=date(2026, 12, 1), recorded_at=SAID, **more) -> Edition:
    return Edition(number, from_on, starts_on, recorded_at, more.pop("audience", EVERYONE), rules, **more)


def test_a_plan_asks_nothing_before_it_starts_and_asks_on_until_it_is_followed() -> None:
    plan = [
        edition(1, date(2026, 11, 20), {1: LATER}),
        edition(2, date(2027, 3, 1), {1: SOON, 2: SOON}, recorded_at=datetime(2027, 3, 1, tzinfo=UTC)),
    ]
    found = stretches(plan, NOW)
    assert [(one.span, one.rule) for one in found[1]] == [
        (Span(date(2026, 12, 1), date(2027, 3, 1)), LATER),
        (Span(date(2027, 3, 1), OPEN), SOON),
    ]
    assert [one.span for one in found[2]] == [Span(date(2027, 3, 1), OPEN)]
    assert stretches(plan, SAID) == stretches(plan[:1], NOW)


def test_a_plan_that_is_changed_before_it_starts_asks_as_changed() -> None:
    plan = [
        edition(1, date(2026, 11, 20), {1: LATER}),
        edition(2, date(2026, 11, 25), {1: LATER}, starts_on=date(2027, 1, 15)),
    ]
    assert [one.span for one in stretches(plan, NOW)[1]] == [Span(date(2027, 1, 15), OPEN)]


def test_of_two_editions_of_one_day_the_later_one_holds() -> None:
    plan = [edition(1, date(2026, 11, 20), {1: LATER}), edition(2, date(2026, 11, 20), {1: SOON})]
    assert [one.rule for one in stretches(plan, NOW)[1]] == [SOON]
    assert edition_on(plan, date(2026, 11, 20), NOW).number == 2
    assert edition_on(plan, date(2026, 11, 19), NOW) is None


def test_a_closed_plan_asks_nothing_from_that_day_on() -> None:
    plan = [edition(1, date(2026, 11, 20), {1: LATER}), edition(2, date(2027, 2, 1), {}, is_closed=True)]
    assert [one.span for one in stretches(plan, NOW)[1]] == [Span(date(2026, 12, 1), date(2027, 2, 1))]


def test_a_course_is_not_asked_for_while_it_is_retired() -> None:
    plan = [edition(1, date(2026, 11, 20), {1: LATER})]
    retired = {1: (Span(date(2027, 1, 1), date(2027, 3, 1)), Span(date(2027, 6, 1)))}
    assert [one.span for one in stretches(plan, NOW, retired)[1]] == [
        Span(date(2026, 12, 1), date(2027, 1, 1)),
        Span(date(2027, 3, 1), date(2027, 6, 1)),
    ]


def held(value, from_on=date(2026, 1, 1), until_on=None, recorded_at=SAID, withdrawn_at=None) -> DatedFact:
    return DatedFact(value, from_on, until_on, recorded_at, withdrawn_at)


def fits(audience: Audience, work: WorkFacts, tree: TeamTree | None = None, known_at=NOW) -> tuple[Span, ...]:
    days = AudienceDays(tree or TeamTree(), known_at)
    return days.days_of(days.known_of(work), audience)


def test_everyone_is_whoever_works_here_whatever_their_role() -> None:
    work = WorkFacts((held("Social worker", until_on=date(2027, 1, 1)), held("", date(2027, 1, 1), date(2027, 5, 1))))
    assert fits(EVERYONE, work) == (Span(date(2026, 1, 1), date(2027, 5, 1)),)


def test_a_job_role_is_meant_whatever_its_capitals() -> None:
    work = WorkFacts((held("Social Worker", until_on=date(2027, 1, 1)), held("Team manager", date(2027, 1, 1))))
    assert fits(Audience(job_roles=("social worker",)), work) == (Span(date(2026, 1, 1), date(2027, 1, 1)),)


def test_a_team_stands_for_all_beneath_it_on_the_days_they_stood_there() -> None:
    tree = TeamTree({1: "services", 2: "east"}, {2: [held(1, date(2026, 6, 1), date(2026, 9, 1))]})
    work = WorkFacts((held(""),), (held(2),))
    assert fits(Audience(teams=("Services",)), work, tree) == (Span(date(2026, 6, 1), date(2026, 9, 1)),)
    assert fits(Audience(teams=("East",)), work, tree) == (Span(date(2026, 1, 1), OPEN),)


def test_a_team_is_meant_by_its_number_and_by_its_name_only_where_it_had_none() -> None:
    tree, work = TeamTree({1: "zenith", 2: "east"}), WorkFacts((held(""),), (held(1),))
    always = (Span(date(2026, 1, 1), OPEN),)
    assert fits(Audience(teams=("East",), team_ids=(1,)), work, tree) == always
    assert fits(Audience(teams=("Zenith",), team_ids=(2,)), work, tree) == ()
    assert fits(Audience(teams=("East", "Zenith"), team_ids=(2, None)), work, tree) == always


def test_a_circle_of_teams_ends_by_itself() -> None:
    tree = TeamTree({1: "one", 2: "two"}, {1: [held(2)], 2: [held(1)]})
    assert fits(Audience(teams=("three",)), WorkFacts((held(""),), (held(1),)), tree) == ()


def test_leading_people_is_managing_a_team_that_day_and_only_while_working_here() -> None:
    work = WorkFacts((held("", until_on=date(2027, 1, 1)),), (), (held(7, date(2026, 6, 1), date(2027, 6, 1)),))
    assert fits(Audience(leads_people=True), work) == (Span(date(2026, 6, 1), date(2027, 1, 1)),)
    assert fits(Audience(leads_people=False), work) == (Span(date(2026, 1, 1), date(2026, 6, 1)),)


def test_every_line_of_an_audience_must_fit() -> None:
    work = WorkFacts((held("Social worker"),), (), (held(7, date(2026, 6, 1)),))
    assert fits(Audience(job_roles=("Social worker",), leads_people=True), work) == (Span(date(2026, 6, 1), OPEN),)
    assert fits(Audience(job_roles=("Cook",), leads_people=True), work) == ()


def test_what_was_said_later_or_taken_back_before_is_not_known() -> None:
    later = held("Social worker", recorded_at=datetime(2027, 1, 1, tzinfo=UTC))
    taken_back = held("Social worker", withdrawn_at=datetime(2026, 12, 1, tzinfo=UTC))
    known_at = datetime(2026, 12, 15, tzinfo=UTC)
    assert fits(EVERYONE, WorkFacts((later,)), known_at=known_at) == ()
    assert fits(EVERYONE, WorkFacts((taken_back,)), known_at=known_at) == ()
    assert fits(EVERYONE, WorkFacts((taken_back,)), known_at=SAID) != ()
