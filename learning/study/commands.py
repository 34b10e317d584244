"""`flask records`: check the training record, or void a completion that was made by mistake."""

from __future__ import annotations

import sys

import click

from learning import clock
from learning.courses.published import course_document
from learning.db import transaction
from learning.study.codes import code_in
from learning.study.completions import completion_with_code
from learning.study.verification import verify_records
from learning.study.voiding import void_completion
from learning.web.plain_errors import PlainErrors

record_commands = PlainErrors("records", help="The training record: check it, or void a completion.")


@record_commands.command()
def verify() -> None:
    """Derive every completion anew from its version, lessons and answers; exits 1 and names each row that differs."""
    faults = verify_records(course_document)
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo("Every completion and every attempt agrees with what it rests on.")


@record_commands.command()
@click.argument("code")
@click.option("--reason", required=True, help="Why; kept with the record and in the audit log.")
def void(code: str, reason: str) -> None:
    """Void the completion with this certificate check code. It stays in the record, marked."""
    typed = code_in(code)
    record = completion_with_code(typed) if typed else None
    if record is None:
        raise click.ClickException("No certificate has this check code.")
    if record.void:
        raise click.ClickException("This completion is voided already.")
    with transaction():
        void_completion(record, reason=reason, voided_by_id=None, now=clock.now())
    click.echo("The completion is voided. Its certificate now says so to whoever checks it.")
