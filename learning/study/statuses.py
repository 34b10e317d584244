"""Where people stand with courses, from their records and open enrolments: one statement, however many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from datetime import date
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, or_, select

from learning.clock import day_of
from learning.courses.models import CourseRow, Version
from learning.db import db
from learning.people.many_people import is_one_of
from learning.study.models import CompletionRecord, Enrolment, VoidedCompletion
from learning.study.status import CompletionFact, Status, VersionFact, status_of


def statuses_of(
    person_ids: Collection[int],
    *,
    time_zone: ZoneInfo,
    today: date,
    elsewhere: Mapping[tuple[int, int], Iterable[CompletionFact]] = MappingProxyType({}),
) -> dict[tuple[int, int], Status]:
    """Status by person and course, for each course that a person has begun; what is not in it is not started.

    `elsewhere` are completions that were not made here, of version 0 and with a number below zero.
    """
    wanted = frozenset(person_ids)
    completions: dict[tuple[int, int], set[CompletionFact]] = defaultdict(set)
    open_pairs: set[tuple[int, int]] = set()
    versions: dict[int, set[VersionFact]] = defaultdict(set)
    for pair, facts in elsewhere.items():
        completions[pair].update(facts)
    for row in db.session.execute(_begun_by(wanted)) if wanted else ():
        pair = (row.person_id, row.course_id)
        if row.person_id not in wanted:
            continue
        if row.is_open:
            open_pairs.add(pair)
        if row.id is not None:
            completed_on, is_void = day_of(row.completed_at, time_zone), row.voided_at is not None
            completions[pair].add(CompletionFact(row.id, completed_on, row.repeat_by_on, is_void, row.version_number))
        if row.newer_number is not None:
            versions[row.course_id].add(VersionFact(row.newer_number, row.label, row.due_on))
    return statuses_from(completions, open_pairs, versions, today=today)


def statuses_from(
    completions: Mapping[tuple[int, int], Collection[CompletionFact]],
    open_pairs: Set[tuple[int, int]],
    versions: Mapping[int, Iterable[VersionFact]],
    *,
    today: date,
) -> dict[tuple[int, int], Status]:
    """The same, from what has been read already: completions and what is open by person and course, and the versions of
    courses that can still be begun that may ask people to see what changed."""
    return {
        (person_id, course_id): status_of(
            completions.get((person_id, course_id), ()),
            is_open=(person_id, course_id) in open_pairs,
            today=today,
            versions=versions.get(course_id, ()),
        )
        for person_id, course_id in completions.keys() | open_pairs
    }


def asking_versions(course_id: int) -> list[VersionFact]:
    """The versions of a course that ask people to see what changed."""
    query = (
        select(Version.number, Version.label, Version.refresh_due_on)
        .join(CourseRow, CourseRow.id == Version.course_id)
        .where(Version.course_id == course_id, Version.refresh_due_on.is_not(None), CourseRow.retired_at.is_(None))
    )
    return [VersionFact(number, label, refresh_due_on) for number, label, refresh_due_on in db.session.execute(query)]


def fact_of(record: CompletionRecord, time_zone: ZoneInfo) -> CompletionFact:
    """What a status needs of a record that was read whole."""
    completed_on = day_of(record.completed_at, time_zone)
    is_void = record.void is not None
    return CompletionFact(record.id, completed_on, record.repeat_by_on, is_void, record.version_number)


def _begun_by(person_ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    """Each enrolment that is open or was completed; a completed one once for each newer version that asks people to see
    what changed. Of a retired course nobody can open the newer version any more, so none of it asks anything."""
    asks = and_(
        Version.course_id == CompletionRecord.course_id,
        Version.number > CompletionRecord.version_number,
        Version.refresh_due_on.is_not(None),
        CourseRow.retired_at.is_(None),
    )
    return (
        select(
            Enrolment.person_id,
            Enrolment.course_id,
            Enrolment.closed_at.is_(None).label("is_open"),
            CompletionRecord.id,
            CompletionRecord.completed_at,
            CompletionRecord.repeat_by_on,
            CompletionRecord.version_number,
            VoidedCompletion.voided_at,
            Version.number.label("newer_number"),
            Version.label,
            Version.refresh_due_on.label("due_on"),
        )
        .select_from(Enrolment)
        .join(CourseRow, CourseRow.id == Enrolment.course_id)
        .outerjoin(CompletionRecord, CompletionRecord.enrolment_id == Enrolment.id)
        .outerjoin(VoidedCompletion, VoidedCompletion.completion_id == CompletionRecord.id)
        .outerjoin(Version, asks)
        .where(
            is_one_of(Enrolment.person_id, person_ids),
            or_(Enrolment.closed_at.is_(None), CompletionRecord.id.is_not(None)),
        )
    )
