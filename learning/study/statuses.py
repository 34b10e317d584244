"""Where people stand with courses, from their records and open enrolments: two statements, however many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, select

from learning.clock import day_of
from learning.courses.models import CourseRow, Version
from learning.db import db
from learning.study.models import CompletionRecord, Enrolment, VoidedCompletion
from learning.study.status import CompletionFact, Status, VersionFact, status_of

# Of a retired course nobody can open the newer version any more, so none of it asks anything.
_ASKS = (Version.refresh_due_on.is_not(None), CourseRow.retired_at.is_(None))


def statuses_of(
    person_ids: Collection[int],
    *,
    time_zone: ZoneInfo,
    today: date,
    elsewhere: Mapping[tuple[int, int], Sequence[CompletionFact]] = MappingProxyType({}),
) -> dict[tuple[int, int], Status]:
    """Status by person and course, for each course that a person has begun; what is not in it is not started.

    `elsewhere` are completions that were not made here, of version 0 and with a number below zero.
    """
    completions: dict[tuple[int, int], dict[int, CompletionFact]] = defaultdict(dict)
    for pair, facts in elsewhere.items():
        completions[pair].update((fact.number, fact) for fact in facts)
    versions: dict[int, set[VersionFact]] = defaultdict(set)
    for row in _completions(person_ids):
        completed_on = day_of(row.completed_at, time_zone)
        fact = CompletionFact(row.id, completed_on, row.repeat_by_on, row.is_void, row.version_number)
        completions[row.person_id, row.course_id][row.id] = fact
        if row.newer_number is not None:
            versions[row.course_id].add(VersionFact(row.newer_number, row.label, row.refresh_due_on))
    open_enrolments = {
        (person_id, course_id)
        for person_id, course_id in db.session.execute(
            select(Enrolment.person_id, Enrolment.course_id).where(
                Enrolment.person_id.in_(person_ids), Enrolment.closed_at.is_(None)
            )
        )
    }
    return {
        (person_id, course_id): status_of(
            completions.get((person_id, course_id), {}).values(),
            is_open=(person_id, course_id) in open_enrolments,
            today=today,
            versions=versions.get(course_id, ()),
        )
        for person_id, course_id in completions.keys() | open_enrolments
    }


def _completions(person_ids: Collection[int]) -> Iterable[Row[Any]]:
    """Each completion of these people, once for each newer version that asks them to see what changed."""
    asks = and_(
        Version.course_id == CompletionRecord.course_id,
        Version.number > CompletionRecord.version_number,
        *_ASKS,
    )
    query = (
        select(
            CompletionRecord.person_id,
            CompletionRecord.course_id,
            CompletionRecord.id,
            CompletionRecord.completed_at,
            CompletionRecord.repeat_by_on,
            VoidedCompletion.completion_id.is_not(None).label("is_void"),
            CompletionRecord.version_number,
            Version.number.label("newer_number"),
            Version.label,
            Version.refresh_due_on,
        )
        .join(CourseRow, CourseRow.id == CompletionRecord.course_id)
        .outerjoin(VoidedCompletion, VoidedCompletion.completion_id == CompletionRecord.id)
        .outerjoin(Version, asks)
        .where(CompletionRecord.person_id.in_(person_ids))
    )
    return db.session.execute(query)


def asking_versions(course_id: int) -> list[VersionFact]:
    """The versions of a course that ask people to see what changed."""
    query = (
        select(Version.number, Version.label, Version.refresh_due_on)
        .join(CourseRow, CourseRow.id == Version.course_id)
        .where(Version.course_id == course_id, *_ASKS)
    )
    return [VersionFact(number, label, refresh_due_on) for number, label, refresh_due_on in db.session.execute(query)]


def fact_of(record: CompletionRecord, time_zone: ZoneInfo) -> CompletionFact:
    """What a status needs of a record that was read whole."""
    completed_on = day_of(record.completed_at, time_zone)
    is_void = record.void is not None
    return CompletionFact(record.id, completed_on, record.repeat_by_on, is_void, record.version_number)
