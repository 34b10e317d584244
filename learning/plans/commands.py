"""`flask plans …`: publish plan files, list plans, print one, close one, and say where everybody stood on a day."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import click

from learning import clock
from learning.db import read_one_moment, transaction
from learning.errors import BadSource
from learning.people.record_access import note_export_by_command
from learning.plans.plan_files import publish_plan_file
from learning.plans.plan_rows import audience_of
from learning.plans.plan_tables import audience_words
from learning.plans.planning import close_plan, current_edition, current_editions, plan_by_key
from learning.plans.standing_table import (
    HEADER,
    KEYS,
    AskedStandings,
    counts_of,
    standing_table,
    standings_in_parts,
    titles_on,
)
from learning.web.context import settings, today
from learning.web.plain_errors import PlainErrors
from learning.web.table_files import TableForm, write_table
from learning.web.tables import Table

plan_commands = PlainErrors("plans", help="Workforce plans: who must hold which course by when.")


@plan_commands.command("publish")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replaces", type=int, help="The edition made in the browser that the file takes the place of.")
def publish(files: tuple[Path, ...], replaces: int | None) -> None:
    """Publish plan FILES; what is unchanged is left as it is, what is changed holds from today on."""
    for file in files:
        try:
            with transaction():
                done = publish_plan_file(file, replaces=replaces, now=clock.now(), today=today())
        except BadSource as refusal:
            for problem in refusal.problems:
                click.echo(problem, err=True)
            raise click.ClickException(f"{file.stem} was not published. Mend the lines named above.") from None
        words = "published" if done.is_new else "unchanged"
        click.echo(f"{file.stem}: edition {done.edition.number} {words}.")


@plan_commands.command("list")
def list_command() -> None:
    """List every plan: key, title, owner, since when, for whom, state."""
    for plan, edition in current_editions():
        state = "closed" if edition.is_closed else "open"
        who = audience_words(audience_of(edition.audience))
        click.echo("\t".join([plan.key, edition.title, edition.owner, edition.starts_on.isoformat(), who, state]))


@plan_commands.command("export")
@click.argument("key")
def export(key: str) -> None:
    """Print the text of a plan as it reads now, for a file of the courses folder."""
    click.echo(current_edition(plan_by_key(key)).source, nl=False)


@plan_commands.command("close")
@click.argument("key")
def close(key: str) -> None:
    """Have a plan ask nothing from today on; what it asked before stays."""
    with transaction():
        edition = close_plan(key, actor_id=None, now=clock.now(), today=today())
    click.echo(f"{key}: closed from {edition.from_on.isoformat()}.")


@plan_commands.command("standing")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day asked about; today where not given.")
@click.option("--known-at", help="The moment of knowledge, such as 2026-11-24T12:00Z; now where not given.")
@click.option("--format", "form", type=click.Choice(["text", "csv", "xlsx"]), default="text", show_default=True)
def standing(day: datetime | None, known_at: str | None, form: str) -> None:
    """Say where everybody stands with each course of each plan, on a day of the past, today or a day to come."""
    asked_on = day.date() if day else today()
    moment = _moment(known_at) if known_at else clock.now()
    asked = AskedStandings(asked_on, moment, settings().time_zone)
    if form == "text":
        _say_counts(asked)
        return
    note_export_by_command(time_zone=settings().time_zone, now=clock.now())
    with standing_table(asked) as found:
        table = Table("Standing", asked_on, HEADER, found.lines(), moment, ("Every plan", "Everybody"))
        write_table(sys.stdout.buffer, table, cast(TableForm, form), byte_order_mark=False)


def _say_counts(asked: AskedStandings) -> None:
    moment = asked.known_at.astimezone(UTC).isoformat(timespec="seconds")
    click.echo(f"On {asked.day.isoformat()}, as known at {moment}:")
    read_one_moment()
    every, titles = counts_of(standings_in_parts(asked)), titles_on(asked)
    for place in sorted(every, key=lambda place: titles.of(*place)):
        counts = every[place]
        words = ", ".join(f"{counts[key]} {key}" for key in KEYS if counts[key])
        click.echo(": ".join((*titles.of(*place), words)))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.ClickException(f"“{text}” is no moment such as 2026-11-24T12:00Z or 2026-11-24T12:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=settings().time_zone)
