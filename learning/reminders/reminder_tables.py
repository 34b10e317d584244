"""What was sent to whom, and what goes out next, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from learning.reminders.sent import Recipient, SentReminder
from learning.web.tables import Cell, Table

_SENT = ("Mailed on", "Course", "What it said", "Day it named")
_SENT_BY_PERSON = ("Name", "Staff number", *_SENT)
_NEXT = ("About", "Number")


def sent_table(name: str, sent: Iterable[SentReminder], on: date) -> Table:
    """What was sent to one person."""
    return Table(f"Reminders sent to {name}", on, _SENT, [_line(one) for one in sent])


def sent_by_person_table(sent: Sequence[tuple[Recipient, SentReminder]], on: date) -> Table:
    """What was sent to everybody."""
    rows = ((to.name, to.staff_number, *_line(one)) for to, one in sent)
    return Table("Reminders sent", on, _SENT_BY_PERSON, rows, None, ("Everybody", "Everything that was sent"))


def next_table(counts: Iterable[tuple[str, int]], on: date, counted_at: datetime) -> Table:
    """What the next mails are about, as it was counted at a moment."""
    rows = [(words.capitalize(), number) for words, number in counts]
    return Table("What goes out next", on, _NEXT, rows, counted_at, (), ("A mail may be about several courses.",))


def _line(one: SentReminder) -> tuple[Cell, ...]:
    return one.mailed_on, one.course_title, one.words.rstrip(","), one.due_on
