"""`flask courses check`: every problem and warning of a library, a course or a single file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from learning.courses.commands import course_commands
from learning.courses.format.file_names import is_left_alone
from learning.courses.format.library import kind_of
from learning.courses.problems import Finding, counted
from learning.courses.source_folder import COURSE_PAGE
from learning.plans.library_check import NO_LIBRARY, check_course, check_library, is_library, library_at
from learning.web.context import settings, today

__all__ = ["course_commands"]


@course_commands.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Print every problem and warning as path:line:column: sentence; exit 1 on a problem.

    PATH is a library, a course folder or one file; without it, the courses folder of the settings. A file that is no
    part of a course or library, such as README.md, is said so, and ends with 1 too: nothing of it was checked.
    """
    chosen = paths or (Path(os.path.relpath(settings().courses_folder)),)
    strays = [path for path in chosen if path.is_file() and not _is_checked(path)]
    found = [finding for path in chosen if path not in strays for finding in _check(path)]
    for stray in strays:
        click.echo(f"{stray} is no part of a course or library, so there is nothing to check.", err=True)
    for finding in found:
        click.echo(finding)
    warning_count = sum(finding.is_warning for finding in found)
    problem_count = len(found) - warning_count
    if found:
        click.echo(f"{counted(problem_count, 'problem')}, {counted(warning_count, 'warning')}", err=True)
    if problem_count or strays:
        raise SystemExit(1)


def _check(path: Path) -> list[Finding]:
    """What there is to say about a path; its own name comes first in each."""
    root = _root_of(path)
    if (root / COURSE_PAGE).is_file() or not (is_library(root) or _holds_courses(root)):
        beside = root.resolve().parent
        found = check_course(root, library_at(beside) if is_library(beside) else NO_LIBRARY, today=today())
    else:
        found = check_library(root, today=today())
    named = [replace(one, problem=replace(one.problem, path=_joined(root, one.problem.path))) for one in found]
    wanted = os.path.normpath(path)
    return [one for one in named if root == path or _is_at(one.problem.path, wanted)]


def _root_of(path: Path) -> Path:
    """The course folder or library that a path belongs to: the nearest one upwards, else the folder itself."""
    folder = path if path.is_dir() else path.parent
    places = [folder, *(Path(os.path.normpath(folder / "/".join([".."] * steps))) for steps in (1, 2))]
    return next((place for place in places if (place / COURSE_PAGE).is_file() or is_library(place)), folder)


def _holds_courses(folder: Path) -> bool:
    return any((entry / COURSE_PAGE).is_file() for entry in folder.iterdir() if entry.is_dir())


def _is_checked(file: Path) -> bool:
    """Whether checking what a file stands in looks at it, or says at its own name that it does not belong there."""
    root = _root_of(file)
    path = Path(os.path.relpath(file, root)).as_posix()
    if (root / COURSE_PAGE).is_file():
        return not is_left_alone(path)
    if not (is_library(root) or _holds_courses(root)):
        return False
    kind = kind_of(path)
    return kind != "left alone" and not (kind == "unknown" and path.count("/") > 1)


def _joined(root: Path, path: str) -> str:
    return os.path.normpath(os.path.join(root, path))  # noqa: PTH118 - the path may name no file


def _is_at(path: str, wanted: str) -> bool:
    return path == wanted or path.startswith(wanted + os.sep)
