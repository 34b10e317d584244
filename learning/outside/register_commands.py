"""`flask records register`: one course on one day for everybody in a file, all of them or nobody."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from learning import clock
from learning.courses.published import course_by_slug
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.outside import claims, registering
from learning.outside.declared import Declared
from learning.outside.registering import RegisterPlan
from learning.outside.stages import KINDS
from learning.people.record_access import note_people_shown_by_command
from learning.people.table_file import LARGEST_FILE_BYTES
from learning.study.commands import record_commands
from learning.web.context import day_of, settings

__all__ = ["record_commands"]


@record_commands.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--course", "slug", default="", help="The course of ours that it stands for.")
@click.option("--title", default="", help="Its name, where it is not that of the course.")
@click.option("--provider", default="", help="Who held it; the organisation where it is left out.")
@click.option("--on", "held_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day it was held.")
@click.option("--minutes", required=True, type=click.IntRange(1), help="How long it took.")
@click.option("--kind", type=click.Choice(list(KINDS)), default="classroom", show_default=True)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def register(
    file: Path, slug: str, title: str, provider: str, held_on: datetime, minutes: int, kind: str, dry_run: bool
) -> None:
    """Put a course on the record of everybody whom FILE names (CSV: email or staff_number); again changes nothing."""
    if not (slug or title):
        raise click.ClickException("Name the course: --course SLUG for one of ours, or --title for another.")
    declared = Declared(
        title=title or _title_of(slug),
        provider=provider or settings().organisation,
        held_on=held_on.date(),
        minutes=minutes,
        kind=kind,
        course_slug=slug,
    )
    now = clock.now()
    plan = _plan(file, declared, now)
    if plan.faults:
        for fault in plan.faults:
            click.echo(fault, err=True)
        click.echo("Nothing was entered.", err=True)
        sys.exit(1)
    _say(plan, now)
    if dry_run or not plan.added:
        click.echo("Nothing was entered." if not plan.added else "A dry run: nothing was entered.")
        return
    with transaction():
        added = registering.enter_register(
            declared,
            [one.person_id for one in plan.outcomes],
            viewer=None,
            evidence=None,
            key=claims.key_or_new(),
            now=now,
            today=day_of(now),
        )
    click.echo(f"Entered for {len(added)} {'person' if len(added) == 1 else 'people'}.")


def _title_of(slug: str) -> str:
    try:
        version = course_by_slug(slug).current_version
    except NotFound as refusal:
        raise click.ClickException(f"There is no course “{slug}”.") from refusal
    return version.title if version else ""


def _plan(file: Path, declared: Declared, now: datetime) -> RegisterPlan:
    with file.open("rb") as opened:
        content = opened.read(LARGEST_FILE_BYTES + 1)
    try:
        return registering.plan_file(declared, content, viewer=None, today=day_of(now))
    except Invalid as refusal:
        raise click.ClickException(refusal.sentence) from refusal


def _say(plan: RegisterPlan, now: datetime) -> None:
    doubles = [one.person_id for one in plan.doubles]
    note_people_shown_by_command(doubles, "outside learning opened", time_zone=settings().time_zone, now=now)
    for one in plan.added:
        click.echo(f"+ {one.name}")
    for one in plan.doubles:
        click.echo(f"= {one.name} has it already")
    for sentence in plan.repeated:
        click.echo(f"= {sentence}")
    if plan.note:
        click.echo(plan.note)
