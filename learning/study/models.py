"""Tables of study: enrolments, finished lessons, sittings, attempts and completion records."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.courses.models import CourseRow, Version
from learning.db import Model, UtcDateTime, append_only
from learning.people.models import Person


class Enrolment(Model):
    """One person working through one version of one course; at most one open per person and course.

    Closed by completing it, or by moving on to a newer version; `closed_because` is "completed" or "moved on".
    `refreshes_id` is the completion of an earlier version that it refreshes: then only what changed since is asked.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(
            "uq_enrolment_open",
            "person_id",
            "course_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_enrolment_person_id_course_id", "person_id", "course_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_because: Mapped[str | None] = mapped_column(String(12))
    refreshes_id: Mapped[int | None] = mapped_column(ForeignKey("completion_record.id", use_alter=True), index=True)

    course: Mapped[CourseRow] = relationship()
    version: Mapped[Version] = relationship()


class FinishedLesson(Model):
    """A lesson that the person said is finished; `route` is full, short or kept (from an earlier version)."""

    __tablename__ = "finished_lesson"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    lesson_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    route: Mapped[str] = mapped_column(String(5))
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Sitting(Model):
    """A final check being answered; at most one per enrolment, gone once sent or thrown away.

    `key` is the idempotency key of the sending. `questions` is the drawn list in order, each
    {"bank": key or null, "question": key, "order": [option indexes as shown]}; `answers` maps the place (as text,
    from "1") to the answer as `answers.py` reads it from a form.
    """

    __tablename__ = "sitting"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    one_page: Mapped[bool]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


@append_only
class Attempt(Model):
    """One final check sent by one person, numbered from 1 without gaps in its enrolment. Never changed."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("enrolment_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    sitting_key: Mapped[str] = mapped_column(String(36), unique=True)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    points_earned: Mapped[int]
    points_possible: Mapped[int]
    passed: Mapped[bool]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)


@append_only
class CompletionRecord(Model):
    """The lasting fact that a person completed a version at a time, with everything it rests on copied in.

    Points and pass mark are None where the course has no final check. `repeat_by_on` is the first day on which the
    completion no longer counts by the course's own refresh time. `check_code` is 16 letters that anyone can verify.
    """

    __tablename__ = "completion_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempt.id"))
    course_title: Mapped[str] = mapped_column(String(300))
    version_number: Mapped[int]
    version_hash: Mapped[str] = mapped_column(String(64))
    points_earned: Mapped[int | None]
    points_possible: Mapped[int | None]
    pass_mark_percent: Mapped[int | None]
    rule: Mapped[str] = mapped_column(Text)
    declared_minutes: Mapped[int]
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    repeat_by_on: Mapped[date | None]
    check_code: Mapped[str] = mapped_column(String(16), unique=True)

    __table_args__ = (Index("ix_completion_record_person_id_course_id", "person_id", "course_id"),)

    person: Mapped[Person] = relationship()
    course: Mapped[CourseRow] = relationship()
    void: Mapped[VoidedCompletion | None] = relationship(back_populates="completion", lazy="joined")


@append_only
class VoidedCompletion(Model):
    """The further record that voids a completion entered by mistake."""

    __tablename__ = "voided_completion"

    completion_id: Mapped[int] = mapped_column(ForeignKey("completion_record.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    voided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    completion: Mapped[CompletionRecord] = relationship(back_populates="void")
