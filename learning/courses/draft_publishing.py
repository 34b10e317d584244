"""A draft made into the next version of its course."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from learning.courses.drafts import NO_DRAFT, check_revision, overtaking_version
from learning.courses.models import Draft, Version
from learning.courses.published import course_by_slug
from learning.courses.publishing import Published, lock_course, publish_files
from learning.courses.reviews import approver_id_of
from learning.db import db
from learning.errors import Conflict, Invalid, NotFound
from learning.people.models import Person


def publish_draft(
    slug: str,
    draft_key: str,
    *,
    note: str,
    expected_revision: int,
    author: Person,
    now: datetime,
    replaces_number: int | None = None,
    needs_approval: bool = False,
    **words: Any,
) -> Published:
    """Make the next version from the draft, which is then gone; a second click gives the version of the first.

    `words` are those of `publish_files`, the label among them. Raises BadSource with the problems, Invalid for a field,
    Conflict where the draft was saved since it was looked at, where a version was published since it was begun and
    `replaces_number` does not name it, or where `needs_approval` and no second author approved it as it stands.
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
    _refuse_unseen_version(draft, replaces_number)
    words["approver_id"] = _approver_id(draft, needs_approval=needs_approval)
    files = {file.path: file.content for file in draft.files}
    published = publish_files(
        slug, files, note=note, origin="browser", publisher=author, now=now, draft_key=draft_key, **words
    )
    if published.is_new:
        db.session.delete(draft)
    return published


def _refuse_unseen_version(draft: Draft, seen_number: int | None) -> None:
    newer = overtaking_version(draft)
    if newer is not None and newer.number != seen_number:
        raise Conflict(
            f"Version {newer.number} was published after this draft was begun. Look at it before you publish."
        )


def _approver_id(draft: Draft, *, needs_approval: bool) -> int | None:
    approver_id = approver_id_of(draft)
    if needs_approval and approver_id is None:
        sentence = "A second author has to approve this draft as it stands. Ask for a review first."
        raise Conflict(sentence, heading="This draft is not approved yet")
    return approver_id
