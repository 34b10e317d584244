"""Writes a version out to a folder, from which publishing makes the same version again.

Must not destroy words: a folder is replaced only where some version holds all that lies in it.
"""

from __future__ import annotations

from pathlib import Path

from learning.courses.format.source_hash import source_hash
from learning.courses.models import Version
from learning.courses.published import course_by_slug, files_of, versions_of
from learning.courses.publishing import normal_files
from learning.courses.source_folder import read_course, write_course
from learning.courses.version_file import FolderVersion, forget_version, write_version_file
from learning.errors import Conflict, NotFound


def export_course(slug: str, folder: Path, *, number: int | None = None) -> tuple[Version, Path]:
    """Write a version (default: the current one) to the folder, or to one named after the course inside it.

    Gives the version and the course folder. Raises Conflict where something would be lost, OSError where the folder
    cannot be written.
    """
    versions = versions_of(course_by_slug(slug))
    chosen = next((version for version in versions if number in (None, version.number)), None)
    if chosen is None:
        raise NotFound(f"{slug} has no version {number}.")
    target = folder if folder.resolve().name == slug else folder / slug
    _refuse_to_lose(target, slug, {version.source_hash for version in versions})
    # Interrupted between the two, a folder says nothing rather than something wrong.
    forget_version(target)
    write_course(files_of(chosen), target)
    write_version_file(target, FolderVersion(slug, chosen.number, chosen.source_hash))
    return chosen, target


def _refuse_to_lose(target: Path, slug: str, known_hashes: set[str]) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise Conflict(f"{target} is a file. Name a folder.")
    source = read_course(target)
    holds_a_version = source_hash(normal_files(source.files)) in known_hashes
    if source.problems or (source.files and not holds_a_version):
        raise Conflict(
            f"{target} holds something that is in no version of {slug}. Publish it or move it away, then export again."
        )
