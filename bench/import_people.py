"""CPU to import the people of a large council: all of them new, the same file again, and a tenth of them changed.

By teams that the file names, by a manager column, and from an Excel workbook.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import xlsxwriter
from sqlalchemy import event

from bench.measuring import application, cpu_milliseconds, report
from learning.clock import now
from learning.db import db, transaction
from learning.people.import_people import import_people

PEOPLE_COUNT = 10_000
TEAM_COUNT = 800
HEADER = ("email", "name", "staff_number", "job_role", "team", "manages_team", "manager", "roles", "starts_on")
Rows = list[tuple[str, ...]]


def rows_with_teams(job_role: str = "Social worker") -> Rows:
    """A file whose teams have names; the first people manage them."""
    return [_row(number, job_role, f"Services > Team {number % TEAM_COUNT}", "") for number in range(PEOPLE_COUNT)]


def rows_with_managers(job_role: str = "Social worker") -> Rows:
    """A file whose first 800 people are managers, nine beneath each of those above them."""
    return [_row(number, job_role, "", _manager_of(number)) for number in range(PEOPLE_COUNT)]


def _manager_of(number: int) -> str:
    if number == 0:
        return ""
    return str((number - 1) // 9) if number < TEAM_COUNT else f"person{number % TEAM_COUNT}@example.org"


def _row(number: int, job_role: str, team: str, manager: str) -> tuple[str, ...]:
    manages = team if team and number < TEAM_COUNT else ""
    role = job_role if number % 10 == 0 else "Social worker"
    return (
        f"person{number}@example.org", f"Person {number}", f"{number}", role, team, manages, manager, "", "2026-01-05"
    )  # fmt: skip


def as_text(rows: Rows) -> bytes:
    """The file as CSV."""
    return "\n".join(",".join(row) for row in [HEADER, *rows]).encode()


def as_workbook(rows: Rows) -> bytes:
    """The file as XLSX."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([HEADER, *rows]):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def run(content: bytes) -> None:
    """One import in its transaction."""
    with transaction():
        import_people(content, now=now(), today=now().date())


def measure(what: str, rows_of: Callable[..., Rows], save: Callable[[Rows], bytes]) -> None:
    """The three imports one after the other, in a database of their own, with the statements each takes."""
    files = {"new": rows_of(), "again": rows_of(), "a tenth changed": rows_of("Senior social worker")}
    with application():
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
        for words, rows in files.items():
            content = save(rows)
            statements.clear()
            taken = cpu_milliseconds(lambda content=content: run(content), rounds=1)
            writes = sum(not statement.startswith(("SELECT", "BEGIN")) for statement in statements)
            counted = f"{len(statements)} statements, {writes} of them write"
            report(f"{PEOPLE_COUNT:,} people, {what}, {words}", f"{taken / 1000:.2f} s CPU, {counted}")


if __name__ == "__main__":
    measure("800 teams, CSV", rows_with_teams, as_text)
    measure("800 managers, CSV", rows_with_managers, as_text)
    measure("800 managers, XLSX", rows_with_managers, as_workbook)
