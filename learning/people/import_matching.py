"""PURE. Who is who: puts each row of a file beside the person it is about, and says where two cannot both be right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from learning.people.importing import PersonRow
from learning.people.known_people import KnownPerson
from learning.people.table_faults import Fault

Pairs = list[tuple[PersonRow, KnownPerson | None]]


def match_people(rows: Iterable[PersonRow], known: list[KnownPerson]) -> tuple[Pairs, list[Fault]]:
    """Each row with the person it is about, None for somebody new; by staff number, and else by e-mail address."""
    pairs, faults = _paired(rows, known)
    faults += _taken(pairs, known, "e-mail address", lambda person: person.email)
    faults += _taken(pairs, known, "staff number", lambda person: person.staff_number)
    return pairs, faults


def emails_by_name(pairs: Pairs, known: Iterable[KnownPerson]) -> dict[str, str]:
    """The e-mail address that somebody has once the file is imported, by every address and number they have or had."""
    after = emails_after(pairs, known)
    found: dict[str, str] = {}
    for person in known:
        found[person.email] = after[person.id]
        if person.staff_number:
            found[person.staff_number] = after[person.id]
    for row, _ in pairs:
        found[row.email] = row.email
        if row.staff_number:
            found[row.staff_number] = row.email
    return found


def emails_after(pairs: Pairs, known: Iterable[KnownPerson]) -> dict[int, str]:
    """The e-mail address of everybody known, once the file is imported."""
    return {person.id: person.email for person in known} | {person.id: row.email for row, person in pairs if person}


def later_first_days(pairs: Pairs, known: Iterable[KnownPerson], today: date, *, has_column: bool) -> dict[str, date]:
    """The first days of work that are still to come once the file is imported, by e-mail address."""
    after = emails_after(pairs, known)
    days = {after[person.id]: person.starts_on for person in known}
    days |= {row.email: row.starts_on for row, person in pairs if has_column or not person}
    return {email: day for email, day in days.items() if day and day > today}


def _paired(rows: Iterable[PersonRow], known: list[KnownPerson]) -> tuple[Pairs, list[Fault]]:
    by_number = {person.staff_number: person for person in known if person.staff_number}
    by_email = {person.email: person for person in known}
    pairs: Pairs = []
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
    pairs: Pairs,
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
