"""What changed between two states of a course, each a version or its draft: in human words, and in its text files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Subquery, select

from learning.courses.changes import Changes, between
from learning.courses.document import Course
from learning.courses.line_changes import Line, LineComparison, stretches
from learning.courses.models import Draft, DraftFile, Version, VersionFile
from learning.courses.preview import reading_order
from learning.courses.published import course_document
from learning.db import db

MOST_LINES = 2_000
"""So many lines of text changes stand on one page; files after that are named, and shown one by one."""

State = Version | Draft
FileEvent = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that is not what it was; `stretches` is None for a picture, and for text that has no room on the page."""

    path: str
    what: FileEvent
    stretches: Sequence[Sequence[Line]] | None

    @property
    def is_text(self) -> bool:
        """Whether it is a page and no picture."""
        return self.path.endswith(".md")


def changes_of(old: Version, new: State, document: Course | None = None) -> Changes:
    """What changed in the terms of those who teach and learn; `document` is what a draft says."""
    pictures = [path.removeprefix("images/") for path in _changed_paths(old, new) if path.startswith("images/")]
    return between(course_document(old.id), document or course_document(new.id), changed_pictures=pictures)


def file_changes(old: Version, new: State, only: str | None = None) -> list[FileChange]:
    """Which files changed, in the order of reading, with their lines; or one file (`only`) with all of its lines."""
    before, after = _paths(old), _paths(new)
    paths = [path for path in reading_order((before ^ after) | _changed_paths(old, new)) if only in (None, path)]
    old_texts, new_texts = _texts(old, paths), _texts(new, paths)
    comparison = LineComparison()
    room = MOST_LINES
    found = []
    for path in paths:
        lines = None
        if path.endswith(".md") and room:
            lines = stretches(comparison.lines(old_texts.get(path, ""), new_texts.get(path, "")))
            count = sum(map(len, lines))
            if only is None and count > room:
                lines, count = None, room
            room = max(room - count, 0)
        found.append(FileChange(path, _what(path in before, path in after), lines))
    return found


def _what(was_there: bool, is_there: bool) -> FileEvent:
    if was_there and is_there:
        return "changed"
    return "added" if is_there else "removed"


def _files(state: State) -> Subquery:
    if isinstance(state, Version):
        find = select(VersionFile.path, VersionFile.content).where(VersionFile.version_id == state.id)
    else:
        find = select(DraftFile.path, DraftFile.content).where(DraftFile.draft_id == state.id)
    return find.subquery()


def _paths(state: State) -> set[str]:
    return set(db.session.scalars(select(_files(state).c.path)))


def _changed_paths(old: State, new: State) -> set[str]:
    """Files of the same name whose bytes differ, compared where they lie."""
    before, after = _files(old), _files(new)
    find = select(after.c.path).join(before, before.c.path == after.c.path)
    return set(db.session.scalars(find.where(before.c.content != after.c.content)))


def _texts(state: State, paths: Collection[str]) -> dict[str, str]:
    files = _files(state)
    pages = [path for path in paths if path.endswith(".md")]
    find = select(files.c.path, files.c.content).where(files.c.path.in_(pages))
    return {path: content.decode("utf-8", "replace") for path, content in db.session.execute(find)}
