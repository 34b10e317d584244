"""Table of private words. Only the writer reads them; no other feature imports this module but practice itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.courses.models import CourseRow
from learning.db import Model, UtcDateTime


class Reflection(Model):
    """One person's words on one reflection of a course, kept across versions by its key.

    `prompt` is the heading as it stood when the words were last saved. `revision` counts saves, so that two tabs
    cannot overwrite each other unseen.
    """

    __tablename__ = "reflection"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "lesson_key", "block_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    lesson_key: Mapped[str] = mapped_column(String(80))
    block_key: Mapped[str] = mapped_column(String(80))
    prompt: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    course: Mapped[CourseRow] = relationship()
