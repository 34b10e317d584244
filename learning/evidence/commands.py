"""`flask records export`, `pack` and `compare`: what counted on a day, and the inspection pack of a plan."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO

import click

from learning import clock
from learning.evidence.asking import check_asked, read_moment, usual_moment
from learning.evidence.completion_table import Completions, completion_table
from learning.evidence.earlier_pack import read_earlier_pack
from learning.evidence.pack import FORMAT, gather
from learning.evidence.pack_files import PackForm, write_pack
from learning.evidence.plan_then import Asked
from learning.outside.register_commands import record_commands
from learning.people.record_access import note_export_by_command
from learning.web.context import settings, today
from learning.web.table_files import TableForm, write_table

__all__ = ["record_commands"]

_ON = click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day asked about.")
_KNOWN_AT = click.option("--known-at", help="The moment of knowledge, such as 2026-11-24T12:00Z; now where not given.")


@record_commands.command("export")
@_ON
@_KNOWN_AT
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), default="csv", show_default=True)
@click.option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), help="The file; else the output.")
@click.option("--course", help="Only this course, by its key.")
@click.option("--all", "with_others", is_flag=True, help="Also what had run out or been voided, marked so.")
def export(
    day: datetime, known_at: str | None, form: TableForm, path: Path | None, course: str | None, with_others: bool
) -> None:
    """Write every completion that counted on a day, as it was known at a moment, with names and without scores."""
    on, moment = _arguments(day, known_at)
    table = completion_table(Completions(on, moment, settings().time_zone, course, with_others))
    if path is None and form == "xlsx" and sys.stdout.isatty():
        raise click.ClickException("A spreadsheet cannot be shown here. Say which file to write: --to FILE")
    note_export_by_command(time_zone=settings().time_zone, now=clock.now())
    if path is None:
        write_table(sys.stdout.buffer, table, form, byte_order_mark=False)
        return
    with _whole_file(path) as file:
        write_table(file, table, form)
    click.echo(f"{path}: completions that counted on {on.isoformat()}.")


@record_commands.command("pack")
@click.option("--plan", "key", required=True, help="The key of the plan.")
@_ON
@_KNOWN_AT
@click.option(
    "--to",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="FILE.zip for everything, FILE.pdf for the PDF, FILE.json for the data alone.",
)
@click.option("--names", "with_names", is_flag=True, help="With the second part, which names people.")
def pack(key: str, day: datetime, known_at: str | None, path: Path, with_names: bool) -> None:
    """Write the inspection pack of a plan: standing on a day, as it was known at a moment, and what it rests on."""
    on, moment = _arguments(day, known_at)
    ending = path.suffix.lower()
    if ending not in (".zip", ".pdf", ".json"):
        raise click.ClickException("Let the name of the file end in .zip, .pdf or .json.")
    now, chosen = clock.now(), settings()
    if with_names:
        note_export_by_command(time_zone=chosen.time_zone, now=now)
    made = gather(
        Asked(key, on, moment),
        courses_folder=chosen.courses_folder,
        time_zone=chosen.time_zone,
        now=now,
        with_names=with_names,
    )
    with _whole_file(path) as file:
        if ending == ".json":
            file.write(made.data_bytes)
        else:
            form: PackForm = "pdf" if ending == ".pdf" else "zip"
            write_pack(file, made, form, organisation=chosen.organisation, time_zone=chosen.time_zone, now=now)
    click.echo(f"{path}: {made.title}, {on.isoformat()}. SHA-256 of its data: {made.data_sha256}")


@record_commands.command("compare")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def compare(file: Path) -> None:
    """Make the inspection pack in FILE again (its zip, or its data.json) and say whether it says the same."""
    earlier = read_earlier_pack(file.read_bytes())
    if earlier.format != FORMAT:
        raise click.ClickException(
            f"The data of this pack are of format {earlier.format}, and this version writes format {FORMAT}. "
            "The fingerprints differ even where the numbers are the same: make the pack again and compare those."
        )
    chosen = settings()
    made = gather(earlier.asked, courses_folder=chosen.courses_folder, time_zone=chosen.time_zone, now=clock.now())
    if made.data_bytes != earlier.data_bytes:
        parts = ", ".join(earlier.parts_that_differ(made.data)) or "only how the file is written"
        raise click.ClickException(f"Not the same. What differs: {parts}. SHA-256 now: {made.data_sha256}")
    click.echo(f"The same, to the byte. SHA-256 of its data: {made.data_sha256}")


def _arguments(day: datetime, known_at: str | None) -> tuple[date, datetime]:
    now, on = clock.now(), day.date()
    moment = read_moment(known_at, settings().time_zone) if known_at else usual_moment(now)
    check_asked(on, moment, now=now, today=today())
    return on, moment


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """The file, in place only once it is whole: half a record would look like a whole one."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
