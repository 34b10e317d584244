"""Which courses many people began and completed here, and what newer versions ask of them: one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, or_, select, true

from learning.courses.models import CourseRow, Version
from learning.db import db
from learning.people.many_people import is_one_of
from learning.study.models import CompletionRecord, Enrolment, VoidedCompletion


class CompletedHere(NamedTuple):
    """A completion record, voided or not; `refreshes_id` is the completion of which it refreshed what changed."""

    number: int
    person_id: int
    course_id: int
    completed_at: datetime
    repeat_by_on: date | None
    version_number: int
    voided_at: datetime | None
    refreshes_id: int | None


class AskingVersion(NamedTuple):
    """A version of a course with a day by which people are to see what changed in it."""

    number: int
    label: str
    due_on: date
    published_at: datetime
    is_retired: bool
    """Whether nobody can start the course any more, so that by itself it asks nothing."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What people completed, in the order of its recording; what they have open, by person and course; and the
    versions newer than one that somebody completed, by course."""

    completions: Sequence[CompletedHere]
    open_pairs: frozenset[tuple[int, int]]
    asking: Mapping[int, Collection[AskingVersion]]


def courses_begun(person_ids: Collection[int], course_ids: Collection[int] | None = None) -> Begun:
    """The courses that these people began, whatever became of it; of all courses, or of some."""
    wanted = frozenset(person_ids)
    completions: dict[int, CompletedHere] = {}
    open_pairs: set[tuple[int, int]] = set()
    asking: dict[int, set[AskingVersion]] = defaultdict(set)
    for row in db.session.execute(_statement(wanted, course_ids)) if wanted else ():
        if row.person_id not in wanted:
            continue
        if row.is_open:
            open_pairs.add((row.person_id, row.course_id))
        if row.id is None:
            continue
        completions[row.id] = CompletedHere(
            row.id, row.person_id, row.course_id, row.completed_at, row.repeat_by_on,
            row.version_number, row.voided_at, row.refreshes_id,
        )  # fmt: skip
        if row.newer_number is not None:
            newer = AskingVersion(row.newer_number, row.label, row.due_on, row.published_at, row.is_retired)
            asking[row.course_id].add(newer)
    return Begun([completions[number] for number in sorted(completions)], frozenset(open_pairs), asking)


def _statement(person_ids: Collection[int], course_ids: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    """Each enrolment that is open or was completed; a completed one once for each newer version that asks."""
    asks = and_(
        Version.course_id == CompletionRecord.course_id,
        Version.number > CompletionRecord.version_number,
        Version.refresh_due_on.is_not(None),
    )
    return (
        select(
            Enrolment.person_id,
            Enrolment.course_id,
            Enrolment.closed_at.is_(None).label("is_open"),
            Enrolment.refreshes_id,
            CompletionRecord.id,
            CompletionRecord.completed_at,
            CompletionRecord.repeat_by_on,
            CompletionRecord.version_number,
            VoidedCompletion.voided_at,
            Version.number.label("newer_number"),
            Version.label,
            Version.refresh_due_on.label("due_on"),
            Version.published_at,
            CourseRow.retired_at.is_not(None).label("is_retired"),
        )
        .select_from(Enrolment)
        .join(CourseRow, CourseRow.id == Enrolment.course_id)
        .outerjoin(CompletionRecord, CompletionRecord.enrolment_id == Enrolment.id)
        .outerjoin(VoidedCompletion, VoidedCompletion.completion_id == CompletionRecord.id)
        .outerjoin(Version, asks)
        .where(
            is_one_of(Enrolment.person_id, person_ids),
            true() if course_ids is None else Enrolment.course_id.in_(course_ids),
            or_(Enrolment.closed_at.is_(None), CompletionRecord.id.is_not(None)),
        )
    )
