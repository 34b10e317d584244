"""Pages of reminders: for learning leads what goes out next and how, for each person what was sent to them."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import transaction
from learning.mail import Message
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.reminders import table_views
from learning.reminders.blueprint import blueprint
from learning.reminders.due_mails import DueMail
from learning.reminders.mails import message_of, names_for
from learning.reminders.next_count import NextCount, count_next, is_kept_on, keep_count, kept_count
from learning.reminders.next_mails import last_sent
from learning.reminders.reminder_rules import DAYS_BETWEEN_OVERDUE_NOTES, MOST_OVERDUE_NOTES
from learning.reminders.sent import MOST_SHOWN, sent_to
from learning.reminders.working_hours import WorkingHours
from learning.web.context import day_of, settings

__all__ = ["blueprint", "table_views"]

_EXAMPLE_NAME = "Sam Example"


@blueprint.get("/reminders", endpoint="reminders")
@allow(Policy.LEARNING_LEAD)
def settings_page() -> ResponseReturnValue:
    """When reminders go out, about what, and when the last one did."""
    chosen, hours, now = settings(), _hours(), clock.now()
    return render_template(
        "reminders/reminders.html",
        opens_at=None if hours.is_open(now) else hours.opens_next(now),
        last=last_sent(hours=hours),
        bank_holidays=chosen.bank_holidays,
        time_zone=chosen.time_zone.key,
        mail_from=chosen.mail_from,
        mail_server=urlsplit(chosen.mail_url).hostname or "",
        most_overdue_notes=MOST_OVERDUE_NOTES,
        days_between=DAYS_BETWEEN_OVERDUE_NOTES,
    )


@blueprint.get("/reminders/next")
@allow(Policy.LEARNING_LEAD)
def preview() -> ResponseReturnValue:
    """What goes out now or next: how many mails about what, and one of them as an example."""
    now = clock.now()
    is_kept = is_kept_on(day_of(now))
    count = kept_count() if is_kept else count_next(hours=_hours(), now=now)
    example = _example(count) if count and count.example else None
    return render_template("reminders/next.html", count=count, example=example, is_kept=is_kept, now=now)


@blueprint.post("/reminders/next")
@allow(Policy.LEARNING_LEAD)
def count_again() -> ResponseReturnValue:
    """Count anew what goes out next, where that takes too long for each look."""
    count = count_next(hours=_hours(), now=clock.now())
    with transaction():
        keep_count(count)
    return redirect(url_for("reminders.preview"), 303)


@blueprint.get("/my-record/reminders")
@allow(Policy.STUDY)
def my_reminders() -> ResponseReturnValue:
    """What was sent to oneself, and when."""
    return render_template(
        "reminders/my_reminders.html", sent_reminders=sent_to(current_person().id), most_shown=MOST_SHOWN
    )


def _hours() -> WorkingHours:
    return WorkingHours(settings().time_zone, settings().bank_holidays)


def _example(count: NextCount) -> Message:
    """A mail with the notes of one of them, to somebody who does not exist: whose it is, is nobody's business here."""
    mail = DueMail(0, _EXAMPLE_NAME, "", day_of(count.at), count.example)
    return message_of(mail, names_for([mail]), now=clock.now())
