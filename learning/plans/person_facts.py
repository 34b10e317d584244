"""What standings need of many people: where they worked, what they completed, what was agreed. Fixed in statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Integer, Select, cast, literal, null, select, union_all

from learning.clock import day_of
from learning.courses.models import Version
from learning.db import UtcDateTime, db
from learning.outside.completions import FROM_NO_VERSION, OutsideCompletion, outside_completions
from learning.people.many_people import PeopleToName, is_one_of
from learning.people.models import Membership, PersonJobRole, Team, TeamManager, TeamParent
from learning.people.spans import DatedFact
from learning.plans.audience import TeamTree, WorkFacts
from learning.plans.models import Exemption, Extension, Pause
from learning.plans.standing import NOTHING_AGREED, Agreements, Completion, Refresh
from learning.study.models import CompletionRecord, Enrolment, VoidedCompletion

_JOB_ROLE, _MEMBER, _MANAGES, _PAUSE, _EXEMPTION, _EXTENSION, _TEAM, _BENEATH = range(8)
FIRST_OTHER_KIND = 8
"""Rows of this kind and after it are not of `PeopleFacts`."""


class PeopleFacts:
    """Where each of many people worked and led, and what was agreed with them, as far as ever recorded.

    `rows` begin with what `dated_parts` selects. `work` is in order of people; `tree` is empty where it was left out.
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
            if kind <= _MANAGES:
                value = words if kind == _JOB_ROLE else number
                work[person_id][kind].append(DatedFact(value, from_on, until_on, *recorded))
            elif kind == _PAUSE:
                self._pauses[person_id].append(DatedFact(None, from_on, until_on, *recorded))
            elif kind == _EXEMPTION:
                self._exemptions[person_id, number, course_id].append(DatedFact(None, from_on, until_on, *recorded))
            elif kind == _EXTENSION:
                self._extensions[person_id, number, course_id].append(DatedFact(until_on, from_on, None, *recorded))
            elif kind == _TEAM:
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


def read_people(person_ids: Collection[int] | None, *, with_tree: bool) -> PeopleFacts:
    """The facts of these people, or of everybody for None, with the tree of teams or without: one statement."""
    return PeopleFacts(person_ids, db.session.execute(union_all(*dated_parts(person_ids, with_tree))))


def completions_by_person(
    person_ids: Collection[int] | None, course_ids: Collection[int], *, time_zone: ZoneInfo
) -> dict[tuple[int, int], list[Completion]]:
    """Every completion of these courses, by person and course, the voided ones too, also what was learned elsewhere."""
    rows = made_here(person_ids).where(CompletionRecord.course_id.in_(course_ids)).order_by(CompletionRecord.id)
    return completions_from(db.session.execute(rows), outside_completions(person_ids, course_ids), time_zone=time_zone)


def made_here(person_ids: PeopleToName) -> Select[*tuple[Any, ...]]:
    """Selects the completion records of these people, or of everybody for None, as `study.begun.CompletedHere`."""
    return (
        select(
            CompletionRecord.id,
            CompletionRecord.person_id,
            CompletionRecord.course_id,
            CompletionRecord.completed_at,
            CompletionRecord.repeat_by_on,
            CompletionRecord.version_number,
            VoidedCompletion.voided_at,
            Enrolment.refreshes_id,
        )
        .outerjoin(VoidedCompletion, VoidedCompletion.completion_id == CompletionRecord.id)
        .outerjoin(Enrolment, Enrolment.id == CompletionRecord.enrolment_id)
        .where(is_one_of(CompletionRecord.person_id, person_ids))
    )


def completions_from(
    made_here: Iterable[Any], elsewhere: Iterable[OutsideCompletion], *, time_zone: ZoneInfo
) -> dict[tuple[int, int], list[Completion]]:
    """The same, from what has been read already: `made_here` as `study.begun.CompletedHere`, in its order."""
    found: defaultdict[tuple[int, int], list[Completion]] = defaultdict(list)
    in_full_on: dict[int, date] = {}
    for number, person_id, course_id, completed_at, expires_on, version, voided_at, rests_on in made_here:
        completed_on = day_of(completed_at, time_zone)
        # A refresh asks only for what changed: the course is renewed from the completion that it rests on.
        in_full_on[number] = in_full_on.get(rests_on, completed_on) if rests_on else completed_on
        found[person_id, course_id].append(
            Completion(number, completed_on, expires_on, completed_at, voided_at, version, in_full_on[number])
        )
    for one in elsewhere:
        found[one.person_id, one.course_id].append(
            Completion(one.number, one.completed_on, one.expires_on, one.recorded_at, one.voided_at, FROM_NO_VERSION)
        )
    return found


def refreshes_by_course(course_ids: Collection[int]) -> dict[int, list[Refresh]]:
    """The versions of these courses that ask people to see what changed in them."""
    rows = select(Version.course_id, Version.number, Version.refresh_due_on, Version.published_at).where(
        Version.course_id.in_(course_ids), Version.label == "material"
    )
    found: defaultdict[int, list[Refresh]] = defaultdict(list)
    for course_id, number, due_on, published_at in db.session.execute(rows):
        if due_on is not None:
            found[course_id].append(Refresh(number, due_on, published_at))
    return found


def dated_parts(person_ids: PeopleToName, with_tree: bool) -> list[Select[Any]]:
    """Selects kind, person, words, number of a team or plan, number of a course, and the days and moments of each fact.

    Of a team, its own number stands for the person, and the one it stands beneath for the number.
    """
    no_words, none = literal(""), cast(null(), Integer)
    parts: list[tuple[int, Any, Any, Any, Any, Any]] = [
        (_JOB_ROLE, PersonJobRole, PersonJobRole.job_role, none, none, PersonJobRole.until_on),
        (_MEMBER, Membership, no_words, Membership.team_id, none, Membership.until_on),
        (_MANAGES, TeamManager, no_words, TeamManager.team_id, none, TeamManager.until_on),
        (_PAUSE, Pause, no_words, none, none, Pause.until_on),
        (_EXEMPTION, Exemption, no_words, Exemption.plan_id, Exemption.course_id, Exemption.until_on),
        (_EXTENSION, Extension, no_words, Extension.plan_id, Extension.course_id, Extension.due_on),
    ]
    chosen: list[Any] = [
        select(
            literal(kind), row.person_id, words, number, course_id,
            row.from_on, until_on, row.recorded_at, row.withdrawn_at,
        ).where(is_one_of(row.person_id, person_ids))
        for kind, row, words, number, course_id, until_on in parts
    ]  # fmt: skip
    if with_tree:
        no_day, no_moment = cast(null(), Date), cast(null(), UtcDateTime)
        above, days = TeamParent.parent_id, (TeamParent.from_on, TeamParent.until_on)
        recorded = (TeamParent.recorded_at, TeamParent.withdrawn_at)
        chosen.append(select(literal(_TEAM), Team.id, Team.name, none, none, no_day, no_day, no_moment, no_moment))
        chosen.append(select(literal(_BENEATH), TeamParent.team_id, no_words, above, none, *days, *recorded))
    return chosen
