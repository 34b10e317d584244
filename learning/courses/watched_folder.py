"""A course folder while its author writes in an editor of their own: what it says now, read anew when a file changes.

Reads no database. A file that is half saved is a page with problems for a moment, never a failure.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from learning.courses.document import Course
from learning.courses.format.file_names import sort_paths
from learning.courses.library_context import library_round, parse_in_library
from learning.courses.preview import reading_order
from learning.courses.problems import Problem
from learning.courses.source_folder import COURSE_PAGE, fingerprint_of, read_course


@dataclass(frozen=True, slots=True)
class WatchedCourse:
    """What a folder said when it was looked at; `pages` are its Markdown files by address, in the order of reading."""

    fingerprint: str
    files: Mapping[str, bytes]
    pages: Mapping[str, str]
    course: Course | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


class WatchedFolder:
    """One folder, looked at by several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._last: tuple[date, WatchedCourse] | None = None
        self._lock = threading.Lock()

    @property
    def slug(self) -> str:
        """The course's key, the name of its folder."""
        return self.folder.name

    def fingerprint(self) -> str:
        """What differs once a file was changed."""
        return fingerprint_of(self.folder)

    def look(self, today: date) -> WatchedCourse:
        """What the folder says now."""
        with self._lock:
            # Taken before reading: what is written meanwhile changes it, and is read the next time.
            fingerprint = self.fingerprint()
            if self._last is None or self._last[0] != today or self._last[1].fingerprint != fingerprint:
                self._last = (today, self._read(fingerprint, today))
            return self._last[1]

    def _read(self, fingerprint: str, today: date) -> WatchedCourse:
        source = read_course(self.folder)
        parsed = parse_in_library(self.slug, source.files, library_round(self.folder), today=today)
        problems = tuple(sorted([*source.problems, *parsed.problems]))
        pages = _pages(source.files)
        return WatchedCourse(fingerprint, source.files, pages, parsed.course, problems, parsed.warnings)


def _pages(files: Mapping[str, bytes]) -> dict[str, str]:
    """Path of each page by its address below the course: those learners know, and one for each bank."""
    found, _ = sort_paths(files)
    addresses = {COURSE_PAGE: "", "quiz.md": "check"}
    addresses |= {path: f"lessons/{key}" for _, key, path in found.lessons}
    addresses |= {path: f"banks/{key}" for key, path in found.banks.items()}
    return {addresses[path]: path for path in reading_order(list(files)) if path in addresses}
