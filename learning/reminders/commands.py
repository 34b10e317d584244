"""`flask reminders send`: to be called every hour, by one machine or by several at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import click
from flask import current_app

from learning import clock
from learning.db import transaction
from learning.errors import Conflict
from learning.mail import Outcome, try_to_send
from learning.people.record_access import note_people_shown_by_command
from learning.plans.settling_everybody import settle_everybody
from learning.reminders import sending
from learning.reminders.due_mails import DueMail
from learning.reminders.mails import Names, message_of, names_for
from learning.reminders.next_count import count_next, is_kept_on, keep_count, kept_count
from learning.reminders.next_mails import NextMails, counts_of, next_mails
from learning.reminders.working_hours import WorkingHours
from learning.web.context import day_of, settings
from learning.web.plain_errors import PlainErrors

reminder_commands = PlainErrors("reminders", help="Mails about courses that are due, and the weekly mail to managers.")

HOURLY = "hourly"
"""Under this name the application holds operations of other features that are due every hour."""
_REFUSED_NAMED = 20


@reminder_commands.command("send")
@click.option("--dry-run", is_flag=True, help="Say what would go out now or next, and send nothing.")
def send(dry_run: bool) -> None:
    """Send what is due, between 8:00 and 18:00 on working days; at any other time, say when that is next.

    Ends with 1 where the mail server is away or an address was refused; what was not sent waits for a later call.
    """
    hours, now = WorkingHours(settings().time_zone, settings().bank_holidays), clock.now()
    if dry_run:
        following = next_mails(hours=hours, now=now)
        person_ids = {mail.person_id for mail in following.mails if mail.notes}
        note_people_shown_by_command(person_ids, "reminders listed", time_zone=hours.time_zone, now=now)
        _say_what_comes(following)
        return
    for operation in current_app.extensions[HOURLY]:
        with transaction():
            operation(now)
    try:
        _send_what_is_due(hours, now)
    finally:  # what makes pages fast holds up no mail
        settle_everybody()
        if is_kept_on(day_of(now)) and (hours.is_open(now) or kept_count() is None):
            count = count_next(hours=hours, now=clock.now())
            with transaction():
                keep_count(count)


def _send_what_is_due(hours: WorkingHours, now: datetime) -> None:
    if not hours.is_open(now):
        click.echo(f"Nothing is sent outside working hours. They begin on {_moment_words(hours.opens_next(now))}.")
        return
    with transaction():
        forgotten_count = sending.drop_forgotten(now=now)
    if forgotten_count:
        click.echo(f"{_mails(forgotten_count)} had been begun and not finished; they are looked at anew.")
    due = next_mails(hours=hours, now=now).mails
    _Round(names_for(due), hours).send_all(due)


class _Round:
    """One call of the command: sends mail after mail, and says at the end what became of them."""

    def __init__(self, names: Names, hours: WorkingHours) -> None:
        self._names = names
        self._hours = hours
        self._sent: list[DueMail] = []
        self._refused: list[str] = []

    def send_all(self, due: Iterable[DueMail]) -> None:
        """Send until all are sent, the server is away, or the hours end."""
        outcome = ""
        for mail in due:
            outcome = self._send(mail) if self._hours.is_open(clock.now()) else "too late"
            if outcome in ("away", "too late"):
                break
        self._say(outcome)

    def _send(self, mail: DueMail) -> Outcome | Literal["another call's"]:
        message = message_of(mail, self._names, now=clock.now())
        try:
            with transaction():
                mail_id = sending.claim(mail, now=clock.now())
        except Conflict:
            return "another call's"
        outcome = try_to_send(message, settings())
        with transaction():
            if outcome == "sent":
                sending.mark_sent(mail_id, now=clock.now())
                self._sent.append(mail)
            elif outcome == "refused":
                sending.mark_refused(mail_id, now=clock.now())
                self._refused.append(mail.email)
            else:
                sending.give_back(mail_id)
        return outcome

    def _say(self, last_outcome: str) -> None:
        click.echo(f"{_mails(len(self._sent))} sent{_in_detail(self._sent)}.")
        if last_outcome == "too late":
            click.echo("The working hours ended. The rest waits for a later call.")
        faults = []
        if self._refused:
            named = ", ".join(self._refused[:_REFUSED_NAMED])
            faults.append(f"Refused by the mail server, tried again on the next working day: {named}.")
        if last_outcome == "away":
            faults.append("The mail server did not take a mail. The rest waits for the next call; the log says why.")
        if faults:
            raise click.ClickException("\n".join(faults))


def _say_what_comes(following: NextMails) -> None:
    when = "now" if following.is_now else f"on {_moment_words(following.at)}, as things stand"
    click.echo(f"{_mails(len(following.mails))} would be sent {when}{_in_detail(following.mails)}.")
    for mail in following.mails:
        click.echo(f"  {mail.email}{_in_detail([mail])}")
    click.echo("This was a dry run: nothing was sent.")


def _in_detail(mails: Iterable[DueMail]) -> str:
    counts = counts_of(mails)
    return f" ({', '.join(f'{words}: {count}' for words, count in counts)})" if counts else ""


def _mails(count: int) -> str:
    return f"{count} {'mail' if count == 1 else 'mails'}"


def _moment_words(moment: datetime) -> str:
    here = moment.astimezone(settings().time_zone)
    return f"{here:%A} {here.day} {here:%B %Y} at {here:%H:%M}"
