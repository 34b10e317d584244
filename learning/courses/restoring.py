"""An old version as the draft again. Versions stay as they are: publishing it makes a new one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from learning import audit
from learning.courses.drafts import check_revision, draft_of, fill, start_draft
from learning.courses.format.source_hash import source_hash
from learning.courses.models import Draft, OutlineChange
from learning.courses.published import version_of
from learning.courses.publishing import lock_course
from learning.db import db
from learning.errors import Conflict
from learning.people.models import Person


def restore_version(
    slug: str, number: int, *, author: Person, now: datetime, thrown_away_revision: int | None = None
) -> Draft:
    """Make the draft say what a version said; once is enough.

    A draft that is there is only thrown away as it was looked at: raises Conflict unless `thrown_away_revision` is
    where it stands. The draft takes the place of the current version, so it lacks nothing that was published since.
    """
    version = version_of(slug, number)
    course = lock_course(slug, now)
    draft = draft_of(slug)
    if draft is not None and source_hash({file.path: file.content for file in draft.files}) == version.source_hash:
        return draft
    if draft is not None and thrown_away_revision is None:
        raise Conflict(
            "There is a draft of this course. Say whether it may be thrown away.", heading="There is a draft already"
        )
    if draft is not None and thrown_away_revision is not None:
        check_revision(draft, thrown_away_revision)
    draft = draft or start_draft(slug, author=author, now=now)
    db.session.execute(delete(OutlineChange).where(OutlineChange.draft_id == draft.id))
    fill(draft, version, author, now)
    draft.based_on_id = course.current_version.id if course.current_version else version.id
    draft.revision += 1
    details = {"version": number, "revision": draft.revision}
    audit.record("version restored", f"course:{slug}", actor_id=author.id, now=now, **details)
    db.session.flush()
    return draft
