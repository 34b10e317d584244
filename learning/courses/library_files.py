"""Files of the courses folder that are read while the product runs: a changed file is read anew, others are kept."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from learning.courses.format.source_text import MAX_TEXT_BYTES


class LibraryFile(NamedTuple):
    """A file as it stood when it was looked for; once it is changed it is another one, so it can be a cache's key."""

    path: str
    changed_nanoseconds: int
    size_bytes: int


def file_at(path: Path) -> LibraryFile | None:
    """The file, or None where there is none that may be read: not there, or larger than a page may be."""
    try:
        state = path.stat()
    except OSError:
        return None
    return LibraryFile(str(path), state.st_mtime_ns, state.st_size) if state.st_size <= MAX_TEXT_BYTES else None


def content_of(file: LibraryFile) -> bytes | None:
    """What it says; None where it cannot be read any more."""
    try:
        return Path(file.path).read_bytes()
    except OSError:
        return None
