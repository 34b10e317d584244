"""What authors see of all courses at once: versions with who made them, and drafts with who saved them last.

Reads in three statements, however many courses there are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from learning.courses.drafts import FIRST_REVISION
from learning.courses.format.page import title_in
from learning.courses.models import CourseRow, Draft, DraftFile, Version
from learning.courses.source_folder import COURSE_PAGE
from learning.db import db
from learning.people.models import Person


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version, who published it and who approved it: names, or an empty text for a command and for nobody."""

    version: Version
    publisher_name: str
    approver_name: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft and who saved it last; `is_edited` once anything in it was changed.

    `course_page` is there only for a course of which nothing was published yet.
    """

    draft: Draft
    author_name: str
    course_page: bytes | None

    @property
    def is_edited(self) -> bool:
        """Whether anybody has saved anything in it."""
        return self.draft.revision > FIRST_REVISION


@dataclass(frozen=True, slots=True)
class CourseOverview:
    """One course with its versions, the newest first, and its draft."""

    course: CourseRow
    versions: tuple[VersionLine, ...]
    draft: DraftLine | None

    @property
    def title(self) -> str:
        """The title of the current version, before the first one that of the draft, or the slug."""
        if self.versions:
            return self.versions[0].version.title
        course_page = self.draft.course_page if self.draft else None
        return title_in(course_page or b"") or self.course.slug


def course_overviews(slug: str | None = None) -> list[CourseOverview]:
    """Every course, or the one with this slug, by title."""
    find_courses = select(CourseRow)
    approver = aliased(Person)
    find_versions = (
        select(Version, Person.name, approver.name)
        .outerjoin(Person, Person.id == Version.published_by_id)
        .outerjoin(approver, approver.id == Version.approved_by_id)
    )
    find_drafts = (
        select(Draft, Person.name, DraftFile.content)
        .join(Person, Person.id == Draft.updated_by_id)
        .join(Draft.course)
        .outerjoin(
            DraftFile,
            and_(DraftFile.draft_id == Draft.id, DraftFile.path == COURSE_PAGE, CourseRow.current_number.is_(None)),
        )
    )
    if slug is not None:
        find_courses = find_courses.where(CourseRow.slug == slug)
        find_versions = find_versions.join(Version.course).where(CourseRow.slug == slug)
        find_drafts = find_drafts.where(CourseRow.slug == slug)
    versions: dict[int, list[VersionLine]] = defaultdict(list)
    for version, name, approver_name in db.session.execute(find_versions.order_by(Version.number.desc())):
        versions[version.course_id].append(VersionLine(version, name or "", approver_name or ""))
    drafts = {draft.course_id: DraftLine(draft, name, page) for draft, name, page in db.session.execute(find_drafts)}
    overviews = [
        CourseOverview(course, tuple(versions[course.id]), drafts.get(course.id))
        for course in db.session.scalars(find_courses)
    ]
    return sorted(overviews, key=lambda overview: (overview.title.casefold(), overview.course.slug))
