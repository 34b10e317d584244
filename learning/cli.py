"""`flask` commands that belong to no one feature: preparing and serving the product. Registers all others."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from flask import Flask
from flask_migrate import upgrade

from learning import clock
from learning.db import transaction
from learning.frameworks.commands import framework_commands
from learning.people.commands import people_commands
from learning.people.demonstration import create_demonstration
from learning.plans.course_commands import course_commands
from learning.plans.library_start import publish_library
from learning.study.commands import record_commands
from learning.web.context import settings


def register(app: Flask) -> None:
    """Give the application its commands."""
    for group in (people_commands, course_commands, framework_commands, record_commands):
        app.cli.add_command(group)
    app.cli.add_command(prepare)
    app.cli.add_command(serve)


@click.command()
def prepare() -> None:
    """Bring the database up to date, publish the courses folder and, in an empty database, a demonstration."""
    if settings().database_url.startswith("sqlite"):
        settings().data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    upgrade()
    for outcome in publish_library(settings().courses_folder, now=clock.now()):
        if outcome.lines:
            click.echo(outcome)
    if settings().demo:
        _demonstration()


def _demonstration() -> None:
    with transaction():
        accounts = create_demonstration(clock.now())
    if not accounts:
        return
    click.echo("\nThe database held nobody, so a small demonstration organisation was made (DEMO=no switches it off).")
    click.echo("These passwords are shown this once:\n")
    for account in accounts:
        click.echo(f"  {account.role:<15} {account.email:<36} {account.password}")
    click.echo("")


@click.command()
def serve() -> None:
    """Serve with granian: 2 workers, 4 threads each, on HOST and PORT."""
    chosen = settings()
    click.echo(f"{chosen.product_name} is at {chosen.base_url} (stop with Ctrl+C)")
    program = str(Path(sys.executable).with_name("granian"))
    arguments = ["--interface", "wsgi", "--host", chosen.host, "--port", str(chosen.port)]
    arguments += ["--workers", "2", "--blocking-threads", "4", "--no-ws", "--backpressure", "64", "app:app"]
    sys.stdout.flush()
    os.execv(program, [program, *arguments])  # noqa: S606 - our own program, no shell
