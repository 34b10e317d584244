"""PURE. Compares a file of people with what is known and says what importing it would do; does nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from learning.people.import_matching import later_first_days, match_people
from learning.people.importing import PeopleFile, PersonRow
from learning.people.known_people import DETAIL_COLUMNS, KnownPerson, KnownTeams
from learning.people.reporting_plan import ReportingPlan, plan_reporting
from learning.people.roles import Role
from learning.people.table_faults import Fault
from learning.people.team_paths import DEEPEST, circles_in, in_words, too_deep

_Value = TypeVar("_Value")

OWN_ROLE = "roles: nobody can give a role to themselves. Ask another administrator."


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What whoever imports has chosen. `actor_id` is their own number, None for the command line."""

    actor_id: int | None = None
    missing_are_leavers: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one person; `known` is None for somebody new. Sets that stay as they are hold None.

    Somebody who is missing from the file, and has left therefore, has a `row` of number 0.
    """

    row: PersonRow
    known: KnownPerson | None
    details: Mapping[str, str | date | None]
    roles: frozenset[Role] | None = None
    teams: frozenset[str] | None = None
    managed_teams: frozenset[str] | None = None
    reports: tuple[frozenset[str], frozenset[str]] | None = None
    """The teams of direct reports that the person was in, and is in from now on."""
    has_left: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the file says what is known already."""
        return self.known is not None and not self.words

    @property
    def words(self) -> tuple[str, ...]:
        """What changes, as the names of columns."""
        sets = {
            "roles": self.roles,
            "team": self.teams,
            "manages_team": self.managed_teams,
            "manager": self.reports,
        }
        return (*self.details, *(name for name, value in sets.items() if value is not None))


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do, in the order of the file; with faults, nothing."""

    changes: tuple[Change, ...] = ()
    new_teams: tuple[str, ...] = ()
    moved_teams: Mapping[str, str | None] = field(default_factory=dict)
    """Team to the team above it, those of reporting lines too; None for the top."""
    reporting: ReportingPlan = field(default_factory=ReportingPlan)
    first_days: Mapping[str, date] = field(default_factory=dict)
    """The first days of work that are still to come, by e-mail address."""
    at_work_count: int = 0
    """How many people could sign in before."""
    faults: tuple[Fault, ...] = ()

    @property
    def missing_count(self) -> int:
        """How many people would leave because they are missing from the file."""
        return sum(change.row.row == 0 for change in self.changes)


def plan_import(
    file: PeopleFile, known: Iterable[KnownPerson], teams: KnownTeams, choices: ImportChoices, today: date
) -> ImportPlan:
    """Compare a file with everybody and all teams there are."""
    known = list(known)
    pairs, pair_faults = match_people(file.people, known)
    in_file = {person.id for _, person in pairs if person}
    missing = [person for person in known if person.id not in in_file and person.is_at_work(today)]
    leaving = [one for one in missing if choices.missing_are_leavers and one.id != choices.actor_id]
    stay = {person.id for person in missing} - {person.id for person in leaving}
    first_days = later_first_days(pairs, known, today, has_column="starts_on" in file.columns)
    reporting, line_faults = plan_reporting(file, pairs, known, teams, stay, first_days)
    above = {
        reporting.renamed.get(name, name): reporting.renamed.get(over or "", over) for name, over in teams.above.items()
    }
    moved = {child: over for child, over in file.parents.items() if above.get(child) != over} | dict(reporting.moved)
    faults = [*file.faults, *pair_faults, *line_faults, *_impossible_teams(file, reporting, above | moved)]
    changes = [_change(file, row, person, reporting, choices, today) for row, person in pairs]
    faults += _own_roles(changes, choices)
    if faults:
        return ImportPlan(faults=tuple(sorted(set(faults))))
    named = {name for row in file.people for path in row.team_paths + row.managed_paths for name in path}
    return ImportPlan(
        changes=(*changes, *(_leaver(person, today) for person in leaving)),
        new_teams=tuple(sorted(named - teams.above.keys())),
        moved_teams=moved,
        reporting=reporting,
        first_days=first_days,
        at_work_count=sum(person.is_at_work(today) for person in known),
    )


def _impossible_teams(file: PeopleFile, reporting: ReportingPlan, above: Mapping[str, str | None]) -> Iterator[Fault]:
    """Circles of teams, and teams that stand too deep, where the file has a part in it."""
    over = {child: parent for child, parent in above.items() if parent}
    row_of = dict(reporting.rows)
    for row in reversed(file.people):
        row_of |= {child: row.row for path in row.team_paths + row.managed_paths for _, child in pairwise(path)}
    is_circular = False
    for circle in circles_in(over):
        is_circular = True
        rows = [row_of[name] for name in circle if name in row_of]
        is_told = all(file.parents.get(child) == parent for parent, child in pairwise(circle))
        if rows and not is_told:
            yield Fault.of_rows(rows, f"with the teams there are, this goes in a circle: {in_words(circle)}.")
    for name in [] if is_circular else too_deep(over):
        if name in row_of:
            yield Fault(row_of[name], f"the team “{name}” would stand in more than {DEEPEST} others.")


def _own_roles(changes: Iterable[Change], choices: ImportChoices) -> Iterator[Fault]:
    for change in changes:
        if change.known and change.known.id == choices.actor_id and (change.roles or frozenset()) - change.known.roles:
            yield Fault(change.row.row, OWN_ROLE)


def _change(
    file: PeopleFile,
    row: PersonRow,
    known: KnownPerson | None,
    reporting: ReportingPlan,
    choices: ImportChoices,
    today: date,
) -> Change:
    wanted = {name: getattr(row, name) for name in DETAIL_COLUMNS if name in file.columns}
    if known and not row.staff_number:
        wanted.pop("staff_number", None)  # an empty cell does not take away what people are recognised by
    if choices.missing_are_leavers and known and known.has_left(today) and "leaves_on" not in wanted:
        wanted["leaves_on"] = None  # whoever is in the file works here
    if known and known.coming_job_role is not None and wanted.get("job_role") == known.coming_job_role:
        del wanted["job_role"]  # a file that names early what begins later says nothing new; so does one that is late
    details = {name: value for name, value in wanted.items() if not known or getattr(known, name) != value}
    leaves_on = wanted.get("leaves_on", known.leaves_on if known else None)
    return Change(
        row,
        known,
        details,
        roles=_if_new(file, "roles", row.roles, known.roles if known else frozenset()),
        teams=_if_new(
            file, "team", frozenset(path[-1] for path in row.team_paths), known.teams if known else frozenset()
        ),
        managed_teams=_if_new(
            file,
            "manages_team",
            frozenset(path[-1] for path in row.managed_paths),
            known.managed_teams if known else frozenset(),
        ),
        reports=_reports(row, known, reporting),
        has_left=bool(leaves_on and leaves_on < today),
    )


def _if_new(
    file: PeopleFile, column: str, wanted: frozenset[_Value], known: frozenset[_Value]
) -> frozenset[_Value] | None:
    return wanted if column in file.columns and wanted != known else None


def _reports(
    row: PersonRow, known: KnownPerson | None, reporting: ReportingPlan
) -> tuple[frozenset[str], frozenset[str]] | None:
    if row.email not in reporting.managers_of:
        return None
    before = frozenset(reporting.team_of[manager_id] for manager_id in (known.reports_to if known else ()))
    after = frozenset(reporting.team_names[manager] for manager in reporting.managers_of[row.email])
    return (before, after) if before != after else None


def _leaver(person: KnownPerson, today: date) -> Change:
    yesterday = today - timedelta(days=1)
    details: dict[str, str | date | None] = {"leaves_on": yesterday}
    if person.starts_on and person.starts_on > yesterday:
        details["starts_on"] = None  # they never began
    row = PersonRow(0, person.email, person.name, person.staff_number)
    return Change(row, person, details, has_left=True)
