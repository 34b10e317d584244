"""All versions of a course as a file for spreadsheets."""

from __future__ import annotations

from flask import Response

from learning.courses.blueprint import blueprint
from learning.courses.models import Version
from learning.courses.overview import course_overviews
from learning.courses.published import course_by_slug
from learning.people.access import allow
from learning.people.roles import Policy
from learning.web.context import day_of, today
from learning.web.table_files import TableForm, table_download
from learning.web.tables import Table

_COLUMNS = ("Version", "Published on", "By", "Origin", "Approved by", "Kind", "What changed", "SHA-256 of the source")


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


def _kind(version: Version) -> str:
    return "first version" if version.number == 1 else version.label
