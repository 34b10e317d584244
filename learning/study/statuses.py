"""Where people stand with courses, from their records and open enrolments: one statement, however many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.clock import day_of
from learning.courses.models import CourseRow, Version
from learning.db import db
from learning.study.begun import Begun, courses_begun
from learning.study.models import CompletionRecord
from learning.study.status import CompletionFact, Status, VersionFact, status_of


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
    return statuses_from(courses_begun(person_ids), time_zone=time_zone, today=today, elsewhere=elsewhere)


def statuses_from(
    begun: Begun,
    *,
    time_zone: ZoneInfo,
    today: date,
    elsewhere: Mapping[tuple[int, int], Sequence[CompletionFact]],
) -> dict[tuple[int, int], Status]:
    """The same, from what has been read already."""
    completions: dict[tuple[int, int], list[CompletionFact]] = defaultdict(list)
    for pair, facts in elsewhere.items():
        completions[pair] += facts
    for one in begun.completions:
        completed_on = day_of(one.completed_at, time_zone)
        is_void = one.voided_at is not None
        fact = CompletionFact(one.number, completed_on, one.repeat_by_on, is_void, one.version_number)
        completions[one.person_id, one.course_id].append(fact)
    versions = {
        # Of a retired course nobody can open the newer version any more, so none of it asks anything.
        course_id: [VersionFact(one.number, one.label, one.due_on) for one in asking if not one.is_retired]
        for course_id, asking in begun.asking.items()
    }
    return {
        (person_id, course_id): status_of(
            completions.get((person_id, course_id), ()),
            is_open=(person_id, course_id) in begun.open_pairs,
            today=today,
            versions=versions.get(course_id, ()),
        )
        for person_id, course_id in completions.keys() | begun.open_pairs
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
