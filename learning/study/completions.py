"""The record: who completed which version of what, when, and on what evidence. Rows are added and never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from learning import audit
from learning.courses.document import Course
from learning.courses.format.months import add_months
from learning.db import db
from learning.study.codes import new_code
from learning.study.models import Attempt, CompletionRecord, Enrolment, FinishedLesson, VoidedCompletion
from learning.study.progress import completion_rule, progress_of
from learning.study.refreshes import Refresh, refresh_of, rule_of


def award_if_complete(enrolment: Enrolment, course: Course, *, now: datetime, today: date) -> CompletionRecord | None:
    """Add the completion record of a locked enrolment, with certificate and audit row, if everything required is done.

    The enrolment closes with it. None where something is missing, or the enrolment is closed already.
    """
    if enrolment.closed_at:
        return None
    db.session.flush()
    keys = select(FinishedLesson.lesson_key).where(FinishedLesson.enrolment_id == enrolment.id)
    finished = set(db.session.execute(keys).scalars())
    passed_attempt = _first_passed_attempt(enrolment.id) if course.quiz else None
    record = completion_if_due(enrolment, course, finished, passed_attempt, now=now, today=today)
    if record:
        note_completed(record, course)
    return record


def completion_if_due(
    enrolment: Enrolment,
    course: Course,
    finished: Collection[str],
    passed_attempt: Attempt | None,
    *,
    now: datetime,
    today: date,
) -> CompletionRecord | None:
    """Do what `award_if_complete` does, but for the audit row, which is left to `note_completed`.

    `finished` are the keys of the lessons finished, and `passed_attempt` is the first attempt that reached the mark.
    """
    if enrolment.closed_at:
        return None
    refresh = refresh_of(enrolment)
    part = refresh.part if refresh else course
    if not progress_of(part, set(finished), check_is_passed=passed_attempt is not None).is_complete:
        return None
    record = _record_of(enrolment, part, passed_attempt if part.quiz else None, now=now)
    record.rule, record.repeat_by_on = _rule_and_repeat(enrolment, course, refresh, today)
    db.session.add(record)
    enrolment.closed_at, enrolment.closed_because = now, "completed"
    db.session.flush()
    return record


def note_completed(record: CompletionRecord, course: Course) -> None:
    """Add the audit row of a completion that was just made."""
    audit.record(
        "course completed",
        f"completion:{record.id}",
        actor_id=record.person_id,
        now=record.completed_at,
        course=course.slug,
        version=record.version_number,
    )


def completions_of(person_ids: Collection[int], *, course_id: int | None = None) -> list[CompletionRecord]:
    """The completion records of these people, the voided ones too, in the order they were made, with their courses.

    Of one course only, where `course_id` is given.
    """
    query = (
        select(CompletionRecord)
        .where(CompletionRecord.person_id.in_(person_ids))
        .options(joinedload(CompletionRecord.course))
        .order_by(CompletionRecord.id)
    )
    if course_id is not None:
        query = query.where(CompletionRecord.course_id == course_id)
    return list(db.session.execute(query).scalars())


def completion_of_enrolment(enrolment_id: int) -> CompletionRecord | None:
    """The record that an enrolment led to, or None."""
    query = select(CompletionRecord).where(CompletionRecord.enrolment_id == enrolment_id)
    return db.session.execute(query).scalar_one_or_none()


def void_of(enrolment: Enrolment) -> VoidedCompletion | None:
    """What voided the completion that an ended enrolment led to, or the one that its refresh rested on; or None."""
    if enrolment.closed_at is None:
        return None
    record = completion_of_enrolment(enrolment.id)
    if record is None and enrolment.refreshes_id:
        record = db.session.get_one(CompletionRecord, enrolment.refreshes_id)
    return record.void if record else None


def completion_with_code(code: str) -> CompletionRecord | None:
    """The record with this check code, with its person and course, or None."""
    query = (
        select(CompletionRecord)
        .where(CompletionRecord.check_code == code)
        .options(joinedload(CompletionRecord.person), joinedload(CompletionRecord.course))
    )
    return db.session.execute(query).scalar_one_or_none()


def refreshed_by(records: Iterable[CompletionRecord]) -> dict[int, CompletionRecord]:
    """By the id of each record that came from a refresh, the earlier completion that it refreshed."""
    query = (
        select(Enrolment.id, CompletionRecord)
        .join(CompletionRecord, CompletionRecord.id == Enrolment.refreshes_id)
        .where(Enrolment.id.in_([record.enrolment_id for record in records]))
    )
    earlier = dict(db.session.execute(query).all())
    return {record.id: earlier[record.enrolment_id] for record in records if record.enrolment_id in earlier}


def _first_passed_attempt(enrolment_id: int) -> Attempt | None:
    query = select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.passed.is_(True))
    return db.session.execute(query.order_by(Attempt.number).limit(1)).scalar_one_or_none()


def _rule_and_repeat(
    enrolment: Enrolment, course: Course, refresh: Refresh | None, today: date
) -> tuple[str, date | None]:
    if refresh:
        # The whole course was not done again, so the day of its repeat stays.
        return rule_of(refresh, enrolment.version.number), refresh.completion.repeat_by_on
    months = course.refresh_after_months
    return completion_rule(course), add_months(today, months) if months else None


def _record_of(enrolment: Enrolment, part: Course, attempt: Attempt | None, *, now: datetime) -> CompletionRecord:
    version = enrolment.version
    return CompletionRecord(
        person_id=enrolment.person_id,
        course_id=enrolment.course_id,
        version_id=version.id,
        enrolment_id=enrolment.id,
        attempt_id=attempt.id if attempt else None,
        course_title=version.title,
        version_number=version.number,
        version_hash=version.source_hash,
        points_earned=attempt.points_earned if attempt else None,
        points_possible=attempt.points_possible if attempt else None,
        pass_mark_percent=part.quiz.pass_mark_percent if part.quiz else None,
        declared_minutes=part.minutes,
        completed_at=now,
        check_code=new_code(),
    )
