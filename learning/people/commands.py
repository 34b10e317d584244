"""`flask people …`: import a file of people, add one person, list everybody."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select

from learning import clock
from learning.db import db, transaction
from learning.errors import BadSource, Conflict, Invalid
from learning.people import administration, import_people, links, mails, names
from learning.people.directory import status_of_account
from learning.people.import_plan import ImportChoices
from learning.people.import_report import WORDS_OF_KIND, ImportLine, ImportReport
from learning.people.models import Person
from learning.people.roles import Role
from learning.people.table_file import LARGEST_FILE_BYTES
from learning.web.context import today
from learning.web.plain_errors import PlainErrors

_MOST_LINES = 50


people_commands = PlainErrors("people", help="Accounts: import, add, list.")


@people_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--missing-are-leavers", is_flag=True, help="Whoever works here and is missing from FILE has left.")
@click.option("--even-if-many-leave", is_flag=True, help="Also where more than 10 % of the people are missing.")
def import_command(file: Path, dry_run: bool, missing_are_leavers: bool, even_if_many_leave: bool) -> None:
    """Import people from FILE (CSV or XLSX): all of them, or nobody and every fault with its row."""
    if file.stat().st_size > LARGEST_FILE_BYTES:
        raise click.ClickException(f"The file is larger than {LARGEST_FILE_BYTES // 1_000_000} MB.")
    content = file.read_bytes()
    choices = ImportChoices(missing_are_leavers=missing_are_leavers)
    try:
        if dry_run:
            report = import_people.preview_import(content, choices, today=today())
        else:
            with transaction():
                report = import_people.import_people(
                    content, choices, even_if_many_leave=even_if_many_leave, now=clock.now(), today=today()
                )
    except BadSource as bad:
        for problem in bad.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException("Nothing was imported. Mend the rows named above and try again.") from None
    except Conflict as refusal:
        again = "Look at it with --dry-run; if it is right, add --even-if-many-leave."
        raise click.ClickException(f"{refusal.sentence} Nothing was imported. {again}") from None
    _say(report)
    if dry_run:
        if report.too_many_leave:
            click.echo(f"{import_people.many_leave(report)} Add --even-if-many-leave if it is right.")
        click.echo("This was a dry run: nothing was changed.")


def _say(report: ImportReport) -> None:
    groups = [(words, [_words_of(line) for line in report.of_kind(kind)]) for kind, words in WORDS_OF_KIND.items()]
    for words, listed in (("new {}", report.new_teams), ("{} moved or renamed", report.moved_teams)):
        groups.append((words.format("team" if len(listed) == 1 else "teams"), list(listed)))
    for words, lines in groups:
        if lines:
            click.echo(f"{len(lines)} {words}:")
            for line in lines[:_MOST_LINES]:
                click.echo(f"  {line}")
            if len(lines) > _MOST_LINES:
                click.echo(f"  … and {len(lines) - _MOST_LINES} more")
    for note in report.notes:
        click.echo(note)
    click.echo(f"{report.unchanged_count} unchanged.")


def _words_of(line: ImportLine) -> str:
    return f"{line.who}: {', '.join(line.columns)}" if line.details else line.who


@people_commands.command("add")
@click.argument("email")
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice([role.value for role in Role]), help="May be repeated."
)
@click.option("--staff-number", default="", help="The number from the staff list.")
def add_command(email: str, name: str, roles: tuple[str, ...], staff_number: str) -> None:
    """Add one person and print the one-use link with which they set a password."""
    details = administration.Details(
        email=names.normal_email(email),
        name=names.tidy_line(name),
        staff_number=names.normal_staff_number(staff_number),
    )
    try:
        with transaction():
            person, token = administration.invite_person(
                details, actor_id=None, now=clock.now(), today=today(), roles=frozenset(Role(role) for role in roles)
            )
    except Invalid as refusal:
        lines = (f"{name}: {sentence}" for name, sentence in refusal.fields.items())
        raise click.ClickException("\n".join(lines)) from None
    click.echo(
        f"{person.name} was added. This link sets the password; it works once, for {links.FIRST_PASSWORD_DAYS} days:"
    )
    click.echo(mails.link_of(token))


@people_commands.command("list")
def list_command() -> None:
    """List everybody with an account: number, e-mail, name, roles, state."""
    for person in db.session.execute(select(Person).order_by(Person.name, Person.id)).scalars():
        _, words = status_of_account(person, today())
        click.echo("\t".join([str(person.id), person.email, person.name, ", ".join(sorted(person.roles)), words]))
