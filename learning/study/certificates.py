"""Who may see whose record and certificates, and what a stranger who checks one is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from learning.people.models import Person
from learning.people.roles import Role
from learning.people.teams import managed_team_ids, people_in_teams
from learning.study.models import CompletionRecord
from learning.study.scoring import words_match


@dataclass(frozen=True, slots=True)
class Checked:
    """What the public check says: the course, its version, the day, whether it is void, and a name if that was known.

    `name` is None unless the surname typed is on the certificate; `surname_differs` says that one was typed in vain.
    """

    record: CompletionRecord
    name: str | None
    surname_differs: bool


def may_see(viewer: Person, record: CompletionRecord, *, today: date) -> bool:
    """Whether somebody may open a certificate: their own, one of a person they manage today, or as learning lead."""
    return record.person_id == viewer.id or may_see_record_of(record.person_id, viewer, today=today)


def may_see_record_of(person_id: int, viewer: Person, *, today: date) -> bool:
    """Whether somebody manages this person today, who still works here, or is a learning lead."""
    if Role.LEARNING_LEAD in viewer.roles:
        return True
    team_ids = managed_team_ids(viewer.id, today)
    return any(person.id == person_id for person in people_in_teams(team_ids, today))


def checked(record: CompletionRecord, surname: str) -> Checked:
    """What is told about a certificate to somebody who types its code and, maybe, a surname."""
    is_known = bool(surname.strip()) and is_surname(surname, record.person.name)
    return Checked(record, record.person.name if is_known else None, bool(surname.strip()) and not is_known)


def is_surname(typed: str, name: str) -> bool:
    """Whether what was typed is the last word of a name, or its last words: “Berg” and “van der Berg” both are.

    A first name is not, where there is more than one word.
    """
    parts = name.split()
    endings = [" ".join(parts[start:]) for start in range(len(parts))]
    return any(words_match(typed, ending) for ending in endings)
