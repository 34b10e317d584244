"""Table of what learners tell the learning team about a lesson; who wrote it is read only where the writer allows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.courses.models import CourseRow, Version
from learning.db import Model, UtcDateTime


class LessonComment(Model):
    """One person's comment on one lesson, and what became of it.

    `key` is the idempotency key of the sending. `answer` is for the writer alone. `change` is for all learners: in an
    author's words, what was said and what the version `changed_in` changed. `revision` counts answers, so that two
    authors cannot overwrite each other unseen; `seen_revision` is the one that the writer has read. There is no way
    from here to the person but by a query that says so.
    """

    __tablename__ = "lesson_comment"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    lesson_key: Mapped[str] = mapped_column(String(80))
    lesson_title: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(36))
    words: Mapped[str] = mapped_column(Text)
    shows_name: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    change: Mapped[str | None] = mapped_column(Text)
    changed_in_id: Mapped[int | None] = mapped_column(ForeignKey("course_version.id"))
    revision: Mapped[int]
    seen_revision: Mapped[int] = mapped_column(default=0)

    course: Mapped[CourseRow] = relationship()
    version: Mapped[Version] = relationship(foreign_keys=[version_id])
    changed_in: Mapped[Version | None] = relationship(foreign_keys=[changed_in_id])

    @property
    def is_answered(self) -> bool:
        """Whether the learning team has said something; then it can no longer be deleted."""
        return self.answer is not None

    @property
    def has_news(self) -> bool:
        """Whether there is an answer, or another one, that the writer has not said to have read."""
        return self.is_answered and self.seen_revision < self.revision
