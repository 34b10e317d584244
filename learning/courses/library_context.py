"""The library that a course folder stands in: what its pages may name there, and reading a course with that known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from learning.courses.format.file_names import RESERVED_SLUGS
from learning.courses.format.parser import ParsedCourse, parse_course
from learning.courses.format.support import PATH as SUPPORT_PAGE
from learning.courses.framework_elements import framework_elements
from learning.courses.source_folder import course_folders


@dataclass(frozen=True, slots=True)
class Library:
    """What pages of a library may name: courses, and elements of frameworks; None leaves that unchecked."""

    courses: Collection[str] | None
    elements: Collection[str] | None


NO_LIBRARY = Library(courses=None, elements=None)


def is_library(folder: Path) -> bool:
    """Whether a folder holds what stands beside courses."""
    return (folder / SUPPORT_PAGE).is_file() or any((folder / name).is_dir() for name in RESERVED_SLUGS)


def library_at(folder: Path) -> Library:
    """What a library folder offers to name; a folder without frameworks has none to compare with."""
    return Library(frozenset(found.name for found in course_folders(folder)), framework_elements(folder))


def library_round(folder: Path) -> Library:
    """What the library round a course folder offers to name, where it stands in one."""
    beside = folder.resolve().parent
    return library_at(beside) if is_library(beside) else NO_LIBRARY


def parse_in_library(slug: str, files: Mapping[str, bytes], library: Library, *, today: date) -> ParsedCourse:
    """Read a course that stands in this library."""
    others = None if library.courses is None else frozenset(library.courses) - {slug}
    return parse_course(slug, files, other_courses=others, framework_elements=library.elements, today=today)
