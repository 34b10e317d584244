"""Standings of many people at once, from what is known of them: the rule for each cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from learning.courses.retirement import retired_days
from learning.people.spans import Span
from learning.plans.audience import AudienceDays, TeamTree, is_at_work
from learning.plans.document import Audience
from learning.plans.editions import Edition, Rule, stretches
from learning.plans.person_facts import PeopleFacts
from learning.plans.plan_rows import KnownPlans
from learning.plans.standing import (
    Agreements,
    Completion,
    PersonStanding,
    Refresh,
    Standing,
    asked_on,
    days_asked,
    most_pressing,
    standing_on,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that standings of some people rest on, whatever the day and the moment of knowledge."""

    time_zone: ZoneInfo
    plans: KnownPlans
    tree: TeamTree
    people: PeopleFacts
    completions: Mapping[tuple[int, int], Sequence[Completion]]
    refreshes: Mapping[int, Sequence[Refresh]]


def by_person_and_course(standings: Iterable[PersonStanding]) -> dict[tuple[int, int], Standing]:
    """The most pressing standing of each person with each course, whichever plan asks."""
    found: dict[tuple[int, int], Standing] = {}
    for person_id, _, course_id, standing in standings:
        before = found.get((person_id, course_id))
        pressing = standing if before is None else most_pressing((before, standing)) or standing
        found[person_id, course_id] = pressing
    return found


def standings_from(
    facts: Facts,
    *,
    day: date,
    known_at: datetime,
    editions: Mapping[int, Sequence[Edition]] | None = None,
    at_work: bool = False,
) -> Iterator[PersonStanding]:
    """The standings that rest on these facts; `editions` stand in for those of some plans, for trying out a change.

    With `at_work` those of people who work here on the day: what everybody is counted by.
    """
    for cell in cells_from(facts, day=day, known_at=known_at, editions=editions, at_work=at_work):
        yield PersonStanding(cell.person_id, cell.plan_id, cell.course_id, cell.standing_on(day, known_at))


class Cell(NamedTuple):
    """One course that one plan asks of one person on a day, with all that the standing rests on."""

    person_id: int
    plan_id: int
    course_id: int
    asked: Sequence[tuple[Span, int]]
    """Every day on which it is asked, whenever that is."""
    joined_on: date
    rule: Rule
    completions: Sequence[Completion]
    refreshes: Sequence[Refresh]
    agreements: Agreements

    def standing_on(self, day: date, known_at: datetime) -> Standing:
        """The standing; on another day than the cell's, somebody may be asked otherwise."""
        return standing_on(
            day,
            known_at=known_at,
            joined_on=self.joined_on,
            rule=self.rule,
            completions=self.completions,
            refreshes=self.refreshes,
            agreements=self.agreements,
        )


def cells_from(
    facts: Facts,
    *,
    day: date,
    known_at: datetime,
    editions: Mapping[int, Sequence[Edition]] | None = None,
    at_work: bool = False,
) -> Iterator[Cell]:
    """What is asked of whom on a day, or will be, in order of people; of everybody, or of who works here on the day."""
    asking = _asking(facts, known_at, editions or {})
    days = AudienceDays(facts.tree, known_at)
    for person_id, work in facts.people.work.items():
        known_work = days.known_of(work)
        if at_work and not is_at_work(known_work, day):
            continue
        fits = {audience: days.days_of(known_work, audience) for audience in asking.audiences}
        for spans, audiences, wanted in asking.groups:
            asked = days_asked(spans, [fits[audience] for audience in audiences])
            found = asked_on(asked, day)
            if found is None:
                continue
            joined_on, place = found
            for plan_id, course_id, rules in wanted:
                yield Cell(
                    person_id,
                    plan_id,
                    course_id,
                    asked,
                    joined_on,
                    rules[place],
                    facts.completions.get((person_id, course_id), ()),
                    facts.refreshes.get(course_id, ()),
                    facts.people.agreements_with(person_id, plan_id, course_id),
                )


def names_teams(plans: KnownPlans) -> bool:
    """Whether any edition of a plan is for named teams, so that their tree matters."""
    return any(edition.audience.teams for plan in plans.plans.values() for edition in plan.editions)


class _Wanted(NamedTuple):
    """One course that a plan asks for, with the rule of each stretch."""

    plan_id: int
    course_id: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class _Asking:
    """What plans ask, in groups with the same days and audiences: who is asked is worked out once for each."""

    audiences: frozenset[Audience]
    groups: tuple[tuple[tuple[Span, ...], tuple[Audience, ...], list[_Wanted]], ...]


def _asking(facts: Facts, known_at: datetime, editions: Mapping[int, Sequence[Edition]]) -> _Asking:
    retired = {
        course_id: retired_days(changes, known_at, facts.time_zone)
        for course_id, changes in facts.plans.retirements.items()
    }
    every = {plan_id: plan.editions for plan_id, plan in facts.plans.plans.items()} | dict(editions)
    groups: dict[tuple[tuple[Span, ...], tuple[Audience, ...]], list[_Wanted]] = {}
    for plan_id, of_plan in every.items():
        for course_id, of_course in stretches(of_plan, known_at, retired).items():
            key = (tuple(one.span for one in of_course), tuple(one.audience for one in of_course))
            rules = tuple(one.rule for one in of_course)
            groups.setdefault(key, []).append(_Wanted(plan_id, course_id, rules))
    audiences = frozenset(audience for _, audiences in groups for audience in audiences)
    return _Asking(audiences, tuple((*key, wanted) for key, wanted in groups.items()))
