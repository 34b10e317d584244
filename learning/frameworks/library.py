"""The frameworks that hold today, and what of them the published courses teach.

Frameworks are files of the courses folder; courses are read as they are published, never from the folder.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from learning.courses.drafts import FIRST_REVISION, check_draft
from learning.courses.library_files import LibraryFile, content_of, file_at
from learning.courses.models import Draft
from learning.courses.published import course_documents, published_courses
from learning.courses.source_folder import framework_files
from learning.db import db
from learning.frameworks.coverage import FrameworkCoverage, Source, coverage_of
from learning.frameworks.document import Framework, parse_framework


def frameworks_in(courses_folder: Path, today: date) -> list[Framework]:
    """The newest edition of each framework that holds on this day, by title.

    A file with problems gives its best reading, as `flask courses check` names them; one that cannot be read is left
    out.
    """
    files = (file_at(path) for path in framework_files(courses_folder))
    found = (_read(file) for file in files if file)
    holding = [framework for framework in found if framework and (framework.from_on or today) <= today]
    newest = {framework.key: framework for framework in sorted(holding, key=lambda one: one.edition)}
    return sorted(newest.values(), key=lambda one: (one.title.casefold(), one.key))


def library_coverage(courses_folder: Path, today: date) -> list[FrameworkCoverage]:
    """Every framework with what published courses teach of it; drafts are looked at only where something is missing."""
    frameworks = frameworks_in(courses_folder, today)
    found = coverage_of(frameworks, _published())
    if any(not element.lessons for framework in found for element in framework.for_lessons):
        found = coverage_of(frameworks, _published(), _drafts(today))
    return found


def _published() -> list[Source]:
    versions = [version for _, version in published_courses()]
    documents = course_documents([version.id for version in versions])
    return [Source(documents[version.id], version.number) for version in versions]


def _drafts(today: date) -> list[Source]:
    """Drafts that somebody has changed, as far as they can be read."""
    drafts = db.session.scalars(select(Draft).where(Draft.revision > FIRST_REVISION).order_by(Draft.id))
    read = (check_draft(draft, today=today).course for draft in drafts)
    return [Source(course, None) for course in read if course]


@lru_cache(maxsize=64)
def _read(file: LibraryFile) -> Framework | None:
    data = content_of(file)
    return None if data is None else parse_framework(f"frameworks/{Path(file.path).name}", data).framework
