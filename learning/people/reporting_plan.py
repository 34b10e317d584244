"""PURE. Reporting lines of a file: who reports to whom afterwards, and what becomes of the teams that follow from it.

Everybody is named here by the e-mail address that they have once the file is imported, which is one person's alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from learning.people.import_matching import Pairs, emails_after, emails_by_name
from learning.people.importing import PeopleFile
from learning.people.known_people import KnownPerson, KnownTeams
from learning.people.reporting import free_name, is_right_name
from learning.people.table_faults import Fault
from learning.people.team_paths import DEEPEST, circles_in, in_words, too_deep


@dataclass(frozen=True, slots=True)
class ReportingPlan:
    """What an import does to teams of direct reports; teams by the name that they have afterwards."""

    managers_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Whom each person of the file reports to; without the column, nobody stands here."""
    team_names: Mapping[str, str] = field(default_factory=dict)
    """The team of each manager."""
    team_of: Mapping[int, str] = field(default_factory=dict)
    """The same by the number of those whose team is there already."""
    new_teams: tuple[str, ...] = ()
    """Managers who get a team."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Old name to new name, where the manager is called otherwise now."""
    moved: Mapping[str, str | None] = field(default_factory=dict)
    """Team to the team above it, None for the top."""
    begin: tuple[str, ...] = ()
    """Managers who begin to manage their team."""
    end: tuple[str, ...] = ()
    """Those who end, as nobody reports to them any more. Whose first day is another one now ends, and begins anew."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """The row of the file that says where a team stands."""


def plan_reporting(
    file: PeopleFile,
    pairs: Pairs,
    known: list[KnownPerson],
    teams: KnownTeams,
    stay: Collection[int],
    first_days: Mapping[str, date],
) -> tuple[ReportingPlan, list[Fault]]:
    """Compare; without the column only names are looked after. `stay` are those beside the file who work here."""
    emails = emails_after(pairs, known)
    people_names = {emails[person.id]: person.name for person in known} | {row.email: row.name for row, _ in pairs}
    taken = {name.casefold() for name in teams.above}
    team_names, renamed = _names_kept(teams, emails, people_names, taken)
    if "manager" not in file.columns:
        return ReportingPlan(team_names=team_names, renamed=renamed), []
    lines, faults = _lines_of_file(file, pairs, known)
    above = _lines_upwards(file, lines, known, teams, emails)
    if impossible := list(_impossible(above, pairs, people_names)):
        return ReportingPlan(), faults + impossible
    managers_of = {email: frozenset(managers) for email, managers in lines.items()}
    numbers = {row.email: row.staff_number for row, _ in pairs}
    in_use = {manager for managers in lines.values() for manager in managers}
    new = tuple(sorted(in_use - team_names.keys()))
    for manager in new:
        team_names[manager] = free_name(people_names[manager], numbers.get(manager) or manager, taken)
    in_use |= {emails[manager] for person in known if person.id in stay for manager in person.reports_to}
    leads = {emails[person.id] for person in known if person.leads_reports}
    anew = in_use & set(_other_first_days(known, emails, first_days))
    plan = ReportingPlan(
        managers_of=managers_of,
        team_names=team_names,
        team_of={manager_id: team_names[emails[manager_id]] for manager_id in teams.of_manager},
        new_teams=new,
        renamed=renamed,
        moved=_moved(sorted(in_use & lines.keys() | set(new)), above, team_names, renamed, teams),
        begin=tuple(sorted(in_use - leads | anew)),
        end=tuple(sorted(leads - in_use | anew)),
        rows={team_names[row.email]: row.row for row, _ in pairs if row.email in team_names},
    )
    return plan, faults


def _other_first_days(
    known: list[KnownPerson], emails: Mapping[int, str], first_days: Mapping[str, date]
) -> Iterator[str]:
    """Those who were to begin on their first day, where that day is another one now."""
    for person in known:
        email, leads_from = emails[person.id], person.leads_from
        if leads_from and leads_from == person.starts_on and leads_from != first_days.get(email):
            yield email


def _names_kept(
    teams: KnownTeams, emails: Mapping[int, str], people_names: Mapping[str, str], taken: set[str]
) -> tuple[dict[str, str], dict[str, str]]:
    team_names, renamed = {}, {}
    for manager_id, name in teams.of_manager.items():
        email = emails[manager_id]
        if not is_right_name(name, people_names[email]):
            renamed[name] = free_name(people_names[email], email, taken)
        team_names[email] = renamed.get(name, name)
    return team_names, renamed


def _lines_of_file(
    file: PeopleFile, pairs: Pairs, known: list[KnownPerson]
) -> tuple[dict[str, tuple[str, ...]], list[Fault]]:
    by_name = emails_by_name(pairs, known)
    lines: dict[str, tuple[str, ...]] = {}
    faults = []
    for row, _ in pairs:
        managers = []
        for named in row.managers:
            manager = by_name.get(named)
            if manager is None:
                if named not in file.faulty_names:  # else the row of the manager has its own fault
                    sentence = f"manager: “{named[:60]}” is nobody in this file and nobody we know."
                    faults.append(Fault(row.row, sentence))
            elif manager == row.email:
                sentence = "manager: this is the person themselves. Leave the cell empty for somebody at the top."
                faults.append(Fault(row.row, sentence))
            else:
                managers.append(manager)
        # Of two people under one address, which is a fault, nobody can say whose line it is.
        lines[row.email] = () if row.email in lines else tuple(dict.fromkeys(managers))
    return lines, faults


def _lines_upwards(
    file: PeopleFile,
    lines: Mapping[str, tuple[str, ...]],
    known: list[KnownPerson],
    teams: KnownTeams,
    emails: Mapping[int, str],
) -> dict[str, str]:
    """The one manager who stands above each person, also above those who are not in the file."""
    above = {email: managers[0] for email, managers in lines.items() if managers}
    manager_of_team = {name: manager_id for manager_id, name in teams.of_manager.items()}
    for person in known:
        if emails[person.id] in lines or {person.email, person.staff_number} & file.faulty_names:
            continue  # the file says it, or would where it can be read
        if person.id in teams.of_manager:
            manager_id = manager_of_team.get(teams.above.get(teams.of_manager[person.id]) or "")
        else:
            manager_id = min(person.reports_to, default=None)
        if manager_id is not None:
            above[emails[person.id]] = emails[manager_id]
    return above


def _impossible(above: Mapping[str, str], pairs: Pairs, people_names: Mapping[str, str]) -> Iterator[Fault]:
    rows = {row.email: row.row for row, _ in pairs}
    is_circular = False
    for circle in circles_in(above):
        is_circular = True
        are_told_apart = len({people_names[email] for email in circle}) == len(set(circle))
        shown = in_words([people_names[email] if are_told_apart else email for email in circle])
        in_file = [rows[email] for email in circle if email in rows]
        yield Fault.of_rows(in_file, f"manager: the line goes in a circle: {shown}.")
    if not is_circular:
        for email in too_deep(above):
            yield Fault(rows.get(email, 0), f"manager: more than {DEEPEST} managers stand above this person.")


def _moved(
    managers: list[str],
    above: Mapping[str, str],
    team_names: Mapping[str, str],
    renamed: Mapping[str, str],
    teams: KnownTeams,
) -> dict[str, str | None]:
    of_reports = set(team_names.values())
    stands = {renamed.get(name, name): renamed.get(over or "", over) for name, over in teams.above.items()}
    moved: dict[str, str | None] = {}
    for manager in managers:
        name = team_names[manager]
        wanted = team_names[above[manager]] if manager in above else None
        now = stands.get(name)
        # Whoever is at the top of the line may have been put beneath another team by hand, and stays there.
        if wanted != now and (wanted is not None or now in of_reports):
            moved[name] = wanted
    return moved
