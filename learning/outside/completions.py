"""What was learned elsewhere as completions of our courses: of many people in one statement, for standings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, cast, null, or_, select, true, union_all
from sqlalchemy.orm import aliased

from learning.courses.format.months import add_months
from learning.db import UtcDateTime, db
from learning.outside.models import Equivalence, FurtherRecord, OutsideLearning
from learning.people.many_people import PeopleToName, is_one_of
from learning.study.status import CompletionFact

FROM_NO_VERSION = 0
"""The version number of what was learned elsewhere: nobody read a version of ours, so nothing has changed since."""


class OutsideCompletion(NamedTuple):
    """A confirmed learning that stands for a course of ours, or met it by an equivalence.

    Known from `recorded_at` until `voided_at`: the moments from which, and until which, all that it rests on was known.
    `expires_on` is the first day on which it no longer counts by the course's own refresh time.
    """

    learning_id: int
    person_id: int
    course_id: int
    completed_on: date
    expires_on: date | None
    recorded_at: datetime
    voided_at: datetime | None
    title: str
    provider: str

    @property
    def number(self) -> int:
        """Below zero, so that it is never taken for the number of a completion record."""
        return -self.learning_id

    @property
    def source(self) -> str:
        """Where it comes from, in words."""
        return f"{self.title}, {self.provider}"


def outside_completions(
    person_ids: Collection[int] | None, course_ids: Collection[int] | None = None
) -> list[OutsideCompletion]:
    """Those of these people and courses, the voided ones too, in the order of their recording; None asks for all."""
    return completions_from(db.session.execute(union_all(*outside_parts(person_ids, course_ids))))


def outside_parts(person_ids: PeopleToName, course_ids: Collection[int] | None = None) -> tuple[Select[Any], ...]:
    """Selects what they rest on: what stands for a course by itself, and what does by an equivalence."""
    parts = [_direct(), _by_equivalence()]
    return tuple(_chosen(part, course_id, person_ids, course_ids) for part, course_id in parts)


def completions_from(rows: Iterable[Any]) -> list[OutsideCompletion]:
    """The same from the rows that `outside_parts` selects."""
    completions = []
    for row in rows:
        months = row.months
        moments = [moment for moment in (row.voided_at, row.withdrawn_at) if moment]
        completions.append(
            OutsideCompletion(
                learning_id=row.id,
                person_id=row.person_id,
                course_id=row.course_id,
                completed_on=row.held_on,
                expires_on=add_months(row.held_on, months) if months else None,
                recorded_at=max(row.confirmed_at, row.equal_at) if row.equal_at else row.confirmed_at,
                voided_at=min(moments, default=None),
                title=row.title,
                provider=row.provider,
            )
        )
    return sorted(completions, key=lambda one: (one.recorded_at, one.learning_id))


def completion_facts(person_ids: Collection[int]) -> dict[tuple[int, int], list[CompletionFact]]:
    """The same by person and course, as `study.status` counts them."""
    wanted = frozenset(person_ids)
    return facts_from(one for one in outside_completions(person_ids) if one.person_id in wanted)


def facts_from(completions: Iterable[OutsideCompletion]) -> dict[tuple[int, int], list[CompletionFact]]:
    """The same, from what has been read already."""
    found: dict[tuple[int, int], list[CompletionFact]] = defaultdict(list)
    for one in completions:
        fact = CompletionFact(one.number, one.completed_on, one.expires_on, one.voided_at is not None, FROM_NO_VERSION)
        found[one.person_id, one.course_id].append(fact)
    return found


_confirmed = aliased(FurtherRecord)
_voided = aliased(FurtherRecord)


def _direct() -> tuple[Select[Any], ColumnElement[int]]:
    moment = cast(null(), UtcDateTime)
    course_id: Any = OutsideLearning.course_id
    columns = (course_id, OutsideLearning.repeat_after_months, moment.label("equal_at"), moment.label("withdrawn_at"))
    return _with_moments(*columns).where(course_id.is_not(None)), course_id


def _by_equivalence() -> tuple[Select[Any], ColumnElement[int]]:
    course_id: Any = Equivalence.course_id
    columns = (course_id, Equivalence.repeat_after_months, Equivalence.recorded_at, Equivalence.withdrawn_at)
    is_equal = (
        (Equivalence.title_key == OutsideLearning.title_key)
        & (Equivalence.provider_key == OutsideLearning.provider_key)
        & (Equivalence.from_on <= OutsideLearning.held_on)
        & or_(Equivalence.until_on.is_(None), Equivalence.until_on > OutsideLearning.held_on)
    )
    return _with_moments(*columns).join(Equivalence, is_equal), course_id


def _with_moments(course_id: Any, months: Any, equal_at: Any, withdrawn_at: Any) -> Select[Any]:
    return (
        select(
            OutsideLearning.id,
            OutsideLearning.person_id,
            course_id.label("course_id"),
            OutsideLearning.held_on,
            months.label("months"),
            _confirmed.recorded_at.label("confirmed_at"),
            _voided.recorded_at.label("voided_at"),
            equal_at.label("equal_at"),
            withdrawn_at.label("withdrawn_at"),
            OutsideLearning.title,
            OutsideLearning.provider,
        )
        .select_from(OutsideLearning)
        .join(_confirmed, (_confirmed.learning_id == OutsideLearning.id) & (_confirmed.kind == "confirmed"))
        .outerjoin(_voided, (_voided.learning_id == OutsideLearning.id) & (_voided.kind == "voided"))
    )


def _chosen(
    part: Select[Any],
    course_id: ColumnElement[int],
    person_ids: PeopleToName,
    course_ids: Collection[int] | None,
) -> Select[Any]:
    return part.where(
        is_one_of(OutsideLearning.person_id, person_ids),
        course_id.in_(course_ids) if course_ids is not None else true(),
    )
