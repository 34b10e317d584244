"""Publishes the courses folder when the product starts.

Never touches a course that was last edited in the browser, and never stops the start: a folder with problems is named
and left out. Stands in plans with the library check, as the start may come to read frameworks and plans too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from learning.courses.drafts import FIRST_REVISION, draft_of
from learning.courses.format.source_hash import source_hash
from learning.courses.problems import Problem
from learning.courses.published import course_by_slug
from learning.courses.publishing import publish_files
from learning.courses.source_folder import course_folders, read_course
from learning.db import transaction
from learning.errors import BadSource, NotFound

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
    reason = _reason_to_leave_alone(slug, source_hash(source.files))
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
    return Outcome(slug, "published", (f"{slug}: version {published.version.number} published from the folder.",))


def _reason_to_leave_alone(slug: str, folder_hash: str) -> str | None:
    """Why a folder is not published: an empty text where it says what is published, None where it is to be."""
    try:
        course = course_by_slug(slug)
    except NotFound:
        return None
    current = course.current_version
    if current is not None and current.source_hash == folder_hash:
        return ""
    if course.retired_at is not None:
        return "the course is retired"
    if current is not None and current.origin == "browser":
        return (
            f"version {current.number} was made in the browser. `flask courses export {slug} FOLDER` writes it out, "
            "`flask courses publish` puts the folder in its place"
        )
    draft = draft_of(slug)
    if draft is not None and draft.revision > FIRST_REVISION:
        return "a draft of it is being edited in the browser"
    return None


def _with_problems(folder: Path, problems: Iterable[Problem]) -> Outcome:
    lines = [str(replace(problem, path=f"{folder.name}/{problem.path}")) for problem in problems]
    first = f"{folder.name}: left out, because its folder has problems:"
    return Outcome(folder.name, "has problems", (first, *(f"  {line}" for line in lines)))
