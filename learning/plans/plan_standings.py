"""Standings of many people at once: a fixed number of statements, then the pure rule for each cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from learning.clock import day_of
from learning.people.spans import Span
from learning.plans.audience import AudienceDays, TeamTree
from learning.plans.document import Audience
from learning.plans.editions import Edition, Rule, stretches
from learning.plans.person_facts import (
    PeopleFacts,
    completions_by_person,
    refreshes_by_course,
    team_tree,
)
from learning.plans.plan_rows import KnownPlans, read_plans
from learning.plans.standing import (
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


def standings_of(
    person_ids: Collection[int] | None, *, day: date, known_at: datetime, time_zone: ZoneInfo
) -> list[PersonStanding]:
    """Each standing of these people, or of everybody for None; nothing where nothing is asked. In order of people."""
    facts = facts_of(person_ids, time_zone=time_zone)
    return list(standings_from(facts, day=day, known_at=known_at)) if facts else []


def by_person_and_course(standings: Iterable[PersonStanding]) -> dict[tuple[int, int], Standing]:
    """The most pressing standing of each person with each course, whichever plan asks."""
    found: dict[tuple[int, int], list[Standing]] = {}
    for person_id, _, course_id, standing in standings:
        found.setdefault((person_id, course_id), []).append(standing)
    pressing = {key: most_pressing(some) if len(some) > 1 else some[0] for key, some in found.items()}
    return {key: standing for key, standing in pressing.items() if standing}


def facts_of(person_ids: Collection[int] | None, *, time_zone: ZoneInfo) -> Facts | None:
    """What standings of these people rest on: six statements at most, however many people; None without a plan."""
    plans = read_plans()
    if not plans.course_slugs:
        return None
    names_teams = any(edition.audience.teams for plan in plans.plans.values() for edition in plan.editions)
    return _facts(plans, person_ids, sorted(plans.course_slugs), time_zone, with_teams=names_teams)


def facts_of_everybody(course_ids: Collection[int], *, time_zone: ZoneInfo) -> Facts:
    """What standings of everybody with these courses would rest on, also where no plan asks for them yet."""
    return _facts(read_plans(), None, sorted(course_ids), time_zone, with_teams=True)


def _facts(
    plans: KnownPlans,
    person_ids: Collection[int] | None,
    course_ids: Collection[int],
    time_zone: ZoneInfo,
    *,
    with_teams: bool,
) -> Facts:
    return Facts(
        time_zone,
        plans,
        team_tree() if with_teams else TeamTree(),
        PeopleFacts(person_ids),
        completions_by_person(person_ids, course_ids, time_zone=time_zone),
        refreshes_by_course(course_ids),
    )


def standings_from(
    facts: Facts, *, day: date, known_at: datetime, editions: Mapping[int, Sequence[Edition]] | None = None
) -> Iterator[PersonStanding]:
    """The standings that rest on these facts; `editions` stand in for those of some plans, for trying out a change."""
    asking = _asking(facts, known_at, editions or {})
    days = AudienceDays(facts.tree, known_at)
    for person_id, work in facts.people.work.items():
        known_work = days.known_of(work)
        fits = {audience: days.days_of(known_work, audience) for audience in asking.audiences}
        for spans, audiences, wanted in asking.groups:
            asked = asked_on(days_asked(spans, [fits[audience] for audience in audiences]), day)
            if asked is None:
                continue
            joined_on, place = asked
            for plan_id, course_id, rules in wanted:
                standing = standing_on(
                    day,
                    known_at=known_at,
                    joined_on=joined_on,
                    rule=rules[place],
                    completions=facts.completions.get((person_id, course_id), ()),
                    refreshes=facts.refreshes.get(course_id, ()),
                    agreements=facts.people.agreements_with(person_id, plan_id, course_id),
                )
                yield PersonStanding(person_id, plan_id, course_id, standing)


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
    retired_on = {
        course_id: day_of(moment, facts.time_zone)
        for course_id, moment in facts.plans.retired_at.items()
        if moment <= known_at
    }
    every = {plan_id: plan.editions for plan_id, plan in facts.plans.plans.items()} | dict(editions)
    groups: dict[tuple[tuple[Span, ...], tuple[Audience, ...]], list[_Wanted]] = {}
    for plan_id, of_plan in every.items():
        for course_id, of_course in stretches(of_plan, known_at, retired_on).items():
            key = (tuple(one.span for one in of_course), tuple(one.audience for one in of_course))
            rules = tuple(one.rule for one in of_course)
            groups.setdefault(key, []).append(_Wanted(plan_id, course_id, rules))
    audiences = frozenset(audience for _, audiences in groups for audience in audiences)
    return _Asking(audiences, tuple((*key, wanted) for key, wanted in groups.items()))
