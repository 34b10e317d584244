"""The record: who completed which version of what, when, and on what evidence. Rows are added and never changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from learning import audit
from learning.courses.document import Course
from learning.courses.format.months import add_months
from learning.db import db
from learning.errors import Invalid
from learning.study.codes import new_code
from learning.study.models import Attempt, CompletionRecord, Enrolment, FinishedLesson, VoidedCompletion
from learning.study.progress import completion_rule, progress_of

LONGEST_REASON = 500


def award_if_complete(
    enrolment: Enrolment, course: Course, *, now: datetime, today: date, passed_attempt: Attempt | None = None
) -> CompletionRecord | None:
    """Add the completion record of a locked enrolment, with certificate and audit row, if everything required is done.

    The enrolment closes with it. `passed_attempt` is the attempt just made, where the caller has it; else the first
    that reached the mark is looked up. None where something is missing, or the enrolment is closed already.
    """
    if enrolment.closed_at:
        return None
    db.session.flush()
    finished = db.session.execute(
        select(FinishedLesson.lesson_key).where(FinishedLesson.enrolment_id == enrolment.id)
    ).scalars()
    if course.quiz and passed_attempt is None:
        passed_attempt = _first_passed_attempt(enrolment.id)
    if not progress_of(course, set(finished), check_is_passed=passed_attempt is not None).is_complete:
        return None
    record = _record_of(enrolment, course, passed_attempt if course.quiz else None, now=now, today=today)
    db.session.add(record)
    enrolment.closed_at, enrolment.closed_because = now, "completed"
    db.session.flush()
    audit.record(
        "course completed",
        f"completion:{record.id}",
        actor_id=enrolment.person_id,
        now=now,
        course=course.slug,
        version=record.version_number,
    )
    return record


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


def completion_with_code(code: str) -> CompletionRecord | None:
    """The record with this check code, with its person and course, or None."""
    query = (
        select(CompletionRecord)
        .where(CompletionRecord.check_code == code)
        .options(joinedload(CompletionRecord.person), joinedload(CompletionRecord.course))
    )
    return db.session.execute(query).scalar_one_or_none()


def void_completion(
    record: CompletionRecord, *, reason: str, voided_by_id: int | None, now: datetime
) -> VoidedCompletion:
    """Void a completion by a further record; a second time changes nothing. Raises Invalid without a reason.

    `voided_by_id` is None for the command line.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": f"Say in up to {LONGEST_REASON} characters why the completion is voided."})
    found = db.session.get(VoidedCompletion, record.id)
    if found:
        return found
    void = VoidedCompletion(completion_id=record.id, reason=reason, voided_by_id=voided_by_id, voided_at=now)
    db.session.add(void)
    audit.record("completion voided", f"completion:{record.id}", actor_id=voided_by_id, now=now, reason=reason)
    db.session.flush()
    db.session.expire(record, ["void"])
    return void


def _first_passed_attempt(enrolment_id: int) -> Attempt | None:
    query = select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.passed.is_(True))
    return db.session.execute(query.order_by(Attempt.number).limit(1)).scalar_one_or_none()


def _record_of(
    enrolment: Enrolment, course: Course, attempt: Attempt | None, *, now: datetime, today: date
) -> CompletionRecord:
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
        pass_mark_percent=course.quiz.pass_mark_percent if course.quiz else None,
        rule=completion_rule(course),
        declared_minutes=course.minutes,
        completed_at=now,
        repeat_by_on=add_months(today, course.refresh_after_months) if course.refresh_after_months else None,
        check_code=new_code(),
    )
