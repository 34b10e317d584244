"""Starting a course, finishing its lessons, and moving on to a newer version. Reads no clock and never commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager, joinedload

from learning.clock import day_of
from learning.courses.document import Course
from learning.courses.models import CourseRow, Version
from learning.courses.published import course_document
from learning.db import db
from learning.errors import Conflict, NotFound
from learning.people.locking import lock_people
from learning.study.completions import award_if_complete
from learning.study.models import Attempt, CompletionRecord, Enrolment, FinishedLesson, Sitting
from learning.study.progress import Progress, progress_of
from learning.study.refreshes import asked_between, owed_refresh, refresh_to


def start(course: CourseRow, person_id: int, *, now: datetime) -> Enrolment:
    """Begin a course in its current version, for the first time or again; one that is open already is given back.

    A final check that was begun for practice is thrown away.

    Raises NotFound where nothing is published, as if there were no such course, and Conflict where it is retired.
    """
    lock_people(person_id)  # two tabs that start at once wait here for each other
    open_enrolment = _open_enrolment(course, person_id)
    if open_enrolment:
        return open_enrolment
    version = course.current_version
    if version is None:
        raise NotFound
    if course.retired_at:
        raise Conflict(
            "It is not offered any more. Your record keeps what you have done of it.",
            heading="This course cannot be started any more",
        )
    _throw_practice_away(course.id, person_id)
    enrolment = Enrolment(person_id=person_id, course_id=course.id, version_id=version.id, started_at=now)
    db.session.add(enrolment)
    return enrolment


def begin_refresh(
    course: CourseRow, person_id: int, *, version_number: int | None, time_zone: ZoneInfo, now: datetime
) -> Enrolment | None:
    """Begin seeing what changed in a course since the person completed it; one that is open already is given back.

    The lessons that did not change in substance are kept. Where nothing else is asked, this is the word that the
    changes were read, and completes it. None where the person owes no refresh. Raises Conflict where the page was of
    another version than the current one.
    """
    lock_people(person_id)  # two tabs that start at once wait here for each other
    open_enrolment = _open_enrolment(course, person_id)
    if open_enrolment:
        return open_enrolment
    today = day_of(now, time_zone)
    refresh = owed_refresh(person_id, course, time_zone=time_zone, today=today)
    version = course.current_version
    if refresh is None or version is None:
        return None
    if version_number not in (None, version.number):
        raise Conflict(
            f"Version {version.number} of this course came out while you had the page open. Nothing was changed. "
            "Open the course again to see what changed in it."
        )
    _throw_practice_away(course.id, person_id)
    enrolment = Enrolment(
        person_id=person_id,
        course_id=course.id,
        version_id=version.id,
        started_at=now,
        refreshes_id=refresh.completion.id,
    )
    db.session.add(enrolment)
    db.session.flush()
    document = course_document(version.id)
    asked = {lesson.key for lesson in refresh.part.lessons}
    _keep(enrolment, dict.fromkeys(_lesson_keys(document) - asked, refresh.completion.completed_at))
    award_if_complete(enrolment, document, now=now, today=today)
    return enrolment


def own_enrolment(person_id: int, slug: str, *, lock: bool = False) -> Enrolment:
    """The person's open enrolment in a course, else the latest, with its course and version; raises NotFound.

    `lock` keeps everybody else from changing it until the transaction ends; operations that write ask for it.
    """
    enrolment = enrolment_or_none(person_id, slug, lock=lock)
    if enrolment is None:
        raise NotFound
    return enrolment


def enrolment_or_none(person_id: int, slug: str, *, lock: bool = False) -> Enrolment | None:
    """The same for somebody who may not have started the course."""
    if "\0" in slug:
        return None  # PostgreSQL cannot even be asked
    query = (
        select(Enrolment)
        .join(Enrolment.course)
        .where(Enrolment.person_id == person_id, CourseRow.slug == slug)
        .order_by(Enrolment.closed_at.is_(None).desc(), Enrolment.id.desc())
        .limit(1)
        .options(contains_eager(Enrolment.course), joinedload(Enrolment.version, innerjoin=True))
    )
    if lock:
        query = query.with_for_update(of=Enrolment).execution_options(populate_existing=True)
    enrolment = db.session.execute(query).scalar_one_or_none()
    if lock and enrolment and enrolment.closed_because == "moved on":
        # Another tab moved on while we waited for this row, so the one to lock is newer.
        enrolment = db.session.execute(query).scalar_one_or_none()
    return enrolment


def finished_lessons(enrolment_id: int) -> dict[str, FinishedLesson]:
    """The lessons finished in an enrolment, by their keys."""
    rows = db.session.execute(select(FinishedLesson).where(FinishedLesson.enrolment_id == enrolment_id)).scalars()
    return {row.lesson_key: row for row in rows}


def progress_in(enrolment: Enrolment, part: Course, finished: Mapping[str, FinishedLesson] | None = None) -> Progress:
    """How far the person is with what this enrolment asks, which `refreshes.required_part` gives.

    `finished` is handed over where the caller has read the lessons already.
    """
    is_passed = db.session.execute(
        select(exists().where(Attempt.enrolment_id == enrolment.id, Attempt.passed.is_(True)))
    ).scalar_one()
    if finished is None:
        finished = finished_lessons(enrolment.id)
    return progress_of(part, finished, check_is_passed=is_passed)


def finish_lesson(
    enrolment: Enrolment,
    lesson_key: str,
    *,
    route: str,
    version_number: int | None = None,
    now: datetime,
    today: date,
) -> CompletionRecord | None:
    """Note that the person has finished a lesson of a locked enrolment; gives the record if that completes the course.

    `route` is "full" or "short"; `version_number` is the version that was read, where the page said so. Saying it
    twice, or after completing, changes nothing. Raises NotFound for a lesson or a shorter version of it that the
    version does not have, and Conflict where another version of the course was read.
    """
    if version_number not in (None, enrolment.version.number):
        raise Conflict(
            f"You are on version {enrolment.version.number} of this course now, and this page was of version "
            f"{version_number}. Nothing was changed. Open the lesson again: it may say something new."
        )
    course = course_document(enrolment.version_id)
    lesson = course.lesson(lesson_key)
    if lesson is None or (route == "short" and lesson.short_version is None) or route not in ("full", "short"):
        raise NotFound
    if enrolment.closed_at or db.session.get(FinishedLesson, (enrolment.id, lesson_key)):
        return None
    db.session.add(FinishedLesson(enrolment_id=enrolment.id, lesson_key=lesson_key, route=route, finished_at=now))
    return award_if_complete(enrolment, course, now=now, today=today)


def newer_version(enrolment: Enrolment) -> Version | None:
    """The version that somebody with this open enrolment may move on to, or None."""
    course = enrolment.course
    if enrolment.closed_at or course.retired_at or course.current_number == enrolment.version.number:
        return None
    return course.current_version


def take_newer(enrolment: Enrolment, *, now: datetime, today: date) -> Enrolment:
    """Move a locked, open enrolment on to the current version: the old one closes and a new one opens.

    Lessons whose text is unchanged stay finished, and in a refresh all that did not change in substance; answers and a
    sitting are not carried over. Where there is nothing newer, the enrolment is given back as it is.
    """
    version = newer_version(enrolment)
    if version is None:
        return enrolment
    taken = course_document(version.id)
    kept = _kept_when_moving(enrolment, version, taken)
    for sitting in db.session.execute(select(Sitting).where(Sitting.enrolment_id == enrolment.id)).scalars():
        db.session.delete(sitting)
    enrolment.closed_at, enrolment.closed_because = now, "moved on"
    db.session.flush()  # the old one is closed before the new one opens: only one may be open
    newer = Enrolment(
        person_id=enrolment.person_id,
        course_id=enrolment.course_id,
        version_id=version.id,
        started_at=now,
        refreshes_id=enrolment.refreshes_id,
    )
    db.session.add(newer)
    db.session.flush()
    _keep(newer, kept)
    award_if_complete(newer, taken, now=now, today=today)
    return newer


def _open_enrolment(course: CourseRow, person_id: int) -> Enrolment | None:
    query = select(Enrolment).where(
        Enrolment.person_id == person_id, Enrolment.course_id == course.id, Enrolment.closed_at.is_(None)
    )
    return db.session.execute(query).scalar_one_or_none()


def _kept_when_moving(enrolment: Enrolment, version: Version, taken: Course) -> dict[str, datetime]:
    """The lessons of the newer version that need not be read, with the moment when they were finished."""
    finished = {key: row.finished_at for key, row in finished_lessons(enrolment.id).items()}
    refresh = refresh_to(enrolment, version)
    if refresh:
        asked = {lesson.key for lesson in refresh.part.lessons}
        asked_since = {
            key for key, _ in asked_between(version.course_id, enrolment.version.number, version.number).lessons
        }
        seen = finished.keys() - asked_since
        return {
            key: finished.get(key, refresh.completion.completed_at)
            for key in _lesson_keys(taken)
            if key not in asked or key in seen
        }
    left = course_document(enrolment.version_id)
    unchanged = {lesson.key: lesson.text_hash for lesson in left.lessons if lesson.key in finished}
    return {
        lesson.key: finished[lesson.key] for lesson in taken.lessons if unchanged.get(lesson.key) == lesson.text_hash
    }


def _keep(enrolment: Enrolment, finished: Mapping[str, datetime]) -> None:
    for key, finished_at in finished.items():
        db.session.add(FinishedLesson(enrolment_id=enrolment.id, lesson_key=key, route="kept", finished_at=finished_at))


def _lesson_keys(course: Course) -> set[str]:
    return {lesson.key for lesson in course.lessons}


def _throw_practice_away(course_id: int, person_id: int) -> None:
    # The course page says so beside the button: nobody would find a check of an earlier time again.
    ended = select(Enrolment.id).where(Enrolment.person_id == person_id, Enrolment.course_id == course_id)
    enrolment_ids = db.session.execute(ended.with_for_update()).scalars().all()
    for sitting in db.session.execute(select(Sitting).where(Sitting.enrolment_id.in_(enrolment_ids))).scalars():
        db.session.delete(sitting)
