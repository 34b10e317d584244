"""What an administrator does with accounts: add, change, give roles, deactivate, reactivate, send a link.

Two things hold whatever is asked: somebody who can administer stays, and nobody gives a role to themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError

from learning import audit
from learning.db import HIGHEST_ID, db
from learning.errors import Conflict, Invalid, NotAllowed, NotFound
from learning.people import links, sessions
from learning.people.first_days import follow_first_day
from learning.people.job_roles import note_job_roles
from learning.people.models import Person, PersonRole
from learning.people.names import LONGEST, is_email, is_plain_line, looks_like_formula
from learning.people.reporting_teams import name_team_of_reports
from learning.people.roles import Role
from learning.people.teams import is_working_on

LAST_ADMINISTRATOR = (
    "Somebody has to be able to look after accounts, and this is the last administrator. Make another one first."
)


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a person apart from roles and teams; e-mail and staff number in their normal spelling."""

    email: str
    name: str
    staff_number: str | None = None
    job_role: str = ""
    starts_on: date | None = None
    leaves_on: date | None = None


def person_by_id(person_id: int) -> Person:
    """The person with this number, or NotFound."""
    person: Person | None = db.session.get(Person, person_id) if person_id <= HIGHEST_ID else None
    if person is None:
        raise NotFound("There is nobody with this number.")
    return person


def add_person(
    details: Details, *, actor_id: int | None, now: datetime, today: date, roles: frozenset[Role] = frozenset()
) -> Person:
    """Make an account without a password; Invalid when the e-mail or staff number is taken or cannot be one."""
    _check(details, own_id=None)
    person = Person(
        email=details.email,
        name=details.name,
        staff_number=details.staff_number,
        job_role=details.job_role,
        starts_on=details.starts_on,
        leaves_on=details.leaves_on,
        password_hash=None,
        deactivated_at=None,
        created_at=now,
    )
    person.role_rows = [PersonRole(role=role.value) for role in sorted(roles)]
    db.session.add(person)
    _flush_or_say_taken()
    note_job_roles([person.id], now=now, today=today)
    audit.record("person added", f"person:{person.id}", actor_id=actor_id, now=now, roles=sorted(roles))
    return person


def invite_person(
    details: Details, *, actor_id: int | None, now: datetime, today: date, roles: frozenset[Role] = frozenset()
) -> tuple[Person, str]:
    """Make an account, and the one-use link with which its first password is set."""
    person = add_person(details, actor_id=actor_id, now=now, today=today, roles=roles)
    return person, links.make_link(person, now)


def change_details(person_id: int, details: Details, *, actor_id: int, now: datetime, today: date) -> Person:
    """Change what is known of a person; a new e-mail address makes links that were sent to the old one worthless."""
    administrators = lock_administrators(today)
    person = person_by_id(person_id)
    _check(details, own_id=person.id)
    changed = sorted(name for name in Details.__slots__ if getattr(person, name) != getattr(details, name))
    if not changed:
        return person
    first_day_before = person.starts_on
    for name in changed:
        setattr(person, name, getattr(details, name))
    _flush_or_say_taken()
    follow_first_day(person.id, first_day_before, person.starts_on, now=now, today=today)
    if "email" in changed:
        links.forget_links(person.id)
    if "name" in changed:
        name_team_of_reports(person, actor_id=actor_id, now=now)
    _keep_an_administrator(administrators, today)
    note_job_roles([person.id], changed={person.id: changed}, now=now, today=today)
    audit.record("person changed", f"person:{person.id}", actor_id=actor_id, now=now, changed=changed)
    return person


def set_role(person_id: int, role: Role, *, held: bool, actor_id: int | None, now: datetime, today: date) -> Person:
    """Give or take a role; doing it twice changes nothing."""
    if held and person_id == actor_id:
        raise NotAllowed("Nobody can give a role to themselves. Ask another administrator.")
    administrators = lock_administrators(today)
    person = person_by_id(person_id)
    if (role in person.roles) == held:
        return person
    if held:
        person.role_rows.append(PersonRole(role=role.value))
    else:
        person.role_rows = [row for row in person.role_rows if row.role != role.value]
    db.session.flush()
    if not held:
        _keep_an_administrator(administrators, today)
    action = "role given" if held else "role taken"
    audit.record(action, f"person:{person.id}", actor_id=actor_id, now=now, role=role.value)
    return person


