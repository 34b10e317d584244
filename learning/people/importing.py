"""PURE. Reads a file of people into rows, and names every fault with its row. Looks at no database.

The columns and what may stand in them are described for whoever makes the file in docs/guides/importing-people.md.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import TypeVar

from learning.people import names
from learning.people.reporting import is_name_of_reports
from learning.people.roles import Role
from learning.people.table_file import Fault, UnreadableTable, read_table
from learning.people.team_paths import TeamPath, parents_of, read_team_paths
from learning.typed_days import is_likely, read_day

COLUMNS = (
    *("email", "name", "staff_number", "job_role", "team", "manages_team", "manager", "roles", "starts_on"),
    "leaves_on",
)  # fmt: skip
_NEEDED_COLUMNS = ("email", "name")
_LONGEST_OTHER = 1_000
_DAY_ZERO = date(1899, 12, 30)  # from which a spreadsheet counts days that were not formatted as days
_DIGITS_OF_A_COUNTED_DAY = 5
_ERRORS_OF_CELLS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the file says; columns that the file lacks hold their empty value and are not to be looked at."""

    row: int
    email: str
    name: str
    staff_number: str | None = None
    job_role: str = ""
    team_paths: tuple[TeamPath, ...] = ()
    managed_paths: tuple[TeamPath, ...] = ()
    managers: tuple[str, ...] = ()
    """E-mail addresses or staff numbers of those whom the person reports to; the first is the line upwards."""
    roles: frozenset[Role] = frozenset()
    starts_on: date | None = None
    leaves_on: date | None = None


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A whole file: the columns it has, its people, the team above each team where it says so, and its faults."""

    columns: frozenset[str]
    people: tuple[PersonRow, ...]
    parents: Mapping[str, str]
    faults: tuple[Fault, ...]
    faulty_names: frozenset[str] = frozenset()
    """The e-mail addresses and staff numbers that stand in rows with faults, as they would be named as managers."""
    note: str = ""
    """What of the file was not read, where it has something besides these people."""


def read_people(content: bytes, team_names: Iterable[str] = ()) -> PeopleFile:
    """Read a file; with a fault anywhere, `faults` says where, and nothing of the file should be used.

    `team_names` are the teams there are, whose spelling holds.
    """
    spellings = {name.casefold(): name for name in team_names}
    try:
        read = read_table(content)
    except UnreadableTable as unreadable:
        return PeopleFile(frozenset(), (), {}, (unreadable.fault,))
    table = read.rows
    first = next((place for place, cells in enumerate(table) if any(cells)), 0)
    header = [cell.lower().replace(" ", "_").replace("-", "_") for cell in table[first]]
    faults = [Fault(first + 1, sentence) for sentence in _header_faults(header, table[first])]
    if faults:
        return PeopleFile(frozenset(header), (), {}, tuple(faults), note=read.note)
    people: list[PersonRow] = []
    faulty_names: set[str] = set()
    for number, cells in enumerate(table[first + 1 :], start=first + 2):
        if not any(cells):
            continue
        row_faults = [Fault(number, f"has {len(cells)} cells, but the first row has {len(header)}.")]
        if len(cells) == len(header):
            person, row_faults = _person_of(number, dict(zip(header, cells, strict=True)), spellings)
            people.append(person)
        if row_faults:
            faults += row_faults
            faulty_names |= _names_in(dict(zip(header, cells, strict=False)))
    if not people and not faults:
        faults.append(Fault(0, "The file has a first row, but nobody beneath it."))
    faults += _doubled(people, "e-mail address", lambda person: person.email)
    faults += _doubled(people, "staff number", lambda person: person.staff_number)
    parents, parent_faults = parents_of(
        (person.row, path) for person in people for path in person.team_paths + person.managed_paths
    )
    faults = sorted({*faults, *parent_faults})
    return PeopleFile(frozenset(header), tuple(people), parents, tuple(faults), frozenset(faulty_names), note=read.note)


def _names_in(cells: Mapping[str, str]) -> set[str]:
    return {name for column in ("email", "staff_number") for name in _managers(cells.get(column, ""))}


def _header_faults(header: list[str], typed: list[str]) -> Iterator[str]:
    for name in _NEEDED_COLUMNS:
        if name not in header:
            yield f"the column “{name}” is missing."
    for name, as_typed in sorted(dict(zip(header, typed, strict=True)).items()):
        if name not in COLUMNS:
            shown = f"“{as_typed[:60]}” is not a column we know.{_meant(name)}" if name else "a column has no name."
            yield f"{shown} The columns are: {', '.join(COLUMNS)}."
        elif header.count(name) > 1:
            yield f"the column “{name}” is there more than once."


def _meant(name: str) -> str:
    known = {column.replace("_", ""): column for column in COLUMNS}
    near = difflib.get_close_matches(name.replace("_", "")[:60], known, n=1, cutoff=0.75)
    return f" Did you mean “{known[near[0]]}”?" if near else ""


def _person_of(row: int, cells: Mapping[str, str], spellings: dict[str, str]) -> tuple[PersonRow, list[Fault]]:
    reader = _RowReader(row, cells)

    def read_teams(text: str) -> tuple[TeamPath, ...]:
        return _team_paths(text, spellings)

    person = PersonRow(
        row=row,
        email=reader.read("email", _email, f"row {row}"),  # with a fault, something that is nobody else's
        name=reader.read("name", _name, ""),
        staff_number=reader.read("staff_number", names.normal_staff_number, None),
        job_role=reader.read("job_role", names.tidy_line, ""),
        team_paths=reader.read("team", read_teams, ()),
        managed_paths=reader.read("manages_team", read_teams, ()),
        managers=reader.read("manager", _managers, ()),
        roles=reader.read("roles", _roles, frozenset[Role]()),
        starts_on=reader.read("starts_on", _day_or_count, None),
        leaves_on=reader.read("leaves_on", _day_or_count, None),
    )
    if person.starts_on and person.leaves_on and person.leaves_on < person.starts_on:
        reader.faults.append(Fault(row, "leaves_on is before starts_on."))
    return person, reader.faults


_Value = TypeVar("_Value")


class _RowReader:
    """Reads the cells of one row and collects their faults."""

    def __init__(self, row: int, cells: Mapping[str, str]) -> None:
        self._row, self._cells = row, cells
        self.faults: list[Fault] = []

    def read(self, column: str, parse: Callable[[str], _Value], empty: _Value) -> _Value:
        if column not in self._cells:
            return empty
        text = self._cells[column]
        longest = names.LONGEST.get(column, _LONGEST_OTHER)
        try:
            value = parse(_checked(text, longest))
            if isinstance(value, str):
                _refuse_long(value, longest)  # some letters become several in their normal spelling
        except ValueError as fault:
            self.faults.append(Fault(self._row, f"{column}: {fault}"))
            return empty
        return value


def _checked(text: str, longest: int) -> str:
    if names.looks_like_formula(text):
        raise ValueError(f"“{text[:30]}” looks like a formula of a spreadsheet.")
    if text in _ERRORS_OF_CELLS:
        raise ValueError(f"“{text}” is what a spreadsheet shows where it could not work something out.")
    if not names.is_plain_line(text):
        raise ValueError("there is a line break or a hidden character in it.")
    _refuse_long(text, longest)
    return text


def _refuse_long(text: str, longest: int) -> None:
    if len(text) > longest:
        raise ValueError(f"has {len(text):,} characters; at most {longest:,} are kept.")


def _email(text: str) -> str:
    email = names.normal_email(text)
    if not names.is_email(email):
        raise ValueError(f"“{email}” is not an e-mail address." if email else "is empty.")
    return email


def _name(text: str) -> str:
    if not text:
        raise ValueError("is empty.")
    return names.tidy_line(text)


def _team_paths(text: str, spellings: dict[str, str]) -> tuple[TeamPath, ...]:
    paths = read_team_paths(text, spellings)
    for name in chain(*paths):
        if is_name_of_reports(name):
            raise ValueError(f"“{name}” is made from the column manager. Leave it out here.")
    return paths


def _managers(text: str) -> tuple[str, ...]:
    named = (names.normal_email(part) if "@" in part else names.normal_staff_number(part) for part in text.split("|"))
    return tuple(dict.fromkeys(name for name in named if name))


def _roles(text: str) -> frozenset[Role]:
    found = set()
    for part in text.split("|"):
        word = names.tidy_line(part).lower().replace("_", " ").replace("-", " ")
        if word == "manager":
            raise ValueError("“manager” is no role; write the team under manages_team.")
        if word and word != "learner":
            try:
                found.add(Role(word))
            except ValueError:
                raise ValueError(f"“{word}” is not a role. The roles are: {', '.join(Role)}.") from None
    return frozenset(found)


def _day_or_count(text: str) -> date | None:
    if len(text) == _DIGITS_OF_A_COUNTED_DAY and text.isascii() and text.isdigit():
        day = _DAY_ZERO + timedelta(days=int(text))
        if is_likely(day):
            return day
    return read_day(text)


def _doubled(people: list[PersonRow], what: str, key_of: Callable[[PersonRow], str | None]) -> Iterator[Fault]:
    first_row: dict[str, int] = {}
    for person in people:
        key = key_of(person)
        if key and first_row.setdefault(key, person.row) != person.row:
            yield Fault(person.row, f"the {what} “{key}” is also in row {first_row[key]}.")
