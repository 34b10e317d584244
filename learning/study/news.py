"""What is new in courses since somebody completed them: versions that changed more than wording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select

from learning.courses.models import CourseRow, Version
from learning.db import db

KINDS_OF_NEWS: Mapping[str, str] = {
    "material": "Something to know or do has changed.",
    "clarifying": "The same message, said more clearly.",
}
"""What each label that is news tells somebody who has completed the course; editorial changes are none."""


def news_since(completed: Mapping[int, int]) -> dict[int, list[Version]]:
    """By course, the versions that are news to somebody who completed these version numbers, the newest first.

    A course without news is not in it, nor one that is retired: nobody can open its newer version.
    """
    if not completed:
        return {}
    versions = db.session.execute(
        select(Version)
        .join(CourseRow, CourseRow.id == Version.course_id)
        .where(
            Version.course_id.in_(completed),
            Version.number > min(completed.values()),
            Version.label.in_(KINDS_OF_NEWS),
            CourseRow.retired_at.is_(None),
        )
        .order_by(Version.number.desc())
    ).scalars()
    found: dict[int, list[Version]] = defaultdict(list)
    for version in versions:
        if version.number > completed[version.course_id]:
            found[version.course_id].append(version)
    return dict(found)
