"""`flask courses check`: every problem and warning of a library, a course or a single file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from learning.courses.authoring_commands import course_commands
from learning.courses.finding_formats import as_annotations, as_sarif
from learning.courses.format.file_names import is_left_alone
from learning.courses.format.library import kind_of
from learning.courses.library_context import is_library, library_round
from learning.courses.problems import Finding, Problem, counted
from learning.courses.source_folder import COURSE_PAGE
from learning.plans.library_check import check_course, check_library
from learning.web.context import settings, today

__all__ = ["course_commands"]


def _print_text(found: Sequence[Finding], strays: Sequence[Finding]) -> None:
    for stray in strays:
        click.echo(f"{stray.problem.path} {stray.problem.sentence}", err=True)
    for finding in found:
        click.echo(finding)


def _print_annotations(found: Sequence[Finding], strays: Sequence[Finding]) -> None:
    for line in as_annotations(_from_here([*strays, *found])):
        click.echo(line)


def _print_sarif(found: Sequence[Finding], strays: Sequence[Finding]) -> None:
    click.echo(as_sarif(_from_here([*strays, *found])))


def _from_here(found: Sequence[Finding]) -> list[Finding]:
    """The same with paths from the folder that the command runs in; those outside it are whole."""
    return [replace(one, problem=replace(one.problem, path=_path_from_here(one.problem.path))) for one in found]


def _path_from_here(path: str) -> str:
    whole, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100 - links in it are the author's own
    return str(whole.relative_to(here) if whole.is_relative_to(here) else whole)


FORMS = {"text": _print_text, "github": _print_annotations, "sarif": _print_sarif}


@course_commands.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", show_default=True)
def check(paths: tuple[Path, ...], form: str) -> None:
    """Print every problem and warning as path:line:column: sentence; exit 1 on a problem.

    PATH is a library, a course folder or one file; without it, the courses folder of the settings. A file that is no
    part of a course or library, such as README.md, is said so, and ends with 1 too: nothing of it was checked.
    The other formats are for code hosts: annotations beside the lines, or one SARIF file.
    """
    chosen = paths or (Path(os.path.relpath(settings().courses_folder)),)
    strays = [path for path in chosen if path.is_file() and not _is_checked(path)]
    found = [finding for path in chosen if path not in strays for finding in _check(path)]
    FORMS[form](found, [_stray(path) for path in strays])
    warning_count = sum(finding.is_warning for finding in found)
    problem_count = len(found) - warning_count
    if found:
        click.echo(f"{counted(problem_count, 'problem')}, {counted(warning_count, 'warning')}", err=True)
    if problem_count or strays:
        raise SystemExit(1)


def _stray(path: Path) -> Finding:
    sentence = "is no part of a course or library, so there is nothing to check."
    return Finding(Problem(str(path), 1, 1, "no-part", sentence), is_warning=False)


def _check(path: Path) -> list[Finding]:
    """What there is to say about a path; its own name comes first in each."""
    root = _root_of(path)
    if (root / COURSE_PAGE).is_file() or not (is_library(root) or _holds_courses(root)):
        found = check_course(root, library_round(root), today=today())
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
