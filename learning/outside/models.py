"""Tables of learning that happened elsewhere. No record is changed: a further one says what became of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.courses.models import CourseRow
from learning.db import Model, UtcDateTime, append_only
from learning.people.models import Dated, Person


@append_only
class EvidenceFile(Model):
    """A file that proves something, kept once whoever sends it. `kind` is pdf, png, jpg or webp."""

    __tablename__ = "evidence_file"

    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the content, in hex
    kind: Mapped[str] = mapped_column(String(4))
    byte_count: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


@append_only
class OutsideLearning(Model):
    """What one person learned elsewhere, as it was claimed or entered.

    `kind` is classroom, external or earlier; `origin` is claim, entered or register. `course_id` is the course of ours
    that it stands for, None for none; `repeat_after_months` is that course's refresh time of the day it was recorded.
    `title_key` and `provider_key` are both names as `titles.title_key` writes them, for equivalences. `key` is the
    idempotency key of the form. `replaces_id` is the returned claim that this one mends. `entered_by_id` is None for
    the command line.
    """

    __tablename__ = "outside_learning"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_outside_learning_title_key_provider_key", "title_key", "provider_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(9))
    origin: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    title_key: Mapped[str] = mapped_column(String(400))
    provider: Mapped[str] = mapped_column(String(200))
    provider_key: Mapped[str] = mapped_column(String(400))
    held_on: Mapped[date]
    declared_minutes: Mapped[int]
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), index=True)
    repeat_after_months: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text)
    evidence_hash: Mapped[str | None] = mapped_column(ForeignKey("evidence_file.content_hash"))
    key: Mapped[str] = mapped_column(String(36))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("outside_learning.id"), unique=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])
    course: Mapped[CourseRow | None] = relationship()
    evidence: Mapped[EvidenceFile | None] = relationship()
    further_records: Mapped[list[FurtherRecord]] = relationship(
        back_populates="learning", order_by="FurtherRecord.id", lazy="selectin"
    )


@append_only
class FurtherRecord(Model):
    """What became of a learning. `kind` is confirmed or returned, once; disputed and answered, in turn; voided, once.

    `words` are the sentence for the other side: why it was returned or voided, what is wrong, what the answer is.
    `recorded_by_id` is None for the command line.
    """

    __tablename__ = "outside_further_record"
    __table_args__ = (
        Index("ix_outside_further_record_learning_id", "learning_id"),
        Index(
            "uq_outside_further_record_decision",
            "learning_id",
            unique=True,
            sqlite_where=text("kind IN ('confirmed', 'returned')"),
            postgresql_where=text("kind IN ('confirmed', 'returned')"),
        ),
        Index(
            "uq_outside_further_record_void",
            "learning_id",
            unique=True,
            sqlite_where=text("kind = 'voided'"),
            postgresql_where=text("kind = 'voided'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learning_id: Mapped[int] = mapped_column(ForeignKey("outside_learning.id"))
    kind: Mapped[str] = mapped_column(String(9))
    words: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    learning: Mapped[OutsideLearning] = relationship(back_populates="further_records")
    recorded_by: Mapped[Person | None] = relationship(lazy="joined")


class Equivalence(Dated, Model):
    """A named course of somebody else meets one of ours, where it was held from a day until a day.

    A row is never mended but withdrawn, and another says it anew. `repeat_after_months` is the refresh time of our
    course on the day it was recorded.
    """

    __tablename__ = "equivalence"
    __table_args__ = (Index("ix_equivalence_title_key_provider_key", "title_key", "provider_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    title_key: Mapped[str] = mapped_column(String(400))
    provider: Mapped[str] = mapped_column(String(200))
    provider_key: Mapped[str] = mapped_column(String(400))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    repeat_after_months: Mapped[int | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    course: Mapped[CourseRow] = relationship()
