"""The tables on the pages of people and teams, as files for spreadsheets. Nobody's record stands in them."""

from __future__ import annotations

from flask import Response, request

from learning import clock
from learning.errors import Invalid
from learning.people import pending_imports, people_tables, place_history
from learning.people.access import allow, current_person
from learning.people.administration import person_by_id
from learning.people.audit_log import PARTS, SIGN_INS, log_lines
from learning.people.blueprint import blueprint
from learning.people.directory import people_found, team_tree
from learning.people.import_report import WORDS_OF_KIND
from learning.people.roles import Policy
from learning.typed_days import read_day
from learning.web.context import settings, today
from learning.web.table_files import TableForm, table_download


@blueprint.get("/admin/people.<any(csv, xlsx):form>")
@allow(Policy.PEOPLE_READER)
def people_table(form: TableForm) -> Response:
    """Everybody whom the search finds."""
    text = request.args.get("search", "")[:200]
    return table_download(people_tables.people_table(people_found(text, today()), text, today()), form, "people")


@blueprint.get("/admin/teams.<any(csv, xlsx):form>")
@allow(Policy.PEOPLE_READER)
def teams_table(form: TableForm) -> Response:
    """All teams."""
    return table_download(people_tables.teams_table(team_tree(today()), today()), form, "teams")


@blueprint.get("/admin/teams/<int:team_id>.<any(csv, xlsx):form>")
@allow(Policy.PEOPLE_READER)
def team_table(team_id: int, form: TableForm) -> Response:
    """Everybody in one team, on a day or ever."""
    team, shows_everybody = place_history.team_by_id(team_id), request.args.get("show") == "everybody"
    try:
        on = read_day(request.args.get("on", "")[:20]) or today()
    except ValueError:
        raise Invalid({"on": "Enter a day, such as 24/11/2026."}) from None
    managers, people = place_history.everybody_in_team(team_id, on=on, shows_everybody=shows_everybody)
    when = "Everybody who ever was or will be here" if shows_everybody else "As on this day"
    return table_download(people_tables.team_table(team, managers, people, on, when), form, f"team-{team.name}")


@blueprint.get("/admin/log.<any(csv, xlsx):form>")
@allow(Policy.ADMINISTRATOR)
def log_table(form: TableForm) -> Response:
    """One part of the log, all of it."""
    part = request.args.get("part", SIGN_INS)
    part = part if part in PARTS else SIGN_INS
    last_column = "From" if part == SIGN_INS else "What or whom"
    lines = log_lines(part, now=clock.now())
    table = people_tables.log_table(lines, PARTS[part], last_column, today(), settings().time_zone)
    return table_download(table, form, "log")


@blueprint.get("/admin/people/<int:person_id>/places.<any(csv, xlsx):form>")
@allow(Policy.PEOPLE_READER)
def places_table(person_id: int, form: TableForm) -> Response:
    """The teams and job roles of one person, now, before and later."""
    person = person_by_id(person_id)
    table = people_tables.places_table(person, place_history.places_of(person.id, today()), today())
    return table_download(table, form, f"places-{person.name}")


@blueprint.get("/admin/people/import/look.<any(csv, xlsx):form>")
@allow(Policy.ADMINISTRATOR)
def import_table(form: TableForm) -> Response:
    """What the import that is looked at would do, all of it or one kind."""
    pending, kind = pending_imports.own_import(current_person().id, now=clock.now()), request.args.get("kind", "")
    lines = pending_imports.look_at_import(pending, today=today()).lines
    chosen = [line for line in lines if line.kind == kind or kind not in WORDS_OF_KIND]
    return table_download(people_tables.import_table(chosen, pending.name, kind, today()), form, "import")
