"""PURE. Where each of many people worked and led, and what was agreed with them, as far as ever recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from learning.people.spans import DatedFact
from learning.plans.audience import TeamTree, WorkFacts
from learning.plans.standing import NOTHING_AGREED, Agreements

JOB_ROLE, MEMBER, MANAGES, PAUSE, EXEMPTION, EXTENSION, TEAM, BENEATH = range(8)
"""The kinds of rows."""


class PeopleFacts:
    """The facts of these people, or of everybody for None, from rows of `known_rows` of the kinds above.

    `work` is in order of people; `tree` is empty where it was left out.
    """

    def __init__(self, person_ids: Collection[int] | None, rows: Iterable[Any]) -> None:
        names: dict[int, str] = {}
        parents: defaultdict[int, list[DatedFact[int]]] = defaultdict(list)
        work: defaultdict[int, tuple[list[Any], list[Any], list[Any]]] = defaultdict(lambda: ([], [], []))
        self._exemptions: defaultdict[tuple[int, int, int], list[DatedFact[None]]] = defaultdict(list)
        self._extensions: defaultdict[tuple[int, int, int], list[DatedFact[date]]] = defaultdict(list)
        self._pauses: defaultdict[int, list[DatedFact[None]]] = defaultdict(list)
        for kind, person_id, words, number, course_id, from_on, until_on, recorded_at, withdrawn_at, *_ in rows:
            recorded = (recorded_at, withdrawn_at)
            if kind <= MANAGES:
                value = words if kind == JOB_ROLE else number
                work[person_id][kind].append(DatedFact(value, from_on, until_on, *recorded))
            elif kind == PAUSE:
                self._pauses[person_id].append(DatedFact(None, from_on, until_on, *recorded))
            elif kind == EXEMPTION:
                self._exemptions[person_id, number, course_id].append(DatedFact(None, from_on, until_on, *recorded))
            elif kind == EXTENSION:
                self._extensions[person_id, number, course_id].append(DatedFact(until_on, from_on, None, *recorded))
            elif kind == TEAM:
                names[person_id] = words.casefold()
            else:
                parents[person_id].append(DatedFact(number, from_on, until_on, *recorded))
        self.tree = TeamTree(names, parents)
        wanted = work.keys() if person_ids is None else work.keys() & set(person_ids)
        self.work = {person_id: WorkFacts(*map(tuple, work[person_id])) for person_id in sorted(wanted)}
        self._agreed_with = {key[0] for key in (*self._exemptions, *self._extensions)} | self._pauses.keys()

    def moments(self) -> Iterator[datetime]:
        """Every moment at which one of these facts was said or taken back."""
        work = (facts for one in self.work.values() for facts in (one.job_roles, one.teams, one.managed_teams))
        agreed = (self._exemptions, self._extensions, self._pauses)
        every: list[Sequence[DatedFact[Any]]] = [*work, *self.tree.parents.values()]
        every += [facts for kind in agreed for facts in kind.values()]
        for facts in every:
            for fact in facts:
                yield fact.recorded_at
                if fact.withdrawn_at is not None:
                    yield fact.withdrawn_at

    def agreements_with(self, person_id: int, plan_id: int, course_id: int) -> Agreements:
        """What was agreed with a person about one course of one plan."""
        if person_id not in self._agreed_with:
            return NOTHING_AGREED
        key = (person_id, plan_id, course_id)
        return Agreements(self._exemptions.get(key, ()), self._extensions.get(key, ()), self._pauses.get(person_id, ()))
