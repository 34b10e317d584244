"""What a person sees first: the next step, what is overdue, in progress and done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from learning.courses.document import Lesson
from learning.courses.models import CourseRow, Version
from learning.courses.published import IS_CURRENT, course_document
from learning.db import db
from learning.home.needed_courses import NeededCourse, needed_courses
from learning.home.plan_status import last_day_of, statuses_with_plans, when_due
from learning.people.models import Person
from learning.study.models import Attempt, CompletionRecord, Enrolment, FinishedLesson, VoidedCompletion
from learning.study.news import news_since
from learning.study.progress import done_sentence, progress_of
from learning.study.refresh import refresh_sentence
from learning.study.refreshes import refresh_of
from learning.study.status import Status


@dataclass(frozen=True, slots=True)
class OpenCourse:
    """A course being worked through: how far, and the lesson that comes next (None: the final check, or nothing)."""

    slug: str
    title: str
    sentence: str
    next_lesson: Lesson | None
    lesson_count: int
    check_is_next: bool
    when: str
    """By when a plan wants it done, in words; an empty text where none does."""
    last_on: date | None


@dataclass(frozen=True, slots=True)
class DoneCourse:
    """A completed course with its latest completion that counts; `has_news`: see what is new in it.

    What was learned elsewhere has no certificate, and so no code.
    """

    slug: str
    title: str
    status: Status
    check_code: str | None
    has_news: bool


@dataclass(frozen=True, slots=True)
class VoidedCourse:
    """A course of which every completion was voided, with the last of them."""

    slug: str
    title: str
    completed_at: datetime
    voided_at: datetime


@dataclass(frozen=True, slots=True)
class MyLearning:
    """The groups of the page; `carry_on` is the course touched last and is not in `in_progress`.

    In `needs_doing` is what is overdue or due soon, and what changed and has still to be seen; in `coming_up` what a
    plan asks for later. What is under way is in neither.
    """

    carry_on: OpenCourse | None
    needs_doing: tuple[NeededCourse, ...]
    coming_up: tuple[NeededCourse, ...]
    in_progress: tuple[OpenCourse, ...]
    done: tuple[DoneCourse, ...]
    voided: tuple[VoidedCourse, ...]


def my_learning(person: Person, *, today: date, time_zone: ZoneInfo, now: datetime) -> MyLearning:
    """Everything a person has begun or done, and what is asked of them.

    A repeat that is under way stands beside what was done before.
    """
    by_course = statuses_with_plans([person.id], time_zone=time_zone, today=today, now=now)
    statuses = {course_id: status for (_, course_id), status in by_course.items()}
    opened = _open_courses(person, statuses)
    slugs_open = {course.slug for course in opened}
    done = _done_courses(statuses, slugs_open)
    needed = needed_courses(statuses, slugs_open)
    needed_slugs = {course.slug for course in needed.now}
    without_standing = {course_id for course_id, status in statuses.items() if status.number is None}
    return MyLearning(
        carry_on=opened[0] if opened else None,
        needs_doing=needed.now,
        coming_up=needed.later,
        in_progress=tuple(opened[1:]),
        done=tuple(one for one in done if one.status.key == "done" and one.slug not in needed_slugs),
        voided=_voided_courses(person, without_standing),
    )


def _open_courses(person: Person, statuses: Mapping[int, Status]) -> list[OpenCourse]:
    enrolments = list(
        db.session.scalars(
            select(Enrolment)
            .where(Enrolment.person_id == person.id, Enrolment.closed_at.is_(None))
            .options(joinedload(Enrolment.course), joinedload(Enrolment.version))
        )
    )
    finished: dict[int, set[str]] = {}
    touched = {enrolment.id: enrolment.started_at for enrolment in enrolments}
    lessons = select(FinishedLesson).where(FinishedLesson.enrolment_id.in_(touched))
    for lesson in db.session.scalars(lessons) if touched else ():
        finished.setdefault(lesson.enrolment_id, set()).add(lesson.lesson_key)
        touched[lesson.enrolment_id] = max(touched[lesson.enrolment_id], lesson.finished_at)
    enrolments.sort(key=lambda enrolment: (touched[enrolment.id], enrolment.id), reverse=True)
    passed_checks = select(Attempt.enrolment_id).where(Attempt.enrolment_id.in_(touched), Attempt.passed.is_(True))
    passed = set(db.session.scalars(passed_checks)) if touched else set()
    return [
        _open_course(
            enrolment,
            finished.get(enrolment.id, set()),
            check_is_passed=enrolment.id in passed,
            status=statuses[enrolment.course_id],
        )
        for enrolment in enrolments
    ]


def _open_course(enrolment: Enrolment, finished: set[str], *, check_is_passed: bool, status: Status) -> OpenCourse:
    document = course_document(enrolment.version_id)
    refresh = refresh_of(enrolment)
    part = refresh.part if refresh else document
    progress = progress_of(part, finished, check_is_passed=check_is_passed)
    return OpenCourse(
        slug=enrolment.course.slug,
        title=enrolment.version.title,
        sentence=refresh_sentence(part, progress) if refresh else done_sentence(document, progress),
        next_lesson=progress.next_lesson,
        lesson_count=len(document.lessons),
        check_is_next=progress.next_lesson is None and part.quiz is not None,
        when=when_due(status),
        last_on=last_day_of(status),
    )


def _done_courses(statuses: Mapping[int, Status], slugs_open: set[str]) -> list[DoneCourse]:
    counting = {course_id: status for course_id, status in statuses.items() if status.number is not None}
    news = news_since(
        {course_id: status.version_number for course_id, status in counting.items() if status.version_number}
    )
    rows = db.session.execute(
        select(CompletionRecord.course_id, CourseRow.slug, Version.title, CompletionRecord.check_code)
        .join(CourseRow, CourseRow.id == CompletionRecord.course_id)
        .join(Version, Version.id == CompletionRecord.version_id)
        .where(CompletionRecord.id.in_([status.number for status in counting.values()]))
    )
    done = [
        DoneCourse(slug, title, counting[course_id], code, has_news=course_id in news and slug not in slugs_open)
        for course_id, slug, title, code in rows
    ]
    elsewhere = [course_id for course_id, status in counting.items() if status.is_elsewhere]
    if elsewhere:
        named = select(CourseRow.id, CourseRow.slug, Version.title).join(Version, IS_CURRENT)
        done += [
            DoneCourse(slug, title, counting[course_id], None, has_news=False)
            for course_id, slug, title in db.session.execute(named.where(CourseRow.id.in_(elsewhere)))
        ]
    return sorted(done, key=lambda one: one.status.number or 0, reverse=True)


def _voided_courses(person: Person, course_ids: set[int]) -> tuple[VoidedCourse, ...]:
    if not course_ids:
        return ()
    rows = db.session.execute(
        select(CourseRow.slug, CompletionRecord.course_title, CompletionRecord.completed_at, VoidedCompletion.voided_at)
        .join(CourseRow, CourseRow.id == CompletionRecord.course_id)
        .join(VoidedCompletion, VoidedCompletion.completion_id == CompletionRecord.id)
        .where(CompletionRecord.person_id == person.id, CompletionRecord.course_id.in_(course_ids))
        .order_by(CompletionRecord.id)
    )
    latest = {slug: VoidedCourse(slug, title, completed, voided) for slug, title, completed, voided in rows}
    return tuple(latest.values())
