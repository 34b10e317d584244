"""PURE. What an import did or would do, in words by row, and a mark by which two such answers can be told apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from learning.people.import_plan import Change, ImportChoices, ImportPlan
from learning.people.known_people import KnownPerson

Kind = Literal["new", "changed", "leaver", "back"]

WORDS_OF_KIND: Mapping[Kind, str] = {
    "new": "new",
    "changed": "changed",
    "back": "back, can sign in again",
    "leaver": "past their last day of work, cannot sign in",
}
MOST_LEAVERS_PERCENT = 10
"""Should more people leave because they are missing, it has to be said again."""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """What becomes of one person; `row` is 0 for somebody who is missing from the file."""

    row: int
    kind: Kind
    name: str
    email: str
    columns: tuple[str, ...]
    """The columns that change."""
    details: tuple[str, ...]
    """The same with what stood there and what will, for somebody who is known."""

    @property
    def who(self) -> str:
        """The person with row and address."""
        return f"{f'row {self.row}' if self.row else 'not in the file'}: {self.name} <{self.email}>"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did or would do. `mark` is the same for the same deeds on the same day."""

    lines: tuple[ImportLine, ...]
    unchanged_count: int
    new_teams: tuple[str, ...]
    moved_teams: tuple[str, ...]
    notes: tuple[str, ...]
    missing_count: int
    at_work_count: int
    mark: str

    def of_kind(self, kind: Kind) -> list[ImportLine]:
        """The lines of one kind, in the order of the file."""
        return [line for line in self.lines if line.kind == kind]

    @property
    def changes_nothing(self) -> bool:
        """Whether everything is as the file says."""
        return not (self.lines or self.new_teams or self.moved_teams)

    @property
    def too_many_leave(self) -> bool:
        """Whether so many people are missing from the file that it has to be said again."""
        return self.missing_count * 100 > self.at_work_count * MOST_LEAVERS_PERCENT


def report_of(plan: ImportPlan, choices: ImportChoices, known: Iterable[KnownPerson], today: date) -> ImportReport:
    """The plan in words."""
    reporting = plan.reporting
    moved = [f"{old}: called {new} now" for old, new in reporting.renamed.items()]
    new_teams = (*plan.new_teams, *(reporting.team_names[manager] for manager in reporting.new_teams))
    for name, above in plan.moved_teams.items():
        if name not in new_teams:
            moved.append(f"{name}: beneath {above}" if above else f"{name}: at the top")
    return ImportReport(
        lines=tuple(_line(change, today) for change in plan.changes if not change.is_empty),
        unchanged_count=sum(change.is_empty for change in plan.changes),
        new_teams=new_teams,
        moved_teams=tuple(moved),
        notes=tuple(_notes(plan, choices, known, today)),
        missing_count=plan.missing_count,
        at_work_count=plan.at_work_count,
        mark=_mark_of(plan, today),
    )


def _line(change: Change, today: date) -> ImportLine:
    kind: Kind = "changed"
    if change.has_left and "leaves_on" in change.details:
        kind = "leaver"
    elif change.known is None:
        kind = "new"
    elif change.known.has_left(today) and not change.has_left:
        kind = "back"
    row = change.row
    return ImportLine(row.row, kind, row.name, row.email, change.words, tuple(_details(change)))


def _details(change: Change) -> Iterator[str]:
    known = change.known
    if known is None:
        return
    for column, value in change.details.items():
        yield _from_to(column, getattr(known, column), value)
    for column, before, after in (
        ("roles", known.roles, change.roles),
        ("team", known.teams, change.teams),
        ("manages_team", known.managed_teams, change.managed_teams),
    ):
        if after is not None:
            yield _from_to(column, ", ".join(sorted(before)), ", ".join(sorted(after)))
    if change.reports is not None:
        yield _from_to("manager", *(", ".join(sorted(teams)) for teams in change.reports))


def _from_to(column: str, before: str | date | None, after: str | date | None) -> str:
    return f"{column}: {before or 'none'} → {after or 'none'}"


def _notes(plan: ImportPlan, choices: ImportChoices, known: Iterable[KnownPerson], today: date) -> Iterator[str]:
    in_file = {change.known.id for change in plan.changes if change.known}
    left = {change.row.email: change.row.name for change in plan.changes if change.has_left}
    for person in known:
        if person.id not in in_file and person.has_left(today):
            left[person.email] = person.name
        if choices.missing_are_leavers and person.id == choices.actor_id and person.id not in in_file:
            yield f"{person.name} is missing from the file. Nobody ends their own access, so it stays."
    leads = {manager for managers in plan.reporting.managers_of.values() for manager in managers}
    for email in sorted(leads & left.keys()):
        yield f"{left[email]} <{email}> has left, and people in the file still report to them."


def _mark_of(plan: ImportPlan, today: date) -> str:
    """A hash of everything that would be written, and of what it would take the place of."""
    said = [
        today,
        [
            [change.known.id if change.known else None, change.row.email, plan.first_days.get(change.row.email),
             change.details, change.roles, change.teams, change.managed_teams, change.reports, list(_details(change))]
            for change in plan.changes
            if not change.is_empty
        ],
        [plan.new_teams, plan.moved_teams],
        [plan.reporting.team_names, plan.reporting.renamed, plan.reporting.begin, plan.reporting.end],
        [plan.first_days.get(manager) for manager in plan.reporting.begin],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    return dict(value) if isinstance(value, Mapping) else str(value)
