"""Brings the people of a file into the database: all of them or nobody, and nothing where nothing changed.

No password is made here, so ten thousand people take seconds; they get a link by “I have forgotten my password”.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from learning import audit
from learning.db import db, lock_for_this_transaction
from learning.errors import BadSource, Conflict
from learning.people.administration import LAST_ADMINISTRATOR, administrator_count, lock_administrators
from learning.people.first_days import follow_first_day
from learning.people.import_plan import Change, ImportChoices, ImportPlan, plan_import
from learning.people.import_reading import known_people, known_teams
from learning.people.import_report import MOST_LEAVERS_PERCENT, ImportReport, report_of
from learning.people.import_writing import moves_of, write_details, write_roles
from learning.people.importing import read_people
from learning.people.job_roles import note_job_roles
from learning.people.models import Membership, Person, Team, TeamManager
from learning.people.placing import hold_teams, team_ids, write_moves, write_teams
from learning.people.reporting_plan import ReportingPlan
from learning.people.table_faults import Fault

BY_COMMAND = ImportChoices()
_IMPORTING = 6_120_407
"""Names a lock of the database."""


def preview_import(content: bytes, choices: ImportChoices = BY_COMMAND, *, today: date) -> ImportReport:
    """What importing the file would do; raises BadSource with every fault. Reads only."""
    return _compared(content, choices, today)[1]


def import_people(
    content: bytes,
    choices: ImportChoices = BY_COMMAND,
    *,
    even_if_many_leave: bool = False,
    shown_mark: str | None = None,
    now: datetime,
    today: date,
) -> ImportReport:
    """Import the file; raises BadSource with every fault, and then nothing is changed.

    Raises Conflict where it would do something else than was shown under `shown_mark`, and where a great part of the
    organisation would leave without that being said.
    """
    lock_for_this_transaction(_IMPORTING)  # of two imports of one file the second finds nothing to do
    administrators = lock_administrators(today)
    hold_teams()
    plan, report = _compared(content, choices, today)
    if shown_mark not in (None, report.mark):
        raise Conflict("People or teams were changed since you looked, so nothing was imported. Look at it anew.")
    if report.too_many_leave and not even_if_many_leave:
        raise Conflict(many_leave(report), heading="A great part of the people would leave")
    _write(plan, choices.actor_id, now, today)
    if administrators and not administrator_count(today):
        raise BadSource([Fault(0, LAST_ADMINISTRATOR)])
    return report


def many_leave(report: ImportReport) -> str:
    """The sentence about so many leavers that it has to be said again."""
    return (
        f"{report.missing_count:,} of {report.at_work_count:,} people are missing from the file and would leave. "
        f"That is more than {MOST_LEAVERS_PERCENT} %, so it has to be said again."
    )


def _compared(content: bytes, choices: ImportChoices, today: date) -> tuple[ImportPlan, ImportReport]:
    teams, known = known_teams(), known_people(today)
    file = read_people(content, teams.above)
    plan = plan_import(file, known, teams, choices, today)
    notes = (file.note,) if file.note else ()
    if plan.faults:
        raise BadSource([*(Fault(0, note) for note in notes), *plan.faults])
    report = report_of(plan, choices, known, today)
    return plan, replace(report, notes=(*notes, *report.notes))


def _write(plan: ImportPlan, actor_id: int | None, now: datetime, today: date) -> None:
    changes = [change for change in plan.changes if not change.is_empty]
    write_details(changes, now)
    emails = select(Person.id, Person.email)
    person_ids = {email: number for number, email in db.session.execute(emails)}
    of_ids = {person_ids[change.row.email]: change for change in changes if change.details}
    said = {person_id: change.details for person_id, change in of_ids.items() if change.known}
    note_job_roles(list(of_ids), changed=said, now=now, today=today)
    write_roles(changes, person_ids)
    _name_teams_of_reports(plan.reporting, person_ids, actor_id, now)
    write_teams(plan.new_teams, plan.moved_teams, actor_id=actor_id, now=now, today=today)
    for place in (Membership, TeamManager):
        write_moves(place, moves_of(place, plan, person_ids, today), now=now, today=today)
    for change in of_ids.values():
        if change.known and "starts_on" in change.details:
            first_days = change.known.starts_on, change.row.starts_on
            follow_first_day(change.known.id, *first_days, now=now, today=today)
    _audit(changes, person_ids, actor_id, now)


def _name_teams_of_reports(
    reporting: ReportingPlan, person_ids: dict[str, int], actor_id: int | None, now: datetime
) -> None:
    if reporting.renamed:
        ids = team_ids()
        db.session.execute(update(Team), [{"id": ids[old], "name": new} for old, new in reporting.renamed.items()])
    made: list[dict[str, Any]] = [
        {"name": reporting.team_names[manager], "reports_to_id": person_ids[manager]} for manager in reporting.new_teams
    ]
    if made:
        db.session.execute(insert(Team), made)
    ids = team_ids() if made or reporting.renamed else {}
    deeds: list[tuple[str, str, dict[str, Any]]] = [
        ("team made", f"team:{ids[team['name']]}", {"name": team["name"]}) for team in made
    ]
    deeds += [
        ("team renamed", f"team:{ids[new]}", {"before": old, "after": new}) for old, new in reporting.renamed.items()
    ]
    audit.record_many(deeds, actor_id=actor_id, now=now)


def _audit(changes: list[Change], person_ids: dict[str, int], actor_id: int | None, now: datetime) -> None:
    deeds = []
    for change in changes:
        action = "person changed" if change.known else "person added"
        roles = {} if change.roles is None else {"roles": sorted(change.roles)}
        details = {"changed": list(change.words), "source": "import", **roles}
        deeds.append((action, f"person:{person_ids[change.row.email]}", details))
    audit.record_many(deeds, actor_id=actor_id, now=now)
