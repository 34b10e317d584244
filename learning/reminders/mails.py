"""The mail of a day to one person, from templates/mail/reminder.txt, with a calendar file for each day it names."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from learning.courses.models import CourseRow, Version
from learning.courses.published import IS_CURRENT
from learning.db import db
from learning.mail import CalendarFile, Message
from learning.people.models import Person
from learning.reminders.calendar_entry import CalendarEntry, calendar_text
from learning.reminders.digest_rules import MOST_LINES, Told, Word
from learning.reminders.due_mails import DueMail
from learning.reminders.reminder_rules import MOST_OVERDUE_NOTES, Note
from learning.web.context import settings

_KEYS = uuid.UUID("5b0a6f0e-7d1f-4f0c-9f5e-2f7c0f2b8a11")
"""The space of the names that mails of one person and day have for good."""


class CourseName(NamedTuple):
    """A course as a mail names it."""

    slug: str
    title: str
    minutes: int


class Names(NamedTuple):
    """The names for the numbers in mails: of courses, and of the people whom managers are told of."""

    courses: Mapping[int, CourseName]
    people: Mapping[int, str]


def names_for(mails: Iterable[DueMail]) -> Names:
    """The names that these mails need; two statements."""
    told = {one.person_id for mail in mails for one in mail.told}
    courses = select(CourseRow.id, CourseRow.slug, Version.title, Version.minutes).join(Version, IS_CURRENT)
    people = select(Person.id, Person.name).order_by(Person.id)
    return Names(
        {course_id: CourseName._make(rest) for course_id, *rest in db.session.execute(courses)},
        {number: name for number, name in db.session.execute(people) if number in told} if told else {},
    )


def message_of(due: DueMail, names: Names, *, now: datetime) -> Message:
    """The whole mail, ready to be sent."""
    chosen = settings()
    # Not render_template: it asks for names that only a request has, and a command is none.
    text = current_app.jinja_env.get_template("mail/reminder.txt").render(
        name=due.name,
        notes=[(note, names.courses[note.course_id], _course_address(names, note.course_id)) for note in due.notes],
        overdue=_lines(due.told, "overdue", names),
        due_soon=_lines(due.told, "due soon", names),
        most_overdue_notes=MOST_OVERDUE_NOTES,
        my_learning=address_of("home.my_learning"),
        my_team=address_of("home.my_team"),
        who_to_ask=address_of("pages.support"),
        product=chosen.product_name,
        organisation=chosen.organisation,
    )
    files = (_calendar_file(due.person_id, note, names, now) for note in due.notes)
    return Message(
        due.email,
        f"{chosen.product_name}: {_subject(due)}",
        text,
        tuple(file for file in files if file),
        key_of(due.person_id, due.mailed_on),
    )


def key_of(person_id: int, day: date) -> str:
    """The name of the mail to a person on a day."""
    return f"reminder-{uuid.uuid5(_KEYS, f'{person_id} {day.isoformat()}')}"


def address_of(endpoint: str, **values: str) -> str:
    """The whole address of a page, for a text that is read outside the product."""
    # Commands have no request to build addresses from, and a request's Host is not to be trusted in a mail.
    return settings().base_url + current_app.url_map.bind("").build(endpoint, values)


def _subject(due: DueMail) -> str:
    # No title of a course: it would stand on the locked screens of phones.
    if not due.notes:
        return "your team this week"
    return "your courses, and your team this week" if due.told else "about your courses"


def _lines(told: Collection[Told], word: Word, names: Names) -> list[str]:
    found = [one for one in told if one.word == word]
    lines = sorted(
        (f"{names.people[one.person_id]}: {names.courses[one.course_id].title}" for one in found), key=str.casefold
    )
    return [*lines[:MOST_LINES], *([f"and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else [])]


def _course_address(names: Names, course_id: int) -> str:
    return address_of("study.course", slug=names.courses[course_id].slug)


def _calendar_file(person_id: int, note: Note, names: Names, now: datetime) -> CalendarFile | None:
    if note.kind == "overdue":
        return None
    course = names.courses[note.course_id]
    entry = CalendarEntry(
        *(person_id, note.course_id, course.title, _course_address(names, note.course_id)),
        *(note.due_on, now, note.kind == "cancelled"),
    )
    return CalendarFile(f"{course.slug}.ics", entry.method, calendar_text(entry, organiser=settings().mail_from))
