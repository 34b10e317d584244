"""Tables of courses: the course, its immutable versions with their source, and the one draft being written."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.db import Model, UtcDateTime, append_only


class CourseRow(Model):
    """A subject of training that lives through many versions. Retired, not deleted.

    `retired_at` is how it stands now; what was so before stands in RetirementRecord.

    Named CourseRow because `document.Course` is what a version says.
    """

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    current_number: Mapped[int | None]  # of the newest version; None until the first is published
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    current_version: Mapped[Version | None] = relationship(
        primaryjoin="and_(Version.course_id == CourseRow.id, Version.number == CourseRow.current_number)",
        foreign_keys="[Version.course_id, Version.number]",
        uselist=False,
        viewonly=True,
    )


@append_only
class RetirementRecord(Model):
    """A course was retired, or else brought back. `recorded_by_id` is None for the command line."""

    __tablename__ = "course_retirement"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    is_retired: Mapped[bool]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


@append_only
class Version(Model):
    """An immutable numbered snapshot of a course, made by publishing.

    `label` is editorial, clarifying or material; `origin` is folder or browser; `published_by_id` is None when a
    command published. Title to content note are copies from its document, for lists. `draft_key` is the key of the
    draft it was made from, so that a second click finds the version that the first one made. `refresh_due_on` is the
    day by which those who completed an earlier version see what changed in this one; None where it asks nothing.
    `approved_by_id` is the second author who approved it, where one did.
    """

    __tablename__ = "course_version"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(500))
    origin: Mapped[str] = mapped_column(String(8))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    draft_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    source_hash: Mapped[str] = mapped_column(String(64))
    refresh_due_on: Mapped[date | None]
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(12))
    minutes: Mapped[int]
    content_note: Mapped[str | None] = mapped_column(Text)

    course: Mapped[CourseRow] = relationship()


@append_only
class VersionFile(Model):
    """One source file of a version, as bytes; text has LF line ends."""

    __tablename__ = "course_version_file"

    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class VersionDocument(Model):
    """The parsed document of a version with its HTML: a copy that `flask courses render` can make anew."""

    __tablename__ = "course_version_document"

    version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"), primary_key=True)
    document_json: Mapped[str] = mapped_column(Text)
    rendered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Draft(Model):
    """The one editable source of a course; may hold problems, seen by authors only. Gone once it is published."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), unique=True)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    revision: Mapped[int]
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("course_version.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    course: Mapped[CourseRow] = relationship()
    files: Mapped[list[DraftFile]] = relationship(cascade="all, delete-orphan", order_by="DraftFile.path")


class DraftFile(Model):
    """One file of a draft."""

    __tablename__ = "draft_file"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DraftText(Model):
    """A text that a page of a draft had once, by its hash: the ground on which two later texts are put together."""

    __tablename__ = "draft_text"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OutlineChange(Model):
    """A change of a draft's outline, kept until its draft is gone, so that the last one can be undone.

    `kind` is added, removed, renamed, moved, imported or returned (an import that was undone); `path` is the file it
    was about, by the name it had then, or what was imported; `moves` gives each old path its new one; `content` is
    that of a file that was removed; `file_count` counts the files of an import, which stand in ChangedFile.
    """

    __tablename__ = "draft_outline_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    path: Mapped[str] = mapped_column(String(200))
    moves: Mapped[dict[str, str]] = mapped_column(JSON)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_count: Mapped[int] = mapped_column(default=0, server_default="0")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ChangedFile(Model):
    """A file of a draft as it was before an import; `content` is None where there was none.

    `put_hash` is the hash of what the import put there, empty where it took the file out: a file with another one was
    written on since.
    """

    __tablename__ = "draft_changed_file"

    change_id: Mapped[int] = mapped_column(ForeignKey("draft_outline_change.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    put_hash: Mapped[str] = mapped_column(String(64))


class DraftReview(Model):
    """A second author asked to read a draft as it was at one revision; gone with its draft.

    `decision` is approved or returned, None until somebody decided; `words` are those of whoever decided.
    """

    __tablename__ = "draft_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(8))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(Text)
