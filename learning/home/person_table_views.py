"""The page of one person, and what was sent to them, as files for spreadsheets; the person sees who took one."""

from __future__ import annotations

from flask import Response

from learning import clock
from learning.db import HIGHEST_ID
from learning.home.blueprint import blueprint
from learning.home.person_table import person_table
from learning.home.team_overview import check_is_visible, person_overview
from learning.people.access import allow, current_person
from learning.people.administration import person_by_id
from learning.people.record_access import Shown, note_person_shown
from learning.people.roles import Policy
from learning.reminders.reminder_tables import sent_table
from learning.reminders.sent import sent_to
from learning.web.context import day_of, settings, today
from learning.web.table_files import TableForm, table_download


@blueprint.get("/my-team/people/<int:person_id>.<any(csv, xlsx):form>")
@allow(Policy.MANAGER)
def team_person_table(person_id: int, form: TableForm) -> Response:
    """One person's standing with every completion."""
    now = clock.now()
    _note(person_id, "record downloaded")
    found = person_overview(person_id, today=today(), time_zone=settings().time_zone, now=now)
    table = person_table(found, on=today(), known_at=now, day_of=day_of)
    return table_download(table, form, f"record-{found.person.name}")


@blueprint.get("/my-team/people/<int:person_id>/reminders.<any(csv, xlsx):form>")
@allow(Policy.MANAGER)
def team_person_reminders_table(person_id: int, form: TableForm) -> Response:
    """Everything that was sent to one person."""
    _note(person_id, "reminders downloaded")
    name = person_by_id(person_id).name
    return table_download(sent_table(name, sent_to(person_id, most=None), today()), form, f"reminders-{name}")


def _note(person_id: int, shown: Shown) -> None:
    """Note that the viewer takes a file; raises NotFound for whom they may not see."""
    viewer = current_person()
    check_is_visible(viewer, person_id if person_id <= HIGHEST_ID else 0, today())
    note_person_shown(viewer, person_id, shown, time_zone=settings().time_zone, now=clock.now())
