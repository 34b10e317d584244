"""Derives every completion anew from its version, lessons and attempts, and names each row that does not agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from learning.audit import AuditEvent
from learning.courses.document import Course
from learning.courses.format.months import add_months
from learning.courses.models import Version
from learning.db import db
from learning.errors import NotFound
from learning.study.attempts import asked
from learning.study.completions import refreshed_by
from learning.study.models import Attempt, CompletionRecord, Enrolment, FinishedLesson
from learning.study.progress import completion_rule, progress_of
from learning.study.refresh import refresh_rule
from learning.study.scoring import score_of

_ROWS_AT_ONCE = 500
# Records keep the rule in the words of their day; this is what one thing in it was called at first.
_OLD_WORDS = ("by a shorter route", "by a shorter version")
_NO_DOCUMENT = "the document of its version is gone or cannot be read. `flask courses verify` says more."
CourseOf = Callable[[int], Course]
_CompletionWithEvidence = tuple[CompletionRecord, Enrolment | None, Version | None, Attempt | None]


def verify_records(course_of: CourseOf) -> list[str]:
    """A sentence for each damaged completion and attempt; empty when all can be re-checked.

    `course_of` gives the document of a version id; it raises NotFound or ValueError where it has none to give.
    """
    return [*_faults_of_attempts(course_of), *_faults_of_completions(course_of), *_completions_gone()]


def _faults_of_attempts(course_of: CourseOf) -> Iterator[str]:
    numbers: dict[int, int] = defaultdict(int)
    query = select(Attempt, Enrolment.version_id).outerjoin(Enrolment, Enrolment.id == Attempt.enrolment_id)
    ordered = query.order_by(Attempt.enrolment_id, Attempt.number).execution_options(
        yield_per=_ROWS_AT_ONCE, populate_existing=True
    )
    for attempt, version_id in db.session.execute(ordered):
        name = f"Attempt {attempt.number} of enrolment {attempt.enrolment_id}"
        numbers[attempt.enrolment_id] += 1
        if attempt.number != numbers[attempt.enrolment_id]:
            yield f"{name}: its number should be {numbers[attempt.enrolment_id]}."
        yield from (f"{name}: {fault}" for fault in _faults_of_score(attempt, version_id, course_of))


def _faults_of_score(attempt: Attempt, version_id: int, course_of: CourseOf) -> Iterator[str]:
    try:
        course = course_of(version_id)
        score = score_of((question, answer) for _, question, answer in asked(course, attempt))
    except (NotFound, ValueError):
        yield _NO_DOCUMENT
        return
    except (LookupError, TypeError, AttributeError) as damage:
        yield f"it cannot be scored again: {damage}"
        return
    if (score.points_earned, score.points_possible) != (attempt.points_earned, attempt.points_possible):
        yield (
            f"it says {attempt.points_earned} of {attempt.points_possible} points, "
            f"its answers earn {score.points_earned} of {score.points_possible}."
        )
    if course.quiz and score.reaches(course.quiz.pass_mark_percent) != attempt.passed:
        yield "it says the wrong thing about the pass mark."


def _faults_of_completions(course_of: CourseOf) -> Iterator[str]:
    last_id = 0
    while rows := _completions_after(last_id):
        last_id = rows[-1][0].id
        enrolment_ids = [record.enrolment_id for record, *_ in rows]
        finished: dict[int, set[str]] = defaultdict(set)
        for enrolment_id, key in db.session.execute(
            select(FinishedLesson.enrolment_id, FinishedLesson.lesson_key).where(
                FinishedLesson.enrolment_id.in_(enrolment_ids)
            )
        ):
            finished[enrolment_id].add(key)
        records = [record for record, *_ in rows]
        audited, refreshed = _audited(records), refreshed_by(records)
        for record, enrolment, version, attempt in rows:
            name = f"Completion {record.id} (person {record.person_id}, “{record.course_title}”)"
            if enrolment is None or version is None:
                yield f"{name}: its enrolment or its version is gone."
                continue
            faults = list(_faults_of_copies(record, enrolment, version))
            earlier = refreshed.get(record.id)
            faults += _faults_of_evidence(record, version, attempt, finished[enrolment.id], earlier, course_of)
            if record.id not in audited:
                faults.append("no audit row tells of it.")
            yield from (f"{name}: {fault}" for fault in faults)


def _completions_gone() -> Iterator[str]:
    """A record whose row is no longer there has left an enrolment that is closed as completed."""
    query = (
        select(Enrolment)
        .outerjoin(CompletionRecord, CompletionRecord.enrolment_id == Enrolment.id)
        .where(Enrolment.closed_because == "completed", CompletionRecord.id.is_(None))
        .order_by(Enrolment.id)
    )
    for enrolment in db.session.execute(query).scalars():
        yield (
            f"Enrolment {enrolment.id} (person {enrolment.person_id}): it is closed as completed, "
            "and no completion tells of it."
        )


def _completions_after(last_id: int) -> Sequence[_CompletionWithEvidence]:
    query = (
        select(CompletionRecord, Enrolment, Version, Attempt)
        .outerjoin(Enrolment, Enrolment.id == CompletionRecord.enrolment_id)
        .outerjoin(Version, Version.id == CompletionRecord.version_id)
        .outerjoin(Attempt, Attempt.id == CompletionRecord.attempt_id)
        .where(CompletionRecord.id > last_id)
        .order_by(CompletionRecord.id)
        .limit(_ROWS_AT_ONCE)
        .execution_options(populate_existing=True)
    )
    return db.session.execute(query).all()


def _audited(records: Sequence[CompletionRecord]) -> set[int]:
    things = {f"completion:{record.id}": record.id for record in records}
    found = db.session.execute(
        select(AuditEvent.thing)
        .where(AuditEvent.thing.in_(things), AuditEvent.action == "course completed")
        .group_by(AuditEvent.thing)
        .having(func.count() == 1)
    ).scalars()
    return {things[thing] for thing in found}


def _faults_of_copies(record: CompletionRecord, enrolment: Enrolment, version: Version) -> Iterator[str]:
    if (record.version_number, record.version_hash) != (version.number, version.source_hash):
        yield f"its version number or hash is not that of version {version.number}."
    if (record.course_id, record.course_title) != (version.course_id, version.title):
        yield "its course or title is not that of its version."
    if (enrolment.person_id, enrolment.version_id) != (record.person_id, record.version_id):
        yield "its enrolment is another person's or of another version."
    if enrolment.closed_because != "completed":
        yield "its enrolment is not closed as completed."


def _faults_of_evidence(
    record: CompletionRecord,
    version: Version,
    attempt: Attempt | None,
    finished: set[str],
    earlier: CompletionRecord | None,
    course_of: CourseOf,
) -> Iterator[str]:
    try:
        course = course_of(version.id)
    except (NotFound, ValueError):
        yield _NO_DOCUMENT
        return
    yield from _faults_of_refresh(record, course, attempt, earlier) if earlier else _faults_of_course(record, course)
    has_passed = attempt is not None or earlier is not None
    if not progress_of(course, finished, check_is_passed=has_passed).is_complete:
        yield "what the rule asks for is not all there."
    if attempt is None:
        return
    if attempt.enrolment_id != record.enrolment_id or not attempt.passed:
        yield "its attempt is not one of its enrolment that reached the pass mark."
    if (record.points_earned, record.points_possible) != (attempt.points_earned, attempt.points_possible):
        yield "its points are not those of its attempt."


def _faults_of_course(record: CompletionRecord, course: Course) -> Iterator[str]:
    """What a record of a whole course says otherwise than its version."""
    if record.rule.replace(*_OLD_WORDS) != completion_rule(course):
        yield "its completion rule is not that of its version."
    if record.pass_mark_percent != (course.quiz.pass_mark_percent if course.quiz else None):
        yield "its pass mark is not that of its version."
    if record.declared_minutes != course.minutes:
        yield "its minutes are not those of its version."
    if record.repeat_by_on not in _days_of_repeat(record.completed_at, course.refresh_after_months):
        yield "its day of repeat does not follow from its version."


def _faults_of_refresh(
    record: CompletionRecord, course: Course, attempt: Attempt | None, earlier: CompletionRecord
) -> Iterator[str]:
    """What a record of a refresh says otherwise than its version and the completion that it refreshed.

    What was asked is not compared anew: what counts as a change may be seen otherwise years later.
    """
    pass_mark_percent = course.quiz.pass_mark_percent if course.quiz and attempt else None
    if record.rule != refresh_rule(earlier.version_number, record.version_number, pass_mark_percent):
        yield "its completion rule is not that of a refresh of its version."
    if record.pass_mark_percent != pass_mark_percent:
        yield "its pass mark is not that of its version."
    if not 0 <= record.declared_minutes <= course.minutes:
        yield "its minutes are more than those of its version."
    if record.repeat_by_on != earlier.repeat_by_on:
        yield "its day of repeat is not that of the completion that it refreshed."
    if (earlier.person_id, earlier.course_id) != (record.person_id, record.course_id) or earlier.id > record.id:
        yield "it refreshed a completion of somebody else, of another course or of a later day."
    if earlier.void and not record.void:
        yield "it refreshed a completion that is voided, and is not voided itself."


def _days_of_repeat(completed_at: datetime, months: int | None) -> set[date | None]:
    """What `repeat_by_on` may be: the organisation's day was one of those on earth, whatever its time zone is now."""
    if months is None:
        return {None}
    return {add_months((completed_at + timedelta(hours=hours)).date(), months) for hours in (-12, 0, 14)}
