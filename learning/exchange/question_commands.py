"""`flask questions import` and `flask questions export`: question banks from and to GIFT and Moodle XML."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from learning.courses.problems import counted
from learning.errors import BadSource
from learning.exchange.question_files import EXPORT_FORMS, ExportForm, bank_from, export_page, save_texts, write_pages
from learning.web.plain_errors import PlainErrors

question_commands = PlainErrors("questions", help="Question banks from and to GIFT and Moodle XML.")

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@question_commands.command("import")
@click.argument("file", type=_FILE)
@click.option("--to", required=True, type=click.Path(path_type=Path), help="The bank to write: banks/NAME.md.")
@click.option("--replace", is_flag=True, help="Write over a bank that says something else.")
def import_questions(file: Path, to: Path, replace: bool) -> None:
    """Make a bank of a GIFT or Moodle XML file, and name all that could not be carried as FILE:LINE: sentence."""
    bank = bank_from(file.read_bytes(), file_name=to.stem)
    if not bank.question_count:
        for loss in bank.reading.losses:
            click.echo(f"{file}:{loss.line}: {loss.sentence}", err=True)
        raise click.ClickException(
            f"No question could be read in {file}. Is it GIFT or Moodle XML? Nothing was written."
        )
    paths = write_pages(bank, to, replace=replace)
    for loss in bank.reading.losses:
        click.echo(f"{file}:{loss.line}: {loss.sentence}")
    kinds = ", ".join(f"{count} {kind}" for kind, count in bank.kind_counts)
    places = " and ".join(str(path) for path in paths)
    click.echo(f"{counted(bank.question_count, 'question')} ({kinds}) written to {places}.", err=True)
    click.echo(f"{counted(len(bank.reading.losses), 'line')} above to look at." if bank.reading.losses else
               "Nothing was lost.", err=True)  # fmt: skip


@question_commands.command("export")
@click.argument("bank", type=_FILE)
@click.option("--format", "form", type=click.Choice(EXPORT_FORMS), required=True)
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Without it, standard output.")
@click.option("--replace", is_flag=True, help="Write over a file that says something else.")
def export_questions(bank: Path, form: str, to: Path | None, replace: bool) -> None:
    """Write the questions of BANK, a page of a course, as GIFT or Moodle XML; what stays behind is named."""
    try:
        exported = export_page(str(bank), bank.read_bytes(), cast(ExportForm, form))
    except BadSource as bad:
        for problem in bad.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException(f"Nothing was exported. Mend {bank} first.") from None
    for loss in exported.losses:
        click.echo(f"{bank}:{loss.line}: {loss.sentence}", err=True)
    if to is None:
        click.echo(exported.text, nl=False)
        return
    save_texts({to: exported.text}, replace=replace)
    click.echo(f"{counted(exported.question_count, 'question')} written to {to}.", err=True)
