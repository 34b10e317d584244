"""`flask standings …`: store how everybody stands today, so that pages of everybody are fast; compare it all."""

from __future__ import annotations

import click
from sqlalchemy import func, select

from learning import clock
from learning.db import db, transaction
from learning.people.models import Person
from learning.plans.settling import differences, forget_everybody, not_settled
from learning.plans.settling_everybody import settle_everybody
from learning.web.context import day_of, settings
from learning.web.plain_errors import PlainErrors

standing_commands = PlainErrors("standings", help="What is stored of where everybody stands, for speed alone.")

_MOST_LINES = 50


@standing_commands.command("settle")
@click.option("--all", "anew", is_flag=True, help="Also of whom it is stored already.")
def settle_command(anew: bool) -> None:
    """Store how everybody stands today, of whom nothing is stored that is right: call it as often as you like."""
    if anew:
        with transaction():
            forget_everybody()
    click.echo(f"{settle_everybody()} settled.")


@standing_commands.command("verify")
def verify() -> None:
    """Compare what is stored with the records. Ends with 1 where anything differs, which is a fault to be told."""
    now = clock.now()
    found = list(differences(now=now, today=day_of(now), time_zone=settings().time_zone))
    for person_id, words in found[:_MOST_LINES]:
        click.echo(f"Person {person_id}: {words}", err=True)
    if found:
        more = f" {_MOST_LINES} of them are named." if len(found) > _MOST_LINES else ""
        count = "1 difference" if len(found) == 1 else f"{len(found)} differences"
        raise click.ClickException(f"{count}.{more} `flask standings settle --all` stores everything anew.")
    waiting_count = len(not_settled(day_of(now), now))
    people_count = db.session.scalar(select(func.count()).select_from(Person)) or 0
    click.echo(f"{people_count - waiting_count} as the records say, {waiting_count} not stored.")
