"""What was learned elsewhere as completions of our courses: of many people in one statement, for standings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, true, union_all
from sqlalchemy.orm import aliased

from learning.courses.format.months import add_months
from learning.db import db
from learning.outside.models import Equivalence, FurtherRecord, OutsideLearning
from learning.people.many_people import PeopleToName, is_one_of
from learning.study.status import CompletionFact

FROM_NO_VERSION = 0
"""The version number of what was learned elsewhere: nobody read a version of ours, so nothing has changed since."""

IS_EQUAL: ColumnElement[bool] = and_(
    Equivalence.title_key == OutsideLearning.title_key,
    Equivalence.provider_key == OutsideLearning.provider_key,
    Equivalence.from_on <= OutsideLearning.held_on,
    or_(Equivalence.until_on.is_(None), Equivalence.until_on > OutsideLearning.held_on),
)
"""Joins what was learned elsewhere with its equivalences, also with those that were withdrawn since."""


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


def completions_from(rows: Iterable[Sequence[Any]]) -> list[OutsideCompletion]:
    """The same from the rows that `outside_parts` selects; they may leave out title and provider."""
    completions = []
    for learning_id, person_id, course_id, held_on, months, recorded_at, voided_at, *names in rows:
        expires_on = add_months(held_on, months) if months else None
        completions.append(
            OutsideCompletion(
                learning_id, person_id, course_id, held_on, expires_on, recorded_at, voided_at, *(names or ("", ""))
            )
        )
    return sorted(completions, key=lambda one: (one.recorded_at, one.learning_id))


def completion_facts(person_ids: Collection[int]) -> dict[tuple[int, int], list[CompletionFact]]:
    """The same by person and course, as `study.status` counts them."""
    wanted = frozenset(person_ids)
    found: dict[tuple[int, int], list[CompletionFact]] = defaultdict(list)
    for one in outside_completions(person_ids):
        if one.person_id in wanted:
            fact = CompletionFact(
                one.number, one.completed_on, one.expires_on, one.voided_at is not None, FROM_NO_VERSION
            )
            found[one.person_id, one.course_id].append(fact)
    return found


_confirmed = aliased(FurtherRecord)
_voided = aliased(FurtherRecord)


def _direct() -> tuple[Select[Any], ColumnElement[int]]:
    course_id: Any = OutsideLearning.course_id
    part = _selected(course_id, OutsideLearning.repeat_after_months, _confirmed.recorded_at, _voided.recorded_at)
    return part.where(course_id.is_not(None)), course_id


def _by_equivalence() -> tuple[Select[Any], ColumnElement[int]]:
    course_id: Any = Equivalence.course_id
    # Known once both are, and until one of them is taken back.
    is_equal_later = Equivalence.recorded_at > _confirmed.recorded_at
    recorded_at = case((is_equal_later, Equivalence.recorded_at), else_=_confirmed.recorded_at)
    ends_first = or_(_voided.recorded_at.is_(None), Equivalence.withdrawn_at < _voided.recorded_at)
    voided_at = case((ends_first, Equivalence.withdrawn_at), else_=_voided.recorded_at)
    part = _selected(course_id, Equivalence.repeat_after_months, recorded_at, voided_at)
    return part.join(Equivalence, IS_EQUAL), course_id


def _selected(course_id: Any, months: Any, recorded_at: Any, voided_at: Any) -> Select[Any]:
    return (
        select(
            OutsideLearning.id,
            OutsideLearning.person_id,
            course_id.label("course_id"),
            OutsideLearning.held_on,
            months.label("months"),
            recorded_at.label("recorded_at"),
            voided_at.label("voided_at"),
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
