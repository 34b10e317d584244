"""PURE. Whom a plan is for, day by day: the days on which somebody fits an audience, from what was known at a moment.

Names of job roles and teams are compared without capitals, as people type them. A team stands for all beneath it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest

from learning.people.spans import ALWAYS, OPEN, DatedFact, Span, common, known, merged, without
from learning.plans.document import Audience


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """What is known of one person: job roles in words, teams and managed teams by their numbers."""

    job_roles: tuple[DatedFact[str], ...] = ()
    teams: tuple[DatedFact[int], ...] = ()
    managed_teams: tuple[DatedFact[int], ...] = ()


def is_at_work(person: WorkFacts, day: date) -> bool:
    """Whether somebody, given as known, worked here on a day: whoever did had a job role, if an empty one."""
    return any(fact.from_on <= day < (fact.until_on or OPEN) for fact in person.job_roles)


@dataclass(frozen=True, slots=True)
class TeamTree:
    """The names of teams by number, in lower case, and which team each stands beneath, day by day."""

    names: Mapping[int, str] = field(default_factory=dict)
    parents: Mapping[int, Sequence[DatedFact[int]]] = field(default_factory=dict)


class AudienceDays:
    """Answers for one team tree and one moment of knowledge; the same question is worked out once."""

    def __init__(self, tree: TeamTree, known_at: datetime) -> None:
        self._tree = tree
        self._known_at = known_at
        self._beneath: dict[tuple[int, frozenset[int | str]], tuple[Span, ...]] = {}
        self._found: dict[tuple[Audience, tuple[object, ...]], tuple[Span, ...]] = {}

    def known_of(self, person: WorkFacts) -> WorkFacts:
        """The person's facts as they were known, to be asked about with `days_of`."""
        known_at = self._known_at
        return WorkFacts(
            tuple(known(person.job_roles, known_at)),
            tuple(known(person.teams, known_at)),
            tuple(known(person.managed_teams, known_at)),
        )

    def days_of(self, person: WorkFacts, audience: Audience) -> tuple[Span, ...]:
        """The days on which a person, given as known, fits an audience; in order, without overlap."""
        signature = (
            *((fact.value, fact.from_on, fact.until_on) for fact in person.job_roles),
            None,
            *((fact.value, fact.from_on, fact.until_on) for fact in person.teams if audience.teams),
            None,
            *((fact.from_on, fact.until_on) for fact in person.managed_teams if audience.leads_people is not None),
        )
        found = self._found.get((audience, signature))
        if found is None:
            found = self._found[audience, signature] = self._work_out(person, audience)
        return found

    def _work_out(self, person: WorkFacts, audience: Audience) -> tuple[Span, ...]:
        roles = {role.casefold() for role in audience.job_roles}
        fitting = [fact for fact in person.job_roles if not roles or fact.value.casefold() in roles]
        days = merged(fact.span for fact in fitting)
        if audience.teams:
            meant = _teams_meant(audience)
            inside = [span for fact in person.teams for span in common([fact.span], self._days_beneath(fact, meant))]
            days = common(days, merged(inside))
        if audience.leads_people is not None:
            leading = merged(fact.span for fact in person.managed_teams)
            days = common(days, leading) if audience.leads_people else without(days, leading)
        return days

    def _days_beneath(self, membership: DatedFact[int], meant: frozenset[int | str]) -> tuple[Span, ...]:
        return self._team_days(membership.value, meant, frozenset())

    def _team_days(self, team_id: int, meant: frozenset[int | str], seen: frozenset[int]) -> tuple[Span, ...]:
        """The days on which a team is one of these or stands beneath one."""
        if team_id in meant or self._tree.names.get(team_id) in meant:
            return ALWAYS
        if team_id in seen:  # a circle of teams, should one ever stand in the table
            return ()
        found = self._beneath.get((team_id, meant))
        if found is None:
            above = known(self._tree.parents.get(team_id, ()), self._known_at)
            found = merged(
                span
                for fact in above
                for span in common([fact.span], self._team_days(fact.value, meant, seen | {team_id}))
            )
            if not seen:
                self._beneath[team_id, meant] = found
        return found


def _teams_meant(audience: Audience) -> frozenset[int | str]:
    """Each team by its number where that is known, else by its name."""
    pairs = zip_longest(audience.team_ids, audience.teams)
    return frozenset(name.casefold() if team_id is None else team_id for team_id, name in pairs)
