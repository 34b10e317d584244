"""Who is due a mail on a day, and what is in it: own notes, and for managers once a week their team. Reads only.

People are read in parts, each with a fixed number of statements, however many there are in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from learning.db import db
from learning.people.models import Person
from learning.plans.editions import edition_on
from learning.plans.everything_known import facts_of
from learning.plans.plan_standings import Facts, cells_from
from learning.plans.standing import Standing, most_pressing
from learning.reminders.digest_rules import Told, word_for
from learning.reminders.models import Reminder, ReminderMail
from learning.reminders.reminder_rules import Asked, Note, Sent, notes_due
from learning.reminders.team_digests import digests_of, is_here_on
from learning.reminders.working_hours import WorkingHours, monday_of

CLAIM_HOLDS = timedelta(hours=1)
"""For how long a mail that was claimed and not marked as sent is taken for one that is being sent."""

_PEOPLE_IN_A_PART = 500


@dataclass(frozen=True, slots=True)
class DueMail:
    """One mail that is due; `told` is the digest of the manager's teams."""

    person_id: int
    name: str
    email: str
    mailed_on: date
    notes: tuple[Note, ...] = ()
    told: tuple[Told, ...] = ()


def due_mails(day: date, *, hours: WorkingHours, known_at: datetime) -> list[DueMail]:
    """The mails that are due on a working day as things stand, in order of people.

    Who was sent one on that day, or is being sent one, is due no other.
    """
    people = _people_here(day)
    first_on = hours.first_working_day(monday_of(day))
    notes: dict[int, tuple[Note, ...]] = {}
    told: list[Told] = []
    ids = list(people)
    for start in range(0, len(ids), _PEOPLE_IN_A_PART):
        part = ids[start : start + _PEOPLE_IN_A_PART]
        asked = asked_of(part, day=day, hours=hours, known_at=known_at)
        sent = _sent_to(part, known_at)
        for person_id in part:
            of_person = asked.get(person_id, {})
            notes[person_id] = notes_due(of_person, sent.get(person_id, ()), day)
            told += _told_about(person_id, of_person, day, first_on)
    digests = digests_of(told, day) if told else {}
    without_digest = _people_with(ReminderMail.digest_week_on == monday_of(day), known_at)
    mailed = _people_with(ReminderMail.mailed_on == day, known_at)
    mails = (
        DueMail(
            *(person_id, name, email, day, notes[person_id]),
            () if person_id in without_digest else tuple(digests.get(person_id, ())),
        )
        for person_id, (name, email) in people.items()
        if email and person_id not in mailed
    )
    return [mail for mail in mails if mail.notes or mail.told]


def asked_of(
    person_ids: Sequence[int], *, day: date, hours: WorkingHours, known_at: datetime
) -> dict[int, dict[int, Asked]]:
    """What is asked of people, by person and course: the standing that presses most, and when they are reminded.

    Only what is asked on the day already: nobody is reminded before their first day with it.
    """
    facts = facts_of(person_ids, time_zone=hours.time_zone)
    if facts is None:
        return {}
    days = _reminder_days(facts, day, known_at)
    of_plans: dict[tuple[int, int], list[tuple[int, Standing]]] = {}
    for cell in cells_from(facts, day=day, known_at=known_at):
        if cell.joined_on <= day:
            plan_standing = (cell.plan_id, cell.standing_on(day, known_at))
            of_plans.setdefault((cell.person_id, cell.course_id), []).append(plan_standing)
    found: dict[int, dict[int, Asked]] = {}
    for (person_id, course_id), some in of_plans.items():
        pressing = most_pressing(standing for _, standing in some) if len(some) > 1 else some[0][1]
        if pressing is not None:
            speaking = (plan_id for plan_id, standing in some if standing.due_on == pressing.due_on)
            remind = tuple(number for plan_id in speaking for number in days.get((plan_id, course_id), ()))
            found.setdefault(person_id, {})[course_id] = Asked(pressing, remind)
    return found


def counts_at(moment: datetime) -> ColumnElement[bool]:
    """The condition that a mail was sent or refused, or that somebody is sending it at a moment."""
    return or_(
        ReminderMail.sent_at.is_not(None),
        ReminderMail.refused_at.is_not(None),
        ReminderMail.claimed_at > moment - CLAIM_HOLDS,
    )


def _reminder_days(facts: Facts, day: date, known_at: datetime) -> dict[tuple[int, int], tuple[int, ...]]:
    """How many days before the due day the editions of a day remind, by plan and course."""
    found = {}
    for plan in facts.plans.plans.values():
        edition = edition_on(plan.editions, day, known_at)
        for course_id, rule in edition.rules.items() if edition else ():
            found[plan.id, course_id] = rule.remind_before_days
    return found


def _people_here(day: date) -> dict[int, tuple[str, str]]:
    """Name and e-mail of everybody who is at work and not away."""
    wanted = select(Person.id, Person.name, Person.email).where(is_here_on(day))
    return {person_id: (name, email) for person_id, name, email in db.session.execute(wanted.order_by(Person.id))}


def _sent_to(person_ids: Sequence[int], moment: datetime) -> dict[int, list[Sent]]:
    rows = db.session.execute(
        select(
            *(Reminder.person_id, ReminderMail.mailed_on),
            *(Reminder.course_id, Reminder.kind, Reminder.step, Reminder.due_on, Reminder.about),
        )
        .join(ReminderMail, ReminderMail.id == Reminder.mail_id)
        .where(Reminder.person_id.in_(person_ids), counts_at(moment))
        .order_by(ReminderMail.mailed_on, Reminder.id)
    )
    found: dict[int, list[Sent]] = {}
    for person_id, mailed_on, *note in rows:
        found.setdefault(person_id, []).append(Sent(Note._make(note), mailed_on))
    return found


def _told_about(person_id: int, asked: Mapping[int, Asked], day: date, first_on: date | None) -> list[Told]:
    if first_on is None or day < first_on:
        return []
    words = ((course_id, word_for(one, day, first_on)) for course_id, one in asked.items())
    return [Told(person_id, course_id, word) for course_id, word in words if word]


def _people_with(condition: ColumnElement[bool], moment: datetime) -> frozenset[int]:
    return frozenset(db.session.scalars(select(ReminderMail.person_id).where(condition, counts_at(moment))))
