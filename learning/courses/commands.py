"""`flask courses` commands on published versions: publish, export, list, retire, verify, render.

Only here and in views are transactions opened. `check` and the start look at the whole library, so they stand in plans.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from learning import clock
from learning.courses.drafts import FIRST_REVISION, draft_of, last_author_name
from learning.courses.exporting import export_course
from learning.courses.folder_publishing import publish_from_folder
from learning.courses.framework_elements import framework_elements
from learning.courses.models import CourseRow, Version
from learning.courses.problems import Problem, counted, sorted_findings
from learning.courses.published import all_courses, course_by_slug
from learning.courses.publishing import DAYS_FOR_REFRESH, LABELS, LONGEST_NOTE, Published, bring_back, retire
from learning.courses.source_folder import COURSE_PAGE, FolderSource, course_folders, read_course
from learning.courses.verifying import all_versions, damages, render_again
from learning.courses.version_file import VERSION_FILE, FolderVersion, read_version_file, write_version_file
from learning.db import transaction
from learning.errors import BadSource, Conflict, NotFound
from learning.people.accounts import person_by_sign_in_name
from learning.people.roles import Role
from learning.web.context import settings, today
from learning.web.plain_errors import PlainErrors

course_commands = PlainErrors("courses", help="Check, publish, export and verify courses.")


@course_commands.command("publish")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--label", type=click.Choice(list(LABELS)), required=True, help="How much has changed for learners.")
@click.option("--note", required=True, help=f"What has changed, in at most {LONGEST_NOTE} characters.")
@click.option("--replaces", type=click.IntRange(min=1), help="The version you have looked at, where one is in the way.")
@click.option(
    "--refresh-due",
    type=click.DateTime(["%Y-%m-%d"]),
    help="With --label material: the day by which people who completed an earlier version see what changed "
    f"(YYYY-MM-DD; {DAYS_FOR_REFRESH} days from today unless said).",
)
@click.option("--approved-by", metavar="EMAIL", help="The author who read it and agreed; needed where reviews are.")
def publish(
    path: Path, label: str, note: str, replaces: int | None, refresh_due: datetime | None, approved_by: str | None
) -> None:
    """Make the next version of the course in a folder; its name is the course's key.

    Never over a version that the folder cannot know: it is refused where the current one is not the one that the
    folder came from, as its file .version says, or was made in the browser.
    """
    if not note.strip():
        raise click.UsageError("Say in the note what has changed.")
    if refresh_due and label != "material":
        raise click.UsageError("Only a change of substance asks people back: --refresh-due goes with --label material.")
    slug = path.resolve().name
    due_on = refresh_due.date() if refresh_due else today() + timedelta(days=DAYS_FOR_REFRESH)
    words: dict[str, Any] = {"label": label, "note": note.strip(), "approver_id": _approver_id(approved_by)}
    published = publish_folder(path, **words, replaces=replaces, refresh_due_on=due_on)
    show_problems(path, (), published.warnings)
    if published.is_new:
        click.echo(f"{slug}: version {published.version.number} published ({label}).")
        _warn_of_draft(slug)
    else:
        click.echo(f"{slug}: nothing new; version {published.version.number} already says the same.")
    _keep_version(path, FolderVersion(slug, published.version.number, published.version.source_hash))


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


def publish_folder(
    folder: Path,
    *,
    label: str,
    note: str,
    replaces: int | None = None,
    refresh_due_on: date | None = None,
    approver_id: int | None = None,
) -> Published:
    """Publish one course folder in a transaction of its own; a folder with problems ends the command with them."""
    slug = folder.resolve().name
    source = readable_course(folder)
    siblings = {other.name for other in course_folders(folder.resolve().parent)}
    now = clock.now()
    words: dict[str, Any] = {
        "label": label,
        "note": note,
        "replaces_number": replaces,
        "refresh_due_on": refresh_due_on,
        "approver_id": approver_id,
    }
    known: dict[str, Any] = {
        "other_courses": siblings,
        "framework_elements": framework_elements(settings().courses_folder) or None,
        "today": clock.day_of(now, settings().time_zone),
    }
    if source.problems:
        raise _nothing_published(folder, source.problems)
    came_from = read_version_file(folder) if replaces is None else None
    try:
        with transaction():
            return publish_from_folder(slug, source.files, came_from, **words, **known, now=now)
    except BadSource as refusal:
        raise _nothing_published(folder, refusal.problems) from refusal


def _approver_id(email: str | None) -> int | None:
    """The author of this address, who approved what is published; one is needed where the organisation reviews."""
    if email is None:
        if settings().review_before_publishing:
            raise click.UsageError(
                "A second author reads what is published here. Name that author: --approved-by EMAIL."
            )
        return None
    person = person_by_sign_in_name(email)
    if person is None or Role.AUTHOR not in person.roles or not person.is_active(today()):
        raise click.ClickException(f"{email} is no author with an account in use. Name one who read this.")
    return person.id


def _warn_of_draft(slug: str) -> None:
    """Say that somebody is writing: the version that was just made is not in their draft."""
    draft = draft_of(slug)
    if draft is not None and draft.revision > FIRST_REVISION:
        click.echo(
            f"{slug}: {last_author_name(slug)} is writing a draft in the browser, which lacks this version. "
            "The draft stays, and its page says so before it can be published.",
            err=True,
        )


def _keep_version(folder: Path, version: FolderVersion) -> None:
    """Have the folder say what it holds now; one that cannot be written is told, as the version is there already."""
    try:
        write_version_file(folder, version)
    except OSError as error:
        click.echo(
            f"{folder / VERSION_FILE} could not be written ({error.strerror}), so the next time this folder will be "
            f"taken for an older one: publish it then with --replaces {version.number}.",
            err=True,
        )


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
