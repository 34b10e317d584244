"""Where people stand with courses, from their records and open enrolments: two statements, however many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.clock import day_of
from learning.db import db
from learning.study.models import CompletionRecord, Enrolment, VoidedCompletion
from learning.study.status import CompletionFact, Status, status_of


def statuses_of(person_ids: Collection[int], *, time_zone: ZoneInfo, today: date) -> dict[tuple[int, int], Status]:
    """Status by person and course, for each course that a person has begun; what is not in it is not started."""
    completions: dict[tuple[int, int], list[CompletionFact]] = defaultdict(list)
    rows = db.session.execute(
        select(
            CompletionRecord.person_id,
            CompletionRecord.course_id,
            CompletionRecord.id,
            CompletionRecord.completed_at,
            CompletionRecord.repeat_by_on,
            VoidedCompletion.completion_id.is_not(None),
            CompletionRecord.version_number,
        )
        .outerjoin(VoidedCompletion)
        .where(CompletionRecord.person_id.in_(person_ids))
    )
    for person_id, course_id, number, completed_at, expires_on, is_void, version_number in rows:
        fact = CompletionFact(number, day_of(completed_at, time_zone), expires_on, is_void, version_number)
        completions[person_id, course_id].append(fact)
    open_enrolments = {
        (person_id, course_id)
        for person_id, course_id in db.session.execute(
            select(Enrolment.person_id, Enrolment.course_id).where(
                Enrolment.person_id.in_(person_ids), Enrolment.closed_at.is_(None)
            )
        )
    }
    return {
        pair: status_of(completions.get(pair, []), is_open=pair in open_enrolments, today=today)
        for pair in completions.keys() | open_enrolments
    }


def fact_of(record: CompletionRecord, time_zone: ZoneInfo) -> CompletionFact:
    """What a status needs of a record that was read whole."""
    completed_on = day_of(record.completed_at, time_zone)
    is_void = record.void is not None
    return CompletionFact(record.id, completed_on, record.repeat_by_on, is_void, record.version_number)
