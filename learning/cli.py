"""`flask` commands that belong to no one feature: preparing and serving the product. Registers all others."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from learning import clock
from learning.db import db, transaction
from learning.evidence.commands import record_commands
from learning.exchange.course_commands import course_commands
from learning.exchange.imports import forget_old_imports
from learning.exchange.question_commands import question_commands
from learning.frameworks.commands import framework_commands
from learning.people.commands import people_commands
from learning.people.demonstration import create_demonstration
from learning.people.job_roles import follow_job_roles
from learning.people.models import Person
from learning.people.pending_imports import forget_old_imports as forget_old_people_imports
from learning.people.sign_in_log import forget_old_sign_ins
from learning.plans.commands import plan_commands
from learning.plans.library_start import publish_library
from learning.plans.plan_files import publish_plans
from learning.plans.settling_everybody import settle_everybody
from learning.plans.standing_commands import standing_commands
from learning.reminders.commands import HOURLY, reminder_commands
from learning.web.context import day_of, settings, today
from learning.web.plain_errors import PlainCommand

_HIGHEST_PORT = 65535
_PREPARING = 7_316_004
"""The number of PostgreSQL's advisory lock for `flask prepare`; any, as long as it stays."""


def register(app: Flask) -> None:
    """Give the application its commands, and what the hourly one does besides its own work."""
    forgets = (forget_old_imports, forget_old_people_imports, forget_old_sign_ins)
    app.extensions[HOURLY] = (*forgets, lambda now: follow_job_roles(day_of(now)))
    for group in (people_commands, course_commands, framework_commands, record_commands, plan_commands):
        app.cli.add_command(group)
    app.cli.add_command(question_commands)
    app.cli.add_command(reminder_commands)
    app.cli.add_command(standing_commands)
    app.cli.add_command(prepare)
    app.cli.add_command(serve)


@click.command(cls=PlainCommand)
def prepare() -> None:
    """Bring the database up to date, publish the courses folder and, in an empty database, a demonstration."""
    with _one_at_a_time():
        upgrade()
        for outcome in publish_library(settings().courses_folder, now=clock.now()):
            if outcome.lines:
                click.echo(outcome)
        for plan in publish_plans(settings().courses_folder, now=clock.now(), today=today()):
            if plan.lines:
                click.echo(plan)
        if settings().demo:
            _demonstration()
        settle_everybody()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    # Machines that start together would make the same tables; SQLite, on one machine, locks its file itself.
    if db.engine.dialect.name != "postgresql":
        yield
        return
    with db.engine.connect() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_PREPARING)))
        yield


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


@click.command(cls=PlainCommand)
def serve() -> None:
    """Serve with granian: 2 workers, 4 threads each, on HOST and PORT."""
    chosen = settings()
    _look_whether_free(chosen.host, chosen.port)
    db.session.execute(select(Person.id).limit(1))  # a database that is away or empty is said here, not on every page
    click.echo(f"{chosen.product_name} is at {chosen.base_url} (stop with Ctrl+C)")
    program = str(Path(sys.executable).with_name("granian"))
    arguments = ["--interface", "wsgi", "--host", chosen.host, "--port", str(chosen.port)]
    arguments += ["--workers", "2", "--blocking-threads", "4", "--no-ws", "--backpressure", "64", "app:app"]
    sys.stdout.flush()
    os.execv(program, [program, *arguments])  # noqa: S606 - our own program, no shell


def _look_whether_free(host: str, port: int) -> None:
    """End the command where something listens there: granian would share the port, and each answer some requests."""
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what a server that just ended leaves is free
            trial.bind(address)
            trial.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise click.ClickException(
                f"{host}:{port} is in use already, perhaps by another Golden Thread. "
                f"Stop that one, or choose another port: PORT={port % _HIGHEST_PORT + 1} make run"
            ) from error
        raise click.ClickException(
            f"Nothing can be served on {host}:{port} ({error.strerror}). Look at HOST and PORT."
        ) from error
