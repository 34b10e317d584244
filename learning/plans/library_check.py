"""Reads a whole content library and tells every problem and warning: courses, frameworks, plans, pages, support.

Stands in plans because plans are the last to be read: they name courses, and courses name elements of frameworks.
Touches no database, so a library can be checked anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from learning.courses.format.file_names import RESERVED_SLUGS, is_left_alone
from learning.courses.format.library import LibraryKind, kind_of, unknown_sentence
from learning.courses.format.library_pages import parse_page
from learning.courses.format.source_text import MAX_TEXT_BYTES
from learning.courses.format.support import parse_support
from learning.courses.library_context import Library, library_at, parse_in_library
from learning.courses.problems import Finding, Problem, sorted_findings
from learning.courses.source_folder import COURSE_PAGE, printable, read_course
from learning.frameworks.document import parse_framework
from learning.plans.document import parse_plan


class _Parsed(Protocol):
    @property
    def problems(self) -> Sequence[Problem]: ...

    @property
    def warnings(self) -> Sequence[Problem]: ...


def check_course(folder: Path, library: Library, *, today: date) -> list[Finding]:
    """Everything to say about one course folder, by paths inside it."""
    slug = folder.resolve().name
    source = read_course(folder)
    parsed = parse_in_library(slug, source.files, library, today=today)
    return sorted_findings([*source.problems, *parsed.problems], parsed.warnings)


def check_library(folder: Path, *, today: date) -> list[Finding]:
    """Everything to say about a library, by paths inside it."""
    library = library_at(folder)
    findings: list[Finding] = []
    for path in _paths(folder):
        if (folder / path).is_dir() and kind_of(f"{path}/{COURSE_PAGE}") == "course":
            course = check_course(folder / path, library, today=today)
            findings += [
                replace(one, problem=replace(one.problem, path=f"{path}/{one.problem.path}")) for one in course
            ]
        else:
            findings += _check_file(folder / path, printable(path), library, today)
    return findings


def _paths(folder: Path) -> Iterator[str]:
    """Course folders, and files that stand beside courses, by name."""
    for entry in sorted(folder.iterdir()):
        if is_left_alone(entry.name):
            continue
        if entry.name in RESERVED_SLUGS and entry.is_dir():
            yield from (
                f"{entry.name}/{below.name}" for below in sorted(entry.iterdir()) if not is_left_alone(below.name)
            )
        else:
            yield entry.name


def _check_file(file: Path, path: str, library: Library, today: date) -> list[Finding]:
    kind = kind_of(path)
    if kind == "left alone":
        return []
    if kind in ("unknown", "course"):
        return [Finding(Problem(path, 1, 1, "unknown-file", unknown_sentence(path)), is_warning=False)]
    parsed = _parse_file(kind, path, _content(file), library, today)
    return sorted_findings(parsed.problems, parsed.warnings)


def _parse_file(kind: LibraryKind, path: str, data: bytes, library: Library, today: date) -> _Parsed:
    if kind == "framework":
        return parse_framework(path, data, courses=library.courses)
    if kind == "plan":
        return parse_plan(path, data, courses=library.courses)
    if kind == "page":
        return parse_page(path, data, courses=library.courses)
    return parse_support(data, today, courses=library.courses)


def _content(file: Path) -> bytes:
    # One byte more than allowed is enough for the parser to say that it is too large.
    with file.open("rb") as handle:
        return handle.read(MAX_TEXT_BYTES + 1)
