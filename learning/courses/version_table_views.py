"""All courses, and all versions of one, as files for spreadsheets."""

from __future__ import annotations

from flask import Response

from learning.courses.blueprint import blueprint
from learning.courses.models import Version
from learning.courses.overview import CourseOverview, course_overviews
from learning.courses.published import course_by_slug
from learning.people.access import allow
from learning.people.roles import Policy
from learning.web.context import day_of, today
from learning.web.table_files import TableForm, table_download
from learning.web.tables import Cell, Table

_COURSES = (
    "Course", "Course key", "State", "Retired on", "Newest version", "Published on", "Versions", "Draft last saved by",
    "Draft last saved on",
)  # fmt: skip
_COLUMNS = ("Version", "Published on", "By", "Origin", "Approved by", "Kind", "What changed", "SHA-256 of the source")


@blueprint.get("/write.<any(csv, xlsx):form>")
@allow(Policy.CONTENT)
def courses_table(form: TableForm) -> Response:
    """Every course with its newest version and its draft, by title."""
    rows = map(_course, course_overviews())
    return table_download(Table("Courses", today(), _COURSES, rows), form, "courses")


@blueprint.get("/write/<slug>/versions.<any(csv, xlsx):form>")
@allow(Policy.CONTENT)
def versions_table(slug: str, form: TableForm) -> Response:
    """Every version, the newest first."""
    overview = course_overviews(course_by_slug(slug).slug)[0]
    rows = [
        (
            *(line.version.number, day_of(line.version.published_at), line.publisher_name, line.version.origin),
            *(line.approver_name, _kind(line.version), line.version.note, line.version.source_hash),
        )
        for line in overview.versions
    ]
    return table_download(Table(f"Versions of {overview.title}", today(), _COLUMNS, rows), form, f"{slug}-versions")


def _course(overview: CourseOverview) -> tuple[Cell, ...]:
    course, draft = overview.course, overview.draft
    newest = overview.versions[0].version if overview.versions else None
    saved = draft if draft and draft.is_edited else None
    state = "Draft being written" if saved else "Draft, not changed yet" if draft else "Published"
    return (
        *(overview.title, course.slug, state, day_of(course.retired_at) if course.retired_at else None),
        *((newest.number, day_of(newest.published_at)) if newest else (None, None)),
        len(overview.versions),
        *((saved.author_name, day_of(saved.draft.updated_at)) if saved else ("", None)),
    )


def _kind(version: Version) -> str:
    return "first version" if version.number == 1 else version.label
