"""The tables and lists on the pages of reminders, as files for spreadsheets."""

from __future__ import annotations

from flask import Response

from learning import clock
from learning.errors import NotFound
from learning.people.access import allow, current_person
from learning.people.record_access import note_people_shown
from learning.people.roles import Policy
from learning.reminders import reminder_tables
from learning.reminders.blueprint import blueprint
from learning.reminders.next_count import count_next, is_kept_on, kept_count
from learning.reminders.sent import sent_to, sent_to_everybody
from learning.reminders.working_hours import WorkingHours
from learning.web.context import day_of, settings, today
from learning.web.table_files import TableForm, table_download


@blueprint.get("/my-record/reminders.<any(csv, xlsx):form>")
@allow(Policy.STUDY)
def my_reminders_table(form: TableForm) -> Response:
    """Everything that was sent to oneself."""
    person = current_person()
    return table_download(
        reminder_tables.sent_table(person.name, sent_to(person.id, most=None), today()), form, "my-reminders"
    )


@blueprint.get("/reminders/sent.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def sent_table(form: TableForm) -> Response:
    """Everything that was sent to anybody; they are noted as named in it."""
    sent, now = sent_to_everybody(), clock.now()
    people = {recipient.id for recipient, _ in sent}
    note_people_shown(current_person(), people, "reminders downloaded", time_zone=settings().time_zone, now=now)
    return table_download(reminder_tables.sent_by_person_table(sent, today()), form, "reminders-sent")


@blueprint.get("/reminders/next.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def next_table(form: TableForm) -> Response:
    """What goes out now or next is about, counted."""
    hours = WorkingHours(settings().time_zone, settings().bank_holidays)
    count = kept_count() if is_kept_on(today()) else count_next(hours=hours, now=clock.now())
    if count is None:
        raise NotFound
    table = reminder_tables.next_table(count.counts, day_of(count.at), count.counted_at)
    return table_download(table, form, "reminders-next")
