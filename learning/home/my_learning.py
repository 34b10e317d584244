"""What a person sees first: the next step, what is overdue, in progress and done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from learning.courses.document import Lesson
from learning.courses.models import CourseRow, Version
from learning.courses.publishing import course_document
from learning.db import db
from learning.people.models import Person
from learning.study.models import Attempt, CompletionRecord, Enrolment, FinishedLesson
from learning.study.progress import done_sentence, progress_of
from learning.study.status import Status
from learning.study.statuses import statuses_of


@dataclass(frozen=True, slots=True)
class OpenCourse:
    """A course being worked through: how far, and the lesson that comes next (None: the final check, or nothing)."""

    slug: str
    title: str
    sentence: str
    next_lesson: Lesson | None
    lesson_count: int
    check_is_next: bool


@dataclass(frozen=True, slots=True)
class DoneCourse:
    """A completed course with its latest completion that counts."""

    slug: str
    title: str
    status: Status
    check_code: str


@dataclass(frozen=True, slots=True)
class MyLearning:
    """The groups of the page; `carry_on` is the course touched last and is not in `in_progress`."""

    carry_on: OpenCourse | None
    overdue: tuple[DoneCourse, ...]
    in_progress: tuple[OpenCourse, ...]
    done: tuple[DoneCourse, ...]


def my_learning(person: Person, *, today: date, time_zone: ZoneInfo) -> MyLearning:
    """Everything a person has begun or done. A repeat that is under way stands under "in progress" only."""
    opened = _open_courses(person)
    done = _done_courses(person, today, time_zone)
    slugs_open = {course.slug for course in opened}
    return MyLearning(
        carry_on=opened[0] if opened else None,
        overdue=tuple(one for one in done if one.status.key == "late" and one.slug not in slugs_open),
        in_progress=tuple(opened[1:]),
        done=tuple(one for one in done if one.status.key == "done"),
    )


def _open_courses(person: Person) -> list[OpenCourse]:
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
        _open_course(enrolment, finished.get(enrolment.id, set()), check_is_passed=enrolment.id in passed)
        for enrolment in enrolments
    ]


def _open_course(enrolment: Enrolment, finished: set[str], *, check_is_passed: bool) -> OpenCourse:
    document = course_document(enrolment.version_id)
    progress = progress_of(document, finished, check_is_passed=check_is_passed)
    return OpenCourse(
        slug=enrolment.course.slug,
        title=enrolment.version.title,
        sentence=done_sentence(document, progress),
        next_lesson=progress.next_lesson,
        lesson_count=len(document.lessons),
        check_is_next=progress.next_lesson is None and document.quiz is not None,
    )


def _done_courses(person: Person, today: date, time_zone: ZoneInfo) -> list[DoneCourse]:
    statuses = statuses_of([person.id], time_zone=time_zone, today=today)
    records = {
        number: (slug, title, code)
        for number, slug, title, code in db.session.execute(
            select(CompletionRecord.id, CourseRow.slug, Version.title, CompletionRecord.check_code)
            .join(CourseRow, CourseRow.id == CompletionRecord.course_id)
            .join(Version, Version.id == CompletionRecord.version_id)
            .where(CompletionRecord.person_id == person.id)
        )
    }
    done = []
    for status in statuses.values():
        if status.number is not None:
            slug, title, code = records[status.number]
            done.append(DoneCourse(slug, title, status, code))
    return sorted(done, key=lambda one: one.status.number or 0, reverse=True)
