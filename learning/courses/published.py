"""Finding what is published: courses, their versions, source files and documents. Changes nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection

from sqlalchemy import and_, select

from learning.courses import document_json
from learning.courses.document import Course
from learning.courses.models import CourseRow, Version, VersionDocument, VersionFile
from learning.db import HIGHEST_ID, db
from learning.errors import NotFound

_KEPT_DOCUMENT_COUNT = 100
IS_CURRENT = and_(Version.course_id == CourseRow.id, Version.number == CourseRow.current_number)
"""Joins a course with the version that it names as the current one."""
_documents: OrderedDict[int, Course] = OrderedDict()
_documents_lock = threading.Lock()


def course_by_slug(slug: str) -> CourseRow:
    """The course with this slug, retired or not; raises NotFound."""
    course = None if "\0" in slug else db.session.scalar(select(CourseRow).where(CourseRow.slug == slug))
    if course is None:
        raise NotFound
    return course


def version_of(slug: str, number: int) -> Version:
    """The version of this number; raises NotFound."""
    course = course_by_slug(slug)
    find = select(Version).where(Version.course_id == course.id, Version.number == min(number, HIGHEST_ID))
    version = db.session.scalar(find)
    if version is None:
        raise NotFound
    return version


def versions_of(course: CourseRow) -> list[Version]:
    """All versions of a course, the newest first."""
    find = select(Version).where(Version.course_id == course.id).order_by(Version.number.desc())
    return list(db.session.scalars(find))


def files_of(version: Version) -> dict[str, bytes]:
    """The source of a version, by path."""
    find = select(VersionFile.path, VersionFile.content).where(VersionFile.version_id == version.id)
    return dict(db.session.execute(find.order_by(VersionFile.path)).all())


def file_of(version: Version, path: str) -> bytes | None:
    """One source file of a version, None where it has none of this path."""
    if "\0" in path:
        return None
    find = select(VersionFile.content).where(VersionFile.version_id == version.id, VersionFile.path == path)
    return db.session.scalar(find)


def published_courses() -> list[tuple[CourseRow, Version]]:
    """Every course that can be started, with its current version, by title."""
    find = select(CourseRow, Version).join(Version, IS_CURRENT).where(CourseRow.retired_at.is_(None))
    found = [(course, version) for course, version in db.session.execute(find)]
    return sorted(found, key=lambda pair: (pair[1].title.casefold(), pair[0].slug))


def all_courses() -> list[tuple[CourseRow, Version]]:
    """Every course, retired ones too, with its current version, by slug."""
    find = select(CourseRow, Version).join(Version, IS_CURRENT).order_by(CourseRow.slug)
    return [(course, version) for course, version in db.session.execute(find)]


def course_document(version_id: int) -> Course:
    """What a committed version says; kept in the process, so that a lesson costs no query for it.

    `flask courses render` in another process is seen after a restart. Raises NotFound.
    """
    return course_documents([version_id])[version_id]


def document_for_page(version_id: int, page: str) -> Course:
    """What a committed version says, as far as one page needs it: all of it, or at least what `decode` reads of this
    page only. Raises NotFound.
    """
    with _documents_lock:
        if version_id in _documents:
            return _documents[version_id]
    find = select(VersionDocument.document_json).where(VersionDocument.version_id == version_id)
    text = db.session.scalar(find)
    if text is None:
        raise NotFound
    return document_json.decode(text, only=page)


def course_documents(version_ids: Collection[int]) -> dict[int, Course]:
    """What each of these committed versions says, in one statement at most. Raises NotFound."""
    found = {}
    with _documents_lock:
        for version_id in version_ids:
            if version_id in _documents:
                _documents.move_to_end(version_id)
                found[version_id] = _documents[version_id]
    unread = set(version_ids) - set(found)
    if not unread:
        return found
    find = select(VersionDocument.version_id, VersionDocument.document_json)
    for version_id, text in db.session.execute(find.where(VersionDocument.version_id.in_(unread))):
        found[version_id] = document_json.decode(text)
    if len(found) < len(set(version_ids)):
        raise NotFound
    with _documents_lock:
        _documents.update({version_id: found[version_id] for version_id in unread})
        while len(_documents) > _KEPT_DOCUMENT_COUNT:
            _documents.popitem(last=False)
    return found


def forget_documents() -> None:
    """Read documents from the database again on their next use."""
    with _documents_lock:
        _documents.clear()