def deactivate(person_id: int, *, actor_id: int, now: datetime, today: date) -> Person:
    """Close an account: signed out everywhere from the next request on, links worthless, records kept."""
    if person_id == actor_id:
        raise NotAllowed("You cannot deactivate your own account. Ask another administrator.")
    administrators = lock_administrators(today)
    person = person_by_id(person_id)
    if person.deactivated_at is not None:
        return person
    person.deactivated_at = now
    db.session.flush()
    _keep_an_administrator(administrators, today)
    sessions.end_sessions_of(person.id)
    links.forget_links(person.id)
    note_job_roles([person.id], changed={person.id: ("leaves_on",)}, now=now, today=today)
    audit.record("person deactivated", f"person:{person.id}", actor_id=actor_id, now=now)
    return person


def reactivate(person_id: int, *, actor_id: int, now: datetime, today: date) -> Person:
    """Open a closed account again, with the password and roles it had."""
    person = person_by_id(person_id)
    if person.deactivated_at is not None:
        person.deactivated_at = None
        db.session.flush()
        said = {person.id: ("job_role", "leaves_on")}
        note_job_roles([person.id], changed=said, now=now, today=today, begins_anew=True)
        audit.record("person reactivated", f"person:{person.id}", actor_id=actor_id, now=now)
    return person


def send_link_again(person_id: int, *, actor_id: int | None, now: datetime, today: date) -> tuple[Person, str]:
    """A new one-use link for the person, to be sent to them once this is committed; the ones before stop working."""
    person = person_by_id(person_id)
    if not person.is_active(today):
        raise Conflict(
            "Reactivate it, or change the last day of work, before you send a link.",
            heading="This account is not in use",
        )
    links.forget_links(person.id)
    audit.record("password link made", f"person:{person.id}", actor_id=actor_id, now=now)
    return person, links.make_link(person, now)


def end_sessions(person_id: int, *, actor_id: int, now: datetime) -> None:
    """Sign somebody out everywhere."""
    person = person_by_id(person_id)
    sessions.end_sessions_of(person.id)
    audit.record("person signed out", f"person:{person.id}", actor_id=actor_id, now=now)


def lock_administrators(today: date) -> int:
    """How many people can administer today; whoever else may take one away waits until this transaction ends.

    SQLite has locked already; PostgreSQL locks the rows, and what is counted is read after the wait.
    """
    rows = select(PersonRole.person_id).where(PersonRole.role == Role.ADMINISTRATOR.value)
    db.session.execute(rows.order_by(PersonRole.person_id).with_for_update()).all()
    db.session.expire_all()
    return administrator_count(today)


def administrator_count(today: date) -> int:
    """How many people could administer today."""
    held = PersonRole.role == Role.ADMINISTRATOR.value
    counted = select(func.count()).select_from(PersonRole).join(Person).where(held, is_working_on(today))
    return db.session.execute(counted).scalar_one()


def _keep_an_administrator(before: int, today: date) -> None:
    if before > 0 and administrator_count(today) == 0:
        raise Conflict(LAST_ADMINISTRATOR, heading="The last administrator stays")


def _check(details: Details, *, own_id: int | None) -> None:
    faults = {name: fault for name in LONGEST if (fault := _fault_in_line(getattr(details, name) or "", LONGEST[name]))}
    if not is_email(details.email):
        faults["email"] = "Enter an e-mail address, such as name@example.gov.uk."
    elif _is_taken(Person.email == details.email, own_id):
        faults["email"] = "Somebody else has this e-mail address."
    if not details.name:
        faults["name"] = "Enter the person’s name."
    if details.staff_number and _is_taken(Person.staff_number == details.staff_number, own_id):
        faults["staff_number"] = "Somebody else has this staff number."
    if details.starts_on and details.leaves_on and details.leaves_on < details.starts_on:
        faults["leaves_on"] = "The last day of work is before the first."
    if faults:
        raise Invalid(faults)


def _fault_in_line(text: str, longest: int) -> str | None:
    if not is_plain_line(text):
        return "There is a hidden character in this. Type it again instead of pasting it."
    if looks_like_formula(text):
        return "This looks like a formula of a spreadsheet. Begin with a letter or a number."
    return f"Use at most {longest} characters. You have used {len(text)}." if len(text) > longest else None


def _is_taken(condition: ColumnElement[bool], own_id: int | None) -> bool:
    found = db.session.execute(select(Person.id).where(condition)).scalar_one_or_none()
    return found is not None and found != own_id


def _flush_or_say_taken() -> None:
    # The unique keys of the database are the last judges when two add the same person at once.
    try:
        db.session.flush()
    except IntegrityError as taken:
        raise Invalid({"email": "Somebody with this e-mail address or staff number was added just now."}) from taken
