"""The draft of a course: begun from the current version, saved file by file, checked, published or thrown away.

A draft may hold problems. Its revision counts saves, so that nobody overwrites words they have not seen. Must not
parse while saving: what is typed is kept, whatever it says.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from learning import audit
from learning.courses.format.file_names import is_left_alone, sort_paths
from learning.courses.format.parser import ParsedCourse
from learning.courses.format.source_text import MAX_TEXT_BYTES, with_plain_line_ends
from learning.courses.models import CourseRow, Draft, DraftFile, Version
from learning.courses.publishing import Published, course_by_slug, files_of, lock_course, parse_source, publish_files
from learning.courses.source_folder import COURSE_PAGE
from learning.db import db
from learning.errors import Conflict, Invalid, NotFound
from learning.people.models import Person

FIRST_REVISION = 1
_MAX_FILE_COUNT = 300
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NO_DRAFT = "There is no draft of this course any more: it was published or thrown away."


class StaleDraft(Conflict):
    """Somebody, or another tab, saved this file in the meantime. Nothing was changed; both texts are here."""

    def __init__(self, sentence: str, *, saved_text: str | None, typed_text: str, revision: int) -> None:
        super().__init__(sentence)
        self.saved_text = saved_text
        self.typed_text = typed_text
        self.revision = revision


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
    _fill(draft, current, author, now)
    db.session.flush()
    return draft


def text_of(draft: Draft, path: str) -> str | None:
    """The text of a page of the draft, None where it has no such page."""
    found = next((file for file in draft.files if file.path == path), None)
    return None if found is None or not path.endswith(".md") else found.content.decode("utf-8", "replace")


def text_hash(text: str) -> str:
    """What a page form carries to say which text it was opened with."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def save_draft_file(
    slug: str,
    path: str,
    text: str,
    *,
    expected_revision: int,
    author: Person,
    now: datetime,
    opened_hash: str = "",
) -> Draft:
    """Keep the text of a page, problems and all.

    Raises StaleDraft with both texts where the draft is no longer at `expected_revision`, unless this page still is as
    it was opened (`opened_hash`) or already says the same. Raises Invalid for "text" that cannot be stored.
    """
    text = with_plain_line_ends(text)
    content = _checked_content(text)
    draft = _locked_draft(slug, now)
    saved_text = text_of(draft, path)
    if saved_text == text:
        return draft
    is_untouched = saved_text is not None and text_hash(saved_text) == opened_hash
    if draft.revision != expected_revision and not is_untouched:
        raise StaleDraft(
            "This page was saved by somebody else, or in another tab, after you opened it. Nothing is lost.",
            saved_text=saved_text,
            typed_text=text,
            revision=draft.revision,
        )
    if saved_text is None:
        raise NotFound(f"The draft has no page {path}.")
    next(file for file in draft.files if file.path == path).content = content
    _note_change(draft, author, now, "draft saved", path)
    return draft


def add_draft_file(slug: str, path: str, text: str, *, author: Person, now: datetime) -> Draft:
    """Add a page: a lesson, the final check or a bank. Raises Invalid for "path"."""
    content = _checked_content(with_plain_line_ends(text))
    draft = _locked_draft(slug, now)
    fault = _fault_of_name(path)
    if fault:
        raise Invalid({"path": fault})
    if any(file.path == path for file in draft.files):
        raise Invalid({"path": f"The draft has a page {path} already. Open it, or choose another name."})
    if len(draft.files) >= _MAX_FILE_COUNT:
        raise Invalid({"path": f"A draft has at most {_MAX_FILE_COUNT} files. Remove one first."})
    draft.files.append(DraftFile(path=path, content=content))
    _note_change(draft, author, now, "draft page added", path)
    return draft


def remove_draft_file(slug: str, path: str, *, expected_revision: int, author: Person, now: datetime) -> Draft:
    """Take a page or picture out of the draft; published versions keep theirs."""
    draft = _locked_draft(slug, now)
    found = next((file for file in draft.files if file.path == path), None)
    if found is None:
        return draft
    if path == COURSE_PAGE:
        raise Conflict(f"A course cannot be without {COURSE_PAGE}.")
    _check_revision(draft, expected_revision)
    draft.files.remove(found)
    _note_change(draft, author, now, "draft page removed", path)
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
    _check_revision(draft, expected_revision)
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
        raise NotFound(_NO_DRAFT)
    _check_revision(draft, expected_revision)
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


def _fill(draft: Draft, version: Version, author: Person, now: datetime) -> None:
    draft.based_on_id = version.id
    draft.updated_at, draft.updated_by_id = now, author.id
    draft.files.clear()
    db.session.flush()  # files of the same name come back below
    draft.files.extend(DraftFile(path=path, content=content) for path, content in files_of(version).items())


def _locked_draft(slug: str, now: datetime) -> Draft:
    course_by_slug(slug)
    course = lock_course(slug, now)
    draft = db.session.scalar(select(Draft).where(Draft.course_id == course.id))
    if draft is None:
        raise NotFound(_NO_DRAFT)
    return draft


def _checked_content(text: str) -> bytes:
    hidden = _HIDDEN.search(text)
    if hidden:
        line = text.count("\n", 0, hidden.start()) + 1
        raise Invalid({"text": f"Line {line} holds a hidden character that cannot be saved. Type that place again."})
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid({"text": "There is half a character in this text. Type that place again."}) from None
    if len(content) > MAX_TEXT_BYTES:
        size = -(-len(content) // 1024)
        raise Invalid({"text": f"This page has {size} KB; at most 64 KB can be saved. Split it in two."})
    return content


def _fault_of_name(path: str) -> str:
    if not path.endswith(".md") or is_left_alone(path):
        return "A page's name ends in .md, and begins with a number for a lesson: 08-what-helps.md."
    _, faults = sort_paths([path])
    return faults[0].problems[0].sentence if faults else ""


def _check_revision(draft: Draft, expected_revision: int) -> None:
    if draft.revision != expected_revision:
        raise Conflict("The draft was changed by somebody else, or in another tab. Look at it again before you go on.")


def _note_change(draft: Draft, author: Person, now: datetime, action: str, path: str) -> None:
    draft.revision += 1
    draft.updated_at, draft.updated_by_id = now, author.id
    details = {"path": path, "revision": draft.revision}
    audit.record(action, f"course:{draft.course.slug}", actor_id=author.id, now=now, **details)
    db.session.flush()
