"""A course folder made into the next version of its course, never over words that the folder cannot know.

A folder says in `.version` which version it came from. One that says nothing may follow versions made from folders, as
version control looks after those, but none that was made in the browser.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from learning.courses.format.source_hash import source_hash
from learning.courses.models import CourseRow, Version
from learning.courses.published import versions_of
from learning.courses.publishing import Published, lock_course, publish_files
from learning.courses.version_file import FolderVersion
from learning.errors import Conflict


def publish_from_folder(
    slug: str,
    files: Mapping[str, bytes],
    came_from: FolderVersion | None,
    *,
    now: datetime,
    replaces_number: int | None = None,
    **words: Any,
) -> Published:
    """Make the next version from what lies in a folder; `words` are those of `publish_files`.

    Raises Conflict where the current version is not the one that the folder came from, unless `replaces_number` names
    it, and where `replaces_number` names another than the current one.
    """
    course = lock_course(slug, now)
    current = course.current_version
    if current is None or current.source_hash != source_hash(files):
        if replaces_number is not None:
            _check_seen(slug, current, replaces_number)
        else:
            _check_origin(current, own_version(slug, came_from))
    return publish_files(slug, files, origin="folder", publisher=None, now=now, **words)


def own_version(slug: str, came_from: FolderVersion | None) -> FolderVersion | None:
    """What the folder says of this course; a folder that was copied from another course's says nothing."""
    return came_from if came_from is not None and came_from.slug == slug else None


def version_not_known(course: CourseRow, came_from: FolderVersion | None) -> Version | None:
    """The newest version made in the browser since the folder's own, whose words the folder may lack.

    For the start, which nobody watches: versions made from a folder in between are taken as its own earlier states.
    """
    came_from = own_version(course.slug, came_from)
    versions = versions_of(course)
    hashes = [version.source_hash for version in versions]
    if came_from is None or came_from.source_hash not in hashes:
        since = versions[:1]
    else:
        since = versions[: hashes.index(came_from.source_hash)]
    return next((version for version in since if version.origin != "folder"), None)


def _check_seen(slug: str, current: Version | None, replaces_number: int) -> None:
    if current is None:
        raise Conflict(f"Nothing of {slug} has been published, so there is no version {replaces_number} to replace.")
    if current.number != replaces_number:
        raise Conflict(
            f"Version {current.number} of {slug} is the current one, not {replaces_number}. "
            "Look at it before you replace it."
        )


def _check_origin(current: Version | None, came_from: FolderVersion | None) -> None:
    if current is None:
        return
    if came_from is None:
        if current.origin != "folder":
            raise Conflict(f"{_line_of(current)}, and this folder does not say that it knows it. {_advice(current)}")
    elif came_from.source_hash != current.source_hash:
        raise Conflict(f"{_line_of(current)}, and this folder came from version {came_from.number}. {_advice(current)}")


def _line_of(version: Version) -> str:
    place = "from a folder" if version.origin == "folder" else f"in the {version.origin}"
    return f"Version {version.number} of {version.course.slug} was published {place} on {version.published_at:%Y-%m-%d}"


def _advice(version: Version) -> str:
    return (
        "Nothing was published. Write it out beside this folder with "
        f"`flask courses export {version.course.slug} FOLDER`, take over what is new in it, "
        f"then publish with --replaces {version.number}."
    )
