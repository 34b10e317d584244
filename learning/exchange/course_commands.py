"""`flask courses import`: a Word file, a zip or a web page made into a course folder."""

from __future__ import annotations

from pathlib import Path

import click

from learning.courses.commands import show_problems
from learning.courses.format.parser import parse_course
from learning.courses.problems import counted
from learning.courses.publishing import normal_files
from learning.courses.source_folder import COURSE_PAGE, read_course, write_course
from learning.exchange.bringing import Brought, NotBroughtError, bring_file
from learning.exchange.lesson_files import course_page
from learning.plans.course_commands import course_commands

__all__ = ["course_commands"]


@course_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), help="The course folder to write.")
def import_course(file: Path, folder: Path) -> None:
    """Make a course folder of a Word file, a zip or a web page, and name all that could not be carried over.

    A folder that holds something else is left as it is.
    """
    try:
        brought = bring_file(file.read_bytes(), file.name)
    except NotBroughtError as refusal:
        raise click.ClickException(f"{file}: {refusal}") from None
    for loss in brought.losses:
        click.echo(f"{file}: {loss}")
    files = _whole_course(brought)
    _refuse_to_lose(folder, files)
    write_course(files, folder)
    parsed = parse_course(folder.resolve().name, files)
    show_problems(folder, parsed.problems, parsed.warnings)
    lines, problems = counted(len(brought.losses), "line"), counted(len(parsed.problems), "problem")
    click.echo(f"{counted(len(files), 'file')} written to {folder}. {lines} to look at above, {problems}.", err=True)


def _whole_course(brought: Brought) -> dict[str, bytes]:
    if COURSE_PAGE in brought.files:
        return brought.files
    return {COURSE_PAGE: course_page(brought.title), **brought.files}


def _refuse_to_lose(folder: Path, files: dict[str, bytes]) -> None:
    if folder.is_file():
        raise click.ClickException(f"{folder} is a file. Name a folder. Nothing was written.")
    if not folder.exists():
        if not folder.resolve().parent.is_dir():
            raise click.ClickException(f"There is no folder {folder.parent}. Make it first. Nothing was written.")
        return
    there = read_course(folder)
    if there.problems or (there.files and normal_files(there.files) != normal_files(files)):
        raise click.ClickException(f"{folder} holds something else. Name another folder. Nothing was written.")
