"""PURE. Reads a register: a table of people, each named by e-mail address or staff number. Looks at no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from learning.people.names import looks_like_formula, normal_email, normal_staff_number
from learning.people.table_file import Fault, UnreadableTable, read_table

COLUMNS = ("email", "staff_number", "name")
"""`name` is for whoever reads the file; people are known by the others."""
MOST_PEOPLE = 2_000


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of the file, with its row as the spreadsheet counts it."""

    row: int
    email: str
    staff_number: str | None
    name: str = ""

    @property
    def shown(self) -> str:
        """Whom it names, in its own words."""
        return self.email or self.staff_number or self.name


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """The lines of a register, and everything that is wrong with the file itself."""

    lines: list[RegisterLine]
    faults: list[Fault]
    note: str = ""
    """What of the file was not read."""


def read_register(content: bytes) -> RegisterFile:
    """Read a file; with a fault anywhere, use no line of it."""
    try:
        table = read_table(content)
    except UnreadableTable as unreadable:
        return RegisterFile([], [unreadable.fault])
    return RegisterFile(*_lines_and_faults(table.rows), table.note)


def _lines_and_faults(table: list[list[str]]) -> tuple[list[RegisterLine], list[Fault]]:
    header = [cell.lower().replace(" ", "_").replace("-", "_") for cell in table[0]]
    if not {"email", "staff_number"} & set(header):
        return [], [Fault(1, "needs a column “email” or “staff_number” in its first row.")]
    lines, faults = [], []
    for number, cells in enumerate(table[1:], start=2):
        if not any(cells):
            continue
        if len(cells) != len(header):
            faults.append(Fault(number, f"has {len(cells)} cells, but the first row has {len(header)}."))
            continue
        line = _line(number, dict(zip(header, cells, strict=True)))
        if isinstance(line, Fault):
            faults.append(line)
        else:
            lines.append(line)
    if not lines and not faults:
        faults.append(Fault(0, "The file has a first row, but nobody beneath it."))
    if len(lines) > MOST_PEOPLE:
        faults.append(Fault(0, f"The file names more than {MOST_PEOPLE:,} people. Enter it in parts."))
    return lines, faults


def _line(row: int, cells: Mapping[str, str]) -> RegisterLine | Fault:
    for column in ("email", "staff_number"):
        if looks_like_formula(cells.get(column, "")):
            return Fault(row, f"{column}: “{cells[column][:30]}” looks like a formula of a spreadsheet.")
    line = RegisterLine(
        row,
        normal_email(cells.get("email", "")),
        normal_staff_number(cells.get("staff_number", "")),
        cells.get("name", "")[:120],
    )
    if not line.email and not line.staff_number:
        return Fault(row, "names nobody: it has neither an e-mail address nor a staff number.")
    return line
