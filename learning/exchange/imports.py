"""What was brought from elsewhere: held for its maker to look at, then put into a course, or thrown away.

Nothing of a course changes until it is confirmed. Must not parse files: they were read before they come here.
"""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, select

from learning.courses.draft_imports import put_files
from learning.courses.draft_size import fault_of_count, fault_of_new_course
from learning.courses.drafts import check_revision, draft_of, locked_draft, note_change, start_draft
from learning.courses.models import Draft, DraftFile
from learning.courses.new_course import begin_course
from learning.courses.published import course_by_slug, files_of
from learning.courses.source_folder import COURSE_PAGE
from learning.db import db
from learning.errors import Invalid, NotFound
from learning.exchange.bringing import Brought
from learning.exchange.documents.rich_text import Loss
from learning.exchange.lesson_files import course_page, placed_after
from learning.exchange.models import PendingImport
from learning.exchange.safe_zip import write_zip
from learning.people.models import Person

Way = Literal["add", "replace"]

KEPT_FOR = timedelta(days=1)
_DONE = "done"
_KEPT_A_PERSON = 5
_GONE = (
    "This preview is not there any more: it was used, thrown away, or is more than a day old. Choose the file again."
)


@dataclass(frozen=True, slots=True)
class Placing:
    """What confirming would do to a course: all its files afterwards, and which of them are new or other than before.

    `revision` is that of the draft that was looked at, 0 where there is none. `fault` says why it cannot be done.
    """

    files: dict[str, bytes]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    revision: int
    fault: str = ""


def hold_import(brought: Brought, *, name: str, slug: str | None, person_id: int, now: datetime) -> PendingImport:
    """Keep what was read until its maker has looked at it; what is older than a day goes."""
    if slug is not None:
        slug = course_by_slug(slug).slug
    forget_old_imports(now)
    own = select(PendingImport).where(PendingImport.person_id == person_id)
    for old in db.session.scalars(own.order_by(PendingImport.made_at.desc()).offset(_KEPT_A_PERSON - 1)).all():
        db.session.delete(old)
    pending = PendingImport(
        key=str(uuid.uuid4()),
        person_id=person_id,
        what=brought.what,
        slug=slug,
        name=_printable(name)[:200],
        title=_printable(brought.title)[:300],
        suggested_slug=brought.slug[:80],
        files=write_zip(brought.files),
        losses=json.dumps([[loss.where, loss.what] for loss in brought.losses]),
        made_at=now,
    )
    db.session.add(pending)
    db.session.flush()
    return pending


def own_import(key: str, person_id: int, *, now: datetime) -> PendingImport:
    """What this person brought under this key within a day; raises NotFound, also for what somebody else brought."""
    find = select(PendingImport).where(
        PendingImport.key == key,
        PendingImport.person_id == person_id,
        PendingImport.made_at >= now - KEPT_FOR,
        PendingImport.what != _DONE,
    )
    pending = None if "\0" in key else db.session.scalar(find)
    if pending is None:
        raise NotFound(_GONE)
    return pending


def done_import(key: str, person_id: int) -> str | None:
    """The slug of the course that this person's import went into, None where it was not confirmed."""
    find = select(PendingImport.slug).where(
        PendingImport.key == key, PendingImport.person_id == person_id, PendingImport.what == _DONE
    )
    return None if "\0" in key else db.session.scalar(find)


