"""PURE. Compares a file of people with what is known and says what importing it would do; does nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

from learning.people.importing import PeopleFile, PersonRow
from learning.people.roles import Role
from learning.people.table_file import Fault
from learning.people.team_paths import circle_from

_Value = TypeVar("_Value")

DETAIL_COLUMNS = ("email", "name", "staff_number", "job_role", "starts_on", "leaves_on")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """One account as it stands; teams by name, those that hold now or later."""

    id: int
    email: str
    name: str
    staff_number: str | None
    job_role: str
    starts_on: date | None
    leaves_on: date | None
    roles: frozenset[Role]
    teams: frozenset[str]
    managed_teams: frozenset[str]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one person; `known` is None for somebody new. Sets that stay as they are hold None."""

    row: PersonRow
    known: KnownPerson | None
    details: Mapping[str, str | date | None]
    roles: frozenset[Role] | None
    teams: frozenset[str] | None
    managed_teams: frozenset[str] | None
    has_left: bool

    @property
    def is_empty(self) -> bool:
        """Whether the file says what is known already."""
        return self.known is not None and not self.words

    @property
    def words(self) -> tuple[str, ...]:
        """What changes, as the names of columns."""
        sets = {"roles": self.roles, "team": self.teams, "manages_team": self.managed_teams}
        return (*self.details, *(name for name, value in sets.items() if value is not None))


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do, in the order of the file; with faults, nothing."""

    changes: tuple[Change, ...]
    new_teams: tuple[str, ...]
    moved_teams: Mapping[str, str]  # team to the team above it
    faults: tuple[Fault, ...]


def plan_import(
    file: PeopleFile, known: Iterable[KnownPerson], team_parents: Mapping[str, str | None], today: date
) -> ImportPlan:
    """Compare; `team_parents` maps every team there is to the team above it, or None at the top."""
    known = list(known)
    faults = list(file.faults)
    pairs, pair_faults = _paired(file.people, known)
    faults += pair_faults
    faults += _taken(pairs, known, "e-mail address", lambda person: person.email)
    faults += _taken(pairs, known, "staff number", lambda person: person.staff_number)
    faults += _circles(file, team_parents)
    if faults:
        return ImportPlan((), (), {}, tuple(sorted(set(faults))))
    named = {name for row in file.people for path in row.team_paths + row.managed_paths for name in path}
    moved = {child: above for child, above in file.parents.items() if team_parents.get(child) != above}
    changes = tuple(_change(file, row, person, today) for row, person in pairs)
    return ImportPlan(changes, tuple(sorted(named - set(team_parents))), moved, ())


def _paired(
    rows: Iterable[PersonRow], known: list[KnownPerson]
) -> tuple[list[tuple[PersonRow, KnownPerson | None]], list[Fault]]:
    by_number = {person.staff_number: person for person in known if person.staff_number}
    by_email = {person.email: person for person in known}
    pairs: list[tuple[PersonRow, KnownPerson | None]] = []
    faults: list[Fault] = []
    row_of_person: dict[int, int] = {}
    for row in rows:
        person = by_number.get(row.staff_number) if row.staff_number else None
        person = person or by_email.get(row.email)
        if person is not None:
            if row.staff_number and person.staff_number and row.staff_number != person.staff_number:
                faults.append(
                    Fault(
                        row.row,
                        f"“{row.email}” belongs to staff number {person.staff_number}, not {row.staff_number}. "
                        "If it is the same person, change the number on their page first.",
                    )
                )
            first = row_of_person.setdefault(person.id, row.row)
            if first != row.row:
                faults.append(Fault(row.row, f"this is the same person as in row {first}."))
        pairs.append((row, person))
    return pairs, faults


def _taken(
    pairs: list[tuple[PersonRow, KnownPerson | None]],
    known: list[KnownPerson],
    what: str,
    key_of: Callable[[PersonRow | KnownPerson], str | None],
) -> Iterator[Fault]:
    """Keys that would be held by somebody in the file and somebody who is not in it."""
    in_file = {person.id for _, person in pairs if person}
    others = {key_of(person): person.name for person in known if person.id not in in_file}
    for row, _ in pairs:
        key = key_of(row)
        if key and key in others:
            yield Fault(row.row, f"the {what} “{key}” belongs to {others[key]}, who is not in this file.")


def _circles(file: PeopleFile, team_parents: Mapping[str, str | None]) -> Iterator[Fault]:
    if file.faults:
        return
    parents = {child: above for child, above in team_parents.items() if above} | dict(file.parents)
    row_of = {
        child: row.row
        for row in reversed(file.people)
        for path in row.team_paths + row.managed_paths
        for _, child in pairwise(path)
    }
    for child in file.parents:
        circle = circle_from(child, parents)
        if circle:
            yield Fault(row_of[child], f"with the teams there are, this goes in a circle: {' > '.join(circle)}.")


def _change(file: PeopleFile, row: PersonRow, known: KnownPerson | None, today: date) -> Change:
    wanted = {name: getattr(row, name) for name in DETAIL_COLUMNS if name in file.columns}
    if known and not row.staff_number:
        wanted.pop("staff_number", None)  # an empty cell does not take away what people are recognised by
    details = {name: value for name, value in wanted.items() if not known or getattr(known, name) != value}
    leaves_on = wanted.get("leaves_on", known.leaves_on if known else None)
    return Change(
        row,
        known,
        details,
        _if_new(file, "roles", row.roles, known.roles if known else frozenset()),
        _if_new(file, "team", frozenset(path[-1] for path in row.team_paths), known.teams if known else frozenset()),
        _if_new(
            file,
            "manages_team",
            frozenset(path[-1] for path in row.managed_paths),
            known.managed_teams if known else frozenset(),
        ),
        has_left=bool(leaves_on and leaves_on < today),
    )


def _if_new(
    file: PeopleFile, column: str, wanted: frozenset[_Value], known: frozenset[_Value]
) -> frozenset[_Value] | None:
    return wanted if column in file.columns and wanted != known else None
