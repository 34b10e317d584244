"""`flask courses` commands on published versions: publish, export, list, retire, verify, render.

Only here and in views are transactions opened. `check` and the start look at the whole library, so they stand in plans.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from learning import clock
from learning.courses.drafts import FIRST_REVISION, draft_of
from learning.courses.exporting import export_course
from learning.courses.framework_elements import framework_elements
from learning.courses.models import CourseRow, Version
from learning.courses.problems import Problem, counted, sorted_findings
from learning.courses.published import all_courses, course_by_slug
from learning.courses.publishing import LABELS, LONGEST_NOTE, Published, bring_back, publish_files, retire
from learning.courses.source_folder import COURSE_PAGE, FolderSource, course_folders, read_course
from learning.courses.verifying import all_versions, damages, render_again
from learning.db import transaction
from learning.errors import BadSource, Conflict, NotFound
from learning.web.context import settings
from learning.web.plain_errors import PlainErrors

course_commands = PlainErrors("courses", help="Check, publish, export and verify courses.")


@course_commands.command("publish")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--label", type=click.Choice(list(LABELS)), required=True, help="How much has changed for learners.")
@click.option("--note", required=True, help=f"What has changed, in at most {LONGEST_NOTE} characters.")
def publish(path: Path, label: str, note: str) -> None:
    """Make the next version of the course in a folder; its name is the course's key."""
    if not note.strip():
        raise click.UsageError("Say in the note what has changed.")
    published = publish_folder(path, label=label, note=note.strip())
    show_problems(path, (), published.warnings)
    if published.is_new:
        click.echo(f"{path.resolve().name}: version {published.version.number} published ({label}).")
    else:
        click.echo(f"{path.resolve().name}: nothing new; version {published.version.number} already says the same.")


@course_commands.command("export")
@click.argument("slug")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--version", "number", type=click.IntRange(min=1), help="Without it, the current one.")
def export(slug: str, folder: Path, number: int | None) -> None:
    """Write a version to FOLDER/SLUG (or FOLDER, if that is its name)."""
    version, target = export_course(_known(slug).slug, folder, number=number)
    click.echo(f"{slug}: version {version.number} written to {target}")


@course_commands.command("list")
def list_courses() -> None:
    """Every course with its current version."""
    for course, version in all_courses():
        click.echo(_line_of(course, version))


@course_commands.command("retire")
@click.argument("slug")
@click.option("--undo", is_flag=True, help="Allow new starts again.")
def retire_course(slug: str, undo: bool) -> None:
    """Stop new starts of a course; those who have begun go on, and records stay."""
    with transaction():
        (bring_back if undo else retire)(_known(slug), actor=None, now=clock.now())
    click.echo(f"{slug}: " + ("can be started again." if undo else "retired. Nobody can start it now; records stay."))


@course_commands.command("verify")
def verify() -> None:
    """Prove that every version still says what was published; names each damaged row and exits 1."""
    found = 0
    for damage in damages():
        found += 1
        click.echo(damage)
    version_count = len(all_versions())
    click.echo(f"{counted(version_count, 'version')} verified, {counted(found, 'fault')} found.", err=True)
    if found:
        raise SystemExit(1)


@course_commands.command("render")
def render() -> None:
    """Make the HTML of every version anew, after a change of cleaner or layout; nothing else ever changes."""
    changed = refused = 0
    for slug, version in all_versions():
        try:
            with transaction():
                changed += render_again(slug, version, now=clock.now())
        except Conflict as refusal:
            refused += 1
            click.echo(refusal.sentence, err=True)
    click.echo(f"{counted(changed, 'version')} made anew. Restart the server to show it.")
    if refused:
        raise SystemExit(1)


def publish_folder(folder: Path, *, label: str, note: str) -> Published:
    """Publish one course folder in a transaction of its own; a folder with problems ends the command with them."""
    slug = folder.resolve().name
    source = readable_course(folder)
    siblings = {other.name for other in course_folders(folder.resolve().parent)}
    now = clock.now()
    words: dict[str, Any] = {"label": label, "note": note, "origin": "folder", "publisher": None}
    known: dict[str, Any] = {
        "other_courses": siblings,
        "framework_elements": framework_elements(settings().courses_folder) or None,
        "today": clock.day_of(now, settings().time_zone),
    }
    if source.problems:
        raise _nothing_published(folder, source.problems)
    try:
        with transaction():
            return publish_files(slug, source.files, **words, **known, now=now)
    except BadSource as refusal:
        raise _nothing_published(folder, refusal.problems) from refusal


def _nothing_published(folder: Path, problems: Sequence[Problem]) -> click.ClickException:
    show_problems(folder, problems, ())
    return click.ClickException(f"{counted(len(problems), 'problem')}; nothing was published.")


def readable_course(folder: Path) -> FolderSource:
    """The files of a folder that is a course; another one ends the command, naming the courses in it."""
    if not (folder / COURSE_PAGE).is_file():
        inside = [str(folder / found.name) for found in course_folders(folder)]
        hint = f" Courses in it: {', '.join(inside)}." if inside else ""
        raise click.ClickException(f"{folder} has no {COURSE_PAGE}, so it is no course folder.{hint}")
    return read_course(folder)


def show_problems(folder: Path, problems: Iterable[Problem], warnings: Iterable[Problem]) -> None:
    """Print each as `path:line:column: sentence`, with the folder before the path; warnings say that they are."""
    for finding in sorted_findings(_below(folder, problems), _below(folder, warnings)):
        click.echo(finding)


def _below(folder: Path, problems: Iterable[Problem]) -> list[Problem]:
    return [replace(problem, path=os.path.join(folder, problem.path)) for problem in problems]  # noqa: PTH118


def _known(slug: str) -> CourseRow:
    try:
        return course_by_slug(slug)
    except NotFound:
        raise click.ClickException(f"There is no course {slug}. `flask courses list` shows all.") from None


def _line_of(course: CourseRow, version: Version) -> str:
    draft = draft_of(course.slug)
    states = [
        f"version {version.number} ({version.label}, from the {version.origin}, {version.published_at:%Y-%m-%d})",
        "retired" if course.retired_at else "",
        "edited draft" if draft and draft.revision > FIRST_REVISION else "",
    ]
    return f"{course.slug}: {', '.join(state for state in states if state)} – {version.title}"