def held_files(pending: PendingImport) -> dict[str, bytes]:
    """The files that were read."""
    with zipfile.ZipFile(io.BytesIO(pending.files)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def held_losses(pending: PendingImport) -> list[Loss]:
    """What could not be carried over."""
    return [Loss(where, what) for where, what in json.loads(pending.losses)]


def placing_of(pending: PendingImport, way: Way = "add", *, title: str = "") -> Placing:
    """What putting it into its course would do; of a new course, its title can be given."""
    files = held_files(pending)
    if pending.slug is None:
        if COURSE_PAGE not in files:
            files[COURSE_PAGE] = course_page(title or pending.title)
        return Placing(files, tuple(sorted(files)), (), (), 0, fault_of_new_course(len(files)))
    draft = draft_of(pending.slug)
    return _placing(files, _files_before(pending.slug, draft), pending, way, draft.revision if draft else 0)


def confirm_new_course(key: str, title: str, slug: str, *, author: Person, now: datetime) -> str:
    """Begin a course of what was brought; gives its slug. Raises Invalid for "title" and "slug"."""
    pending = own_import(key, author.id, now=now)
    is_whole = pending.what == "course"
    files = _possible(placing_of(pending, title=" ".join(title.split()))).files
    begun = begin_course(slug.replace("-", " ") if is_whole else title, slug, author=author, now=now)
    begun.files.clear()
    db.session.flush()  # files of the same name come back below
    begun.files.extend(DraftFile(path=path, content=content) for path, content in sorted(files.items()))
    note_change(begun, author, now, "course brought", pending.name)
    _note_done(pending, begun.course.slug)
    return begun.course.slug


def confirm_into_course(key: str, way: Way, *, expected_revision: int, author: Person, now: datetime) -> str:
    """Put what was brought into the draft of its course, begun where there is none; gives the course's slug.

    Raises Conflict where the draft is not as it was looked at, Invalid for "files" where it could not hold so many.
    """
    pending = own_import(key, author.id, now=now)
    slug = pending.slug or ""
    _possible(placing_of(pending, way))
    if draft_of(slug) is None and expected_revision == 0:
        start_draft(slug, author=author, now=now)
        draft = locked_draft(slug, now)
    else:
        draft = locked_draft(slug, now)
        check_revision(draft, expected_revision)
    before = {file.path: file.content for file in draft.files}
    placing = _possible(_placing(held_files(pending), before, pending, way, draft.revision))
    files = {path: placing.files.get(path) for path in (*placing.new, *placing.changed, *placing.removed)}
    if files:
        put_files(draft, files, name=pending.name, author=author, now=now)
    note_change(draft, author, now, "draft imported", pending.name)
    _note_done(pending, slug)
    return slug


def cancel_import(key: str, *, person_id: int, now: datetime) -> str | None:
    """Throw away what was brought; gives the course it was for. Once is enough."""
    try:
        pending = own_import(key, person_id, now=now)
    except NotFound:
        return None
    db.session.delete(pending)
    return pending.slug


def forget_old_imports(now: datetime) -> None:
    """Delete what nobody confirmed within a day, and what is left of what was confirmed."""
    db.session.execute(delete(PendingImport).where(PendingImport.made_at < now - KEPT_FOR))


def _note_done(pending: PendingImport, slug: str) -> None:
    # The row stays, empty, so that a second click finds where the first one led.
    pending.what, pending.slug, pending.files, pending.losses = _DONE, slug, b"", "[]"


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in name)


def _files_before(slug: str, draft: Draft | None) -> dict[str, bytes]:
    if draft is not None:
        return {file.path: file.content for file in draft.files}
    version = course_by_slug(slug).current_version
    return files_of(version) if version else {}


def _placing(
    files: Mapping[str, bytes], before: Mapping[str, bytes], pending: PendingImport, way: Way, revision: int
) -> Placing:
    is_whole = pending.what == "course"
    brought = dict(files) if is_whole else placed_after(files, before)
    after = brought if is_whole and way == "replace" else {**before, **brought}
    return Placing(
        files=after,
        new=tuple(sorted(set(after) - set(before))),
        changed=tuple(sorted(path for path in after if path in before and before[path] != after[path])),
        removed=tuple(sorted(set(before) - set(after))),
        revision=revision,
        fault=fault_of_count(len(after), len(before)),
    )


def _possible(placing: Placing) -> Placing:
    if placing.fault:
        raise Invalid({"files": placing.fault})
    return placing
