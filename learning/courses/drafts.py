"""The draft of a course as a whole: begun from the current version, checked, thrown away.

A draft may hold problems. Its revision counts saves, so that nobody overwrites words they have not seen.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from learning import audit
from learning.courses.draft_history import keep_texts
from learning.courses.format.parser import ParsedCourse
from learning.courses.models import CourseRow, Draft, DraftFile, Version
from learning.courses.published import course_by_slug, files_of
from learning.courses.publishing import lock_course, parse_source
from learning.db import db
from learning.errors import Conflict, NotFound
from learning.people.models import Person

FIRST_REVISION = 1
NO_DRAFT = "There is no draft of this course any more: it was published or thrown away."


def draft_of(slug: str) -> Draft | None:
    """The draft of a course, or None."""
    if "\0" in slug:
        return None
    return db.session.scalar(select(Draft).join(CourseRow).where(CourseRow.slug == slug))


def last_author_name(slug: str) -> str:
    """Who saved the draft of a course last; an empty text where there is no draft."""
    find = (
        select(Person.name)
        .join(Draft, Draft.updated_by_id == Person.id)
        .join(CourseRow, CourseRow.id == Draft.course_id)
    )
    return db.session.scalar(find.where(CourseRow.slug == slug)) or ""


def start_draft(slug: str, *, author: Person, now: datetime) -> Draft:
    """The one draft of a course, begun from its current version where there is none.

    A draft that nobody has saved yet follows the current version.
    """
    course_by_slug(slug)
    course = lock_course(slug, now)
    current = course.current_version
    draft = db.session.scalar(select(Draft).where(Draft.course_id == course.id))
    if draft is not None and (draft.revision > FIRST_REVISION or overtaking_version(draft) is None):
        return draft
    if current is None:
        raise NotFound("This course has no version to begin from.")
    if draft is None:
        audit.record("draft started", f"course:{slug}", actor_id=author.id, now=now)
        draft = Draft(course_id=course.id, key=str(uuid.uuid4()), revision=FIRST_REVISION)
        draft.updated_at, draft.updated_by_id = now, author.id
        db.session.add(draft)
    fill(draft, current, author, now)
    db.session.flush()
    return draft


def discard_draft(slug: str, *, expected_revision: int, author: Person, now: datetime) -> bool:
    """Throw the draft away, and with it a course of which nothing was ever published; once is enough.

    Gives whether the course is still there.
    """
    course_by_slug(slug)
    course = lock_course(slug, now)
    draft = db.session.scalar(select(Draft).where(Draft.course_id == course.id))
    if draft is None:
        return True
    check_revision(draft, expected_revision)
    db.session.delete(draft)
    if course.current_number is None:
        db.session.flush()
        db.session.delete(course)
    audit.record("draft discarded", f"course:{slug}", actor_id=author.id, now=now, revision=expected_revision)
    return course.current_number is not None


def check_draft(draft: Draft, *, today: date, framework_elements: Collection[str] | None = None) -> ParsedCourse:
    """Read the draft: problems, warnings, and the best preview there can be."""
    files = {file.path: file.content for file in draft.files}
    return parse_source(draft.course.slug, files, today=today, framework_elements=framework_elements)


def overtaking_version(draft: Draft) -> Version | None:
    """The version that was published after this draft was begun, and whose changes the draft may lack."""
    current = draft.course.current_version
    return current if current is not None and current.id != draft.based_on_id else None


def locked_draft(slug: str, now: datetime) -> Draft:
    """The draft of a course whose row is locked until the transaction ends; raises NotFound where there is none."""
    course_by_slug(slug)
    course = lock_course(slug, now)
    draft = db.session.scalar(select(Draft).where(Draft.course_id == course.id))
    if draft is None:
        raise NotFound(NO_DRAFT)
    return draft


def check_revision(draft: Draft, expected_revision: int) -> None:
    """Raise Conflict where the draft was changed since it was looked at."""
    if draft.revision != expected_revision:
        sentence = "The draft was changed by somebody else, or in another tab. Look at it again before you go on."
        raise Conflict(sentence, heading="This draft was changed meanwhile")


def note_change(draft: Draft, author: Person, now: datetime, action: str, path: str) -> None:
    """Count a save of one file of the draft, and who made it."""
    draft.revision += 1
    draft.updated_at, draft.updated_by_id = now, author.id
    details = {"path": path, "revision": draft.revision}
    audit.record(action, f"course:{draft.course.slug}", actor_id=author.id, now=now, **details)
    db.session.flush()


def fill(draft: Draft, version: Version, author: Person, now: datetime) -> None:
    """Have a locked draft hold what a version holds; the texts it had are kept for whoever has them open."""
    draft.based_on_id = version.id
    draft.updated_at, draft.updated_by_id = now, author.id
    keep_texts(draft, [file.content for file in draft.files if file.path.endswith(".md")], now)
    draft.files.clear()
    db.session.flush()  # files of the same name come back below
    draft.files.extend(DraftFile(path=path, content=content) for path, content in files_of(version).items())
