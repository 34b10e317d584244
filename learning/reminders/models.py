"""Tables of reminders: the mails that were sent, a day and person each, and the notes about courses in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.courses.models import CourseRow
from learning.db import Model, UtcDateTime


class ReminderMail(Model):
    """The one mail to one person on one day. Claimed before it is sent, so that of two senders one sends it.

    Once sent, `sent_at` is set. Where its address was refused, `refused_at` is, and it holds no notes: they are due
    again on the next day. `digest_week_on` is the Monday of the week whose team digest is in it.
    """

    __tablename__ = "reminder_mail"
    __table_args__ = (UniqueConstraint("person_id", "mailed_on"), UniqueConstraint("digest_week_on", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    mailed_on: Mapped[date] = mapped_column(index=True)
    digest_week_on: Mapped[date | None]
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    reminders: Mapped[list[Reminder]] = relationship(cascade="all, delete-orphan", back_populates="mail")


class Reminder(Model):
    """One note about one course in a mail: `reminder_rules.Note` as a row."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("person_id", "course_id", "due_on", "kind", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mail_id: Mapped[int] = mapped_column(ForeignKey("reminder_mail.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    kind: Mapped[str] = mapped_column(String(9))
    step: Mapped[int]
    due_on: Mapped[date]
    about: Mapped[str] = mapped_column(String(9))

    mail: Mapped[ReminderMail] = relationship(back_populates="reminders")
    course: Mapped[CourseRow] = relationship()


class KeptCount(Model):
    """How many mails were to go out next when it was last counted, as `next_count.NextCount`; one row, or none yet.

    `kinds` maps what `next_mails.count_of_kinds` names to a number; `example` is a list of notes without a person.
    """

    __tablename__ = "reminder_count"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_now: Mapped[bool]
    mail_count: Mapped[int]
    kinds: Mapped[dict[str, int]] = mapped_column(JSON)
    example: Mapped[list[list[Any]]] = mapped_column(JSON)
