"""`flask frameworks coverage`: what of each framework the published courses teach."""

from __future__ import annotations

import csv
import sys

import click

from learning.frameworks.library import library_coverage
from learning.frameworks.listing import HEADER, lines_of, rows_of
from learning.web.context import settings, today
from learning.web.csv_export import safe_cell
from learning.web.plain_errors import PlainErrors

framework_commands = PlainErrors("frameworks", help="Practice frameworks: what of them is taught.")


@framework_commands.command("coverage")
@click.option("--framework", "key", help="Only the framework with this key, the name of its file.")
@click.option("--format", "form", type=click.Choice(["text", "csv"]), default="text", show_default=True)
def coverage(key: str | None, form: str) -> None:
    """Each element of each framework with the published lessons that teach it, what is missing first.

    Reads courses as they are published, and frameworks from the courses folder.
    """
    found = library_coverage(settings().courses_folder, today())
    chosen = [covered for covered in found if key in (None, covered.framework.key)]
    if key and not chosen:
        names = ", ".join(covered.framework.key for covered in found) or "none"
        raise click.ClickException(f"There is no framework {key}. Those there are: {names}.")
    if form == "csv":
        csv.writer(sys.stdout).writerows([HEADER, *([safe_cell(cell) for cell in row] for row in rows_of(chosen))])
        return
    for line in lines_of(chosen):
        click.echo(line)
