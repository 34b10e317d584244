"""Publishes the courses folder when the product starts.

Never touches a course that was last edited in the browser, and never stops the start: a folder with problems is named
and left out. Stands in plans with the library check, as the start may come to read frameworks and plans too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from learning.courses.drafts import FIRST_REVISION, draft_of
from learning.courses.folder_publishing import own_version, version_not_known
from learning.courses.format.checks import warn_of_placeholders
from learning.courses.format.source_hash import source_hash
from learning.courses.models import CourseRow, Version
from learning.courses.problems import Findings, Problem, counted
from learning.courses.published import course_by_slug
from learning.courses.publishing import publish_files
from learning.courses.source_folder import course_folders, read_course
from learning.courses.version_file import VERSION_FILE, FolderVersion, read_version_file, write_version_file
from learning.db import transaction
from learning.errors import BadSource, Conflict, NotFound

NOTE_OF_THE_FOLDER = "from the folder"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the start did with one course folder; `lines` are for the console, none where nothing was to be done."""

    slug: str
    result: Literal["published", "unchanged", "left alone", "has problems"]
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self.lines)


def publish_library(library: Path, now: datetime) -> list[Outcome]:
    """Publish each changed course folder of a library as editorial, each in a transaction of its own."""
    folders = course_folders(library)
    slugs = {folder.name for folder in folders}
    return [_publish_folder(folder, slugs, now) for folder in folders]


def _publish_folder(folder: Path, slugs: Collection[str], now: datetime) -> Outcome:
    slug = folder.name
    source = read_course(folder)
    if source.problems:
        return _with_problems(folder, source.problems)
    reason = _reason_to_leave_alone(folder, source_hash(source.files))
    if reason is None:
        reason = _words_to_write(source.files)
    if reason == "":
        return Outcome(slug, "unchanged")
    if reason is not None:
        return Outcome(slug, "left alone", (f"{slug}: left as it is, because {reason}.",))
    try:
        with transaction():
            published = publish_files(
                slug,
                source.files,
                label="editorial",
                note=NOTE_OF_THE_FOLDER,
                origin="folder",
                publisher=None,
                now=now,
                other_courses=slugs,
            )
    except BadSource as refusal:
        return _with_problems(folder, refusal.problems)
    line = f"{slug}: version {published.version.number} published from the folder."
    return Outcome(slug, "published", (line, *_keep_version(folder, published.version)))


def _words_to_write(files: Mapping[str, bytes]) -> str | None:
    """Where words of a starter still stand: whoever publishes by hand is warned of them, and nobody watches a start."""
    places: list[Problem] = []
    for path in sorted(path for path in files if path.endswith(".md")):
        findings = Findings(path)
        warn_of_placeholders(findings, files[path])
        places += findings.warnings
    if not places:
        return None
    first, more = places[0], len(places) - 1
    rest = f" and in {counted(more, 'more place')}" if more else ""
    return f"words are still to be written in it, on line {first.line} of {first.path}{rest}"


def _reason_to_leave_alone(folder: Path, folder_hash: str) -> str | None:
    """Why a folder is not published: an empty text where it says what is published, None where it is to be."""
    slug = folder.name
    try:
        course = course_by_slug(slug)
    except NotFound:
        return None
    current = course.current_version
    if current is not None and current.source_hash == folder_hash:
        return ""
    if course.retired_at is not None:
        return "the course is retired"
    reason = _reason_of_versions(folder, course, folder_hash)
    draft = draft_of(slug)
    if reason is None and draft is not None and draft.revision > FIRST_REVISION:
        return "a draft of it is being edited in the browser"
    return reason


def _reason_of_versions(folder: Path, course: CourseRow, folder_hash: str) -> str | None:
    try:
        came_from = own_version(course.slug, read_version_file(folder))
    except Conflict as refusal:
        return refusal.sentence.removesuffix(".")
    current = course.current_version
    if current is not None and came_from is not None and came_from.source_hash == folder_hash:
        return f"its folder still says what version {came_from.number} said, and version {current.number} is newer"
    newer = version_not_known(course, came_from)
    if newer is None:
        return None
    return (
        f"version {newer.number} was made in the browser. `flask courses export {course.slug} FOLDER` writes it out, "
        f"`flask courses publish` with --replaces {newer.number} puts the folder in its place"
    )


def _keep_version(folder: Path, version: Version) -> tuple[str, ...]:
    """Bring a folder that says which version it came from up to date; one that says nothing is left as it is."""
    try:
        if read_version_file(folder) is not None:
            write_version_file(folder, FolderVersion(folder.name, version.number, version.source_hash))
    except (Conflict, OSError):
        return (f"{folder.name}: its file {VERSION_FILE} could not be written, and still names an earlier version.",)
    return ()


def _with_problems(folder: Path, problems: Iterable[Problem]) -> Outcome:
    lines = [str(replace(problem, path=f"{folder.name}/{problem.path}")) for problem in problems]
    first = f"{folder.name}: left out, because its folder has problems:"
    return Outcome(folder.name, "has problems", (first, *(f"  {line}" for line in lines)))
