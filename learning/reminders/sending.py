"""What becomes of a mail: claimed, then sent, refused or given back. Each is one short transaction of its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, not_, select
from sqlalchemy.exc import IntegrityError

from learning.db import db
from learning.errors import Conflict
from learning.reminders.due_mails import DueMail, counts_at
from learning.reminders.models import Reminder, ReminderMail
from learning.reminders.working_hours import monday_of


def claim(due: DueMail, *, now: datetime) -> int:
    """Note that a mail is being sent, with what is in it; gives its number.

    Raises Conflict where somebody else has claimed it first: the database is the last judge.
    """
    mail = ReminderMail(
        person_id=due.person_id,
        mailed_on=due.mailed_on,
        digest_week_on=monday_of(due.mailed_on) if due.told else None,
        claimed_at=now,
        reminders=[Reminder(person_id=due.person_id, **note._asdict()) for note in due.notes],
    )
    db.session.add(mail)
    try:
        db.session.flush()
    except IntegrityError:
        raise Conflict("This mail is being sent by another call.") from None
    return mail.id


def mark_sent(mail_id: int, *, now: datetime) -> None:
    """Note that a mail has gone out."""
    mail = db.session.get(ReminderMail, mail_id)
    if mail is not None:
        mail.sent_at = now


def mark_refused(mail_id: int, *, now: datetime) -> None:
    """Note that its address was refused: what was in it is due again on another day, and not on this one."""
    mail = db.session.get(ReminderMail, mail_id)
    if mail is not None:
        mail.refused_at = now
        mail.digest_week_on = None
        mail.reminders = []


def give_back(mail_id: int) -> None:
    """Forget a claim whose mail has certainly not gone out: the next call sends it."""
    db.session.execute(delete(Reminder).where(Reminder.mail_id == mail_id))
    db.session.execute(delete(ReminderMail).where(ReminderMail.id == mail_id))


def drop_forgotten(*, now: datetime) -> int:
    """Forget claims that nobody has finished for an hour, as after a power cut; gives how many there were.

    Their mails may have gone out in the moment before: whoever is still due one gets it then twice, not never.
    """
    forgotten = list(db.session.scalars(select(ReminderMail.id).where(not_(counts_at(now)))))
    for mail_id in forgotten:
        give_back(mail_id)
    return len(forgotten)
