"""A draft made into the next version of its course."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from learning.courses.drafts import NO_DRAFT, check_revision, overtaking_version
from learning.courses.models import Draft, Version
from learning.courses.published import course_by_slug
from learning.courses.publishing import Published, lock_course, publish_files
from learning.db import db
from learning.errors import Conflict, Invalid, NotFound
from learning.people.models import Person


def publish_draft(
    slug: str,
    draft_key: str,
    *,
    label: str,
    note: str,
    expected_revision: int,
    author: Person,
    now: datetime,
    replaces_number: int | None = None,
) -> Published:
    """Make the next version from the draft, which is then gone; a second click gives the version of the first.

    Raises BadSource with the problems, Invalid for "label" and "note", Conflict where the draft was saved since it was
    looked at, or where a version was published since it was begun and `replaces_number` does not name it.
    """
    course_by_slug(slug)
    course = lock_course(slug, now)
    made = db.session.scalar(select(Version).where(Version.draft_key == draft_key, Version.course_id == course.id))
    if made is not None:
        return Published(made, is_new=False)
    if not note.strip():
        raise Invalid({"note": "Say in a sentence what has changed. Learners and managers read it."})
    draft = db.session.scalar(select(Draft).where(Draft.course_id == course.id, Draft.key == draft_key))
    if draft is None:
        raise NotFound(NO_DRAFT)
    check_revision(draft, expected_revision)
    newer = overtaking_version(draft)
    if newer is not None and newer.number != replaces_number:
        raise Conflict(
            f"Version {newer.number} was published after this draft was begun. Look at it before you publish."
        )
    files = {file.path: file.content for file in draft.files}
    published = publish_files(
        slug, files, label=label, note=note, origin="browser", publisher=author, now=now, draft_key=draft_key
    )
    if published.is_new:
        db.session.delete(draft)
    return published
