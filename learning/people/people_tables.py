"""What the pages of people and teams show, as tables. Rows are given; none is read here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from learning.people.audit_log import LogLine
from learning.people.directory import PersonLine, TeamLine
from learning.people.import_report import ImportLine
from learning.people.models import Person, Team
from learning.people.place_history import PersonPlaces, PlaceLine
from learning.web.tables import Cell, Table

_PEOPLE = ("Name", "E-mail", "Staff number", "Job role", "Teams", "Manages", "Roles", "Account")
_TEAMS = ("Team", "Beneath", "Managers", "People")
_IN_TEAM = ("Name", "What", "First day", "Last day")
_PLACES = ("What", "Team or job role", "First day", "Last day", "When")
_IMPORT = ("Name", "E-mail", "Row", "What", "Details")
_LOG = ("Who", "When", "Did")
_KINDS = {"new": "New", "changed": "Changes", "back": "Back", "leaver": "Has left"}


def people_table(lines: Iterable[PersonLine], search: str, on: date) -> Table:
    """The list of people."""
    rows = (
        (
            *(line.person.name, line.person.email, line.person.staff_number, line.person.job_role),
            *("; ".join(line.team_names), "; ".join(line.managed_names), ", ".join(sorted(line.person.roles))),
            line.status_words,
        )
        for line in lines
    )
    return Table("People", on, _PEOPLE, rows, None, (f"With “{search}”",) if search else ("Everybody",))


def teams_table(lines: Sequence[TeamLine], on: date) -> Table:
    """All teams, each beneath the one above."""
    names = {line.team.id: line.team.name for line in lines}
    rows = (
        (
            line.team.name,
            names.get(line.team.parent_id, "") if line.team.parent_id else "",
            "; ".join(f"{one.name} (acting)" if one.id in line.acting_ids else one.name for one in line.managers),
            line.people_count,
        )
        for line in lines
    )
    return Table("Teams", on, _TEAMS, rows)


def team_table(team: Team, managers: Iterable[PlaceLine], people: Iterable[PlaceLine], on: date, when: str) -> Table:
    """Who manages a team and who is in it."""
    rows = [
        *(_in_team(line, "Acting manager" if line.is_acting else "Manager") for line in managers),
        *(_in_team(line, "In the team") for line in people),
    ]
    return Table(team.name, on, _IN_TEAM, rows, None, (when,))


def places_table(person: Person, places: PersonPlaces, on: date) -> Table:
    """Where one person is, was and will be."""
    kinds = (("In the team", places.teams), ("Manages the team", places.managed), ("Job role", places.job_roles))
    rows = [
        (f"{what} (acting)" if line.is_acting else what, line.name, line.from_on, line.last_on, line.when)
        for what, lines in kinds
        for line in lines
    ]
    return Table(f"Teams and days of {person.name}", on, _PLACES, rows)


def import_table(lines: Iterable[ImportLine], file: str, kind: str, on: date) -> Table:
    """What an import would do to whom."""
    rows = (
        (line.name, line.email, line.row or None, _KINDS[line.kind], "; ".join(line.details) or "New account")
        for line in lines
    )
    filters = (f"File: {file}", *((_KINDS[kind],) if kind in _KINDS else ()))
    return Table("What the import would do", on, _IMPORT, rows, None, filters)


def log_table(lines: Iterable[LogLine], part: str, last_column: str, on: date, zone: ZoneInfo) -> Table:
    """One part of the log; moments as on its page, in the time zone of the organisation."""
    rows = ((line.who, f"{line.at.astimezone(zone):%Y-%m-%d %H:%M}", line.what, line.about) for line in lines)
    return Table("Log", on, (*_LOG, last_column), rows, None, (part,), (f"Times are those of {zone.key}.",))


def _in_team(line: PlaceLine, what: str) -> tuple[Cell, ...]:
    return line.name, what, line.from_on, line.last_on
