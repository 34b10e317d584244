"""The small file `.version` in a course folder: which version of the course the folder came from.

Plain text that people can read and git can keep. Bounded whatever lies there, and never follows a link. Must not know
what is published: it says what the folder knows, and others compare.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from learning.errors import Conflict

VERSION_FILE = ".version"

_MOST_BYTES = 4096
_COMMENT = "# Which version this folder came from. Publishing and exporting keep it up to date; git may keep it too."
_LINE = re.compile(r"(course|version|source): +(\S+)")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class FolderVersion:
    """The version of a course that a folder was written from, or published as; `source_hash` is the proof."""

    slug: str
    number: int
    source_hash: str


def read_version_file(folder: Path) -> FolderVersion | None:
    """What the folder says it came from, None where it says nothing.

    Raises Conflict where the file is there and cannot be understood, as after a merge that was left half done.
    """
    file = folder / VERSION_FILE
    if not file.is_symlink() and not file.exists():
        return None
    said = _values(_text(file))
    number, source_hash = said.get("version", ""), said.get("source", "")
    if not (said.get("course") and _NUMBER.fullmatch(number) and _HASH.fullmatch(source_hash)):
        raise Conflict(
            f"{file} cannot be understood, so nobody can tell which version this folder came from. "
            "Take the file as it was from version control, or delete it and say with --replaces which version "
            "you have looked at."
        )
    return FolderVersion(said["course"], int(number), source_hash)


def write_version_file(folder: Path, version: FolderVersion) -> None:
    """Have the folder say so, unless it does already. Raises OSError where the folder cannot be written."""
    said = f"course: {version.slug}\nversion: {version.number}\nsource: {version.source_hash}\n"
    text = f"{_COMMENT}\n{said}"
    if _text(folder / VERSION_FILE) == text:
        return
    part = folder / f"{VERSION_FILE}.part"
    part.unlink(missing_ok=True)
    part.write_text(text, "utf-8")
    part.replace(folder / VERSION_FILE)


def forget_version(folder: Path) -> None:
    """Have the folder say nothing, while what lies in it is being replaced."""
    (folder / VERSION_FILE).unlink(missing_ok=True)


def _text(file: Path) -> str:
    if file.is_symlink() or not file.is_file():
        return ""
    try:
        with file.open("rb") as handle:
            return handle.read(_MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def _values(text: str) -> dict[str, str]:
    """The values by name; none at all where a line is no value, no comment, or says something a second time."""
    values: dict[str, str] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or match[1] in values:
            return {}
        values[match[1]] = match[2]
    return values
