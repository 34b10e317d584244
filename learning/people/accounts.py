"""Signing in and passwords. Every answer to a wrong sign-in costs the same work and says the same.

Hashing is slow on purpose, so it is done before the write lock is taken; the operation then checks under the lock that
nothing changed meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from learning import audit, clock
from learning.db import db
from learning.errors import Conflict, Invalid
from learning.people import links, passwords, sessions, sign_in_log, tries
from learning.people.models import Person
from learning.people.names import is_plain_line, normal_email, normal_staff_number
from learning.people.password_rules import password_fault
from learning.settings import Settings

COULD_NOT_SIGN_IN = (
    "We could not sign you in. Check your e-mail address or staff number, and your password. "
    "After ten tries, wait a quarter of an hour or choose “I have forgotten my password”."
)
_NOT_THE_CURRENT_ONE = "This is not your current password. After ten tries, wait a quarter of an hour."
_CHANGED_MEANWHILE = "Your account was changed in the meantime. Please sign in again."


@dataclass(frozen=True, slots=True)
class CheckedPassword:
    """That a password was found right for a person; `renewed_hash` is its new one where the stored one is outdated."""

    person_id: int
    password_hash: str
    renewed_hash: str | None


def person_by_sign_in_name(text: str) -> Person | None:
    """The person with this e-mail address or staff number, whatever the state of the account."""
    if not is_plain_line(text):
        return None
    named = Person.email == normal_email(text) if "@" in text else Person.staff_number == normal_staff_number(text)
    person: Person | None = db.session.execute(select(Person).where(named)).scalar_one_or_none()
    return person


def subject_of(text: str) -> str:
    """What tries are counted under: the account, by whichever name it was tried; unknown names by themselves."""
    person = person_by_sign_in_name(text)
    return person.email if person else text


def check_sign_in(text: str, password: str, *, is_slowed: bool, today: date) -> CheckedPassword | None:
    """Whose name and password these are, if they may sign in; the work is the same in every case."""
    person = person_by_sign_in_name(text)
    may_sign_in = person is not None and person.is_active(today) and not is_slowed
    is_right = passwords.is_right(person.password_hash if person else None, password)
    if person is None or not (may_sign_in and is_right):
        return None
    known = person.password_hash or ""
    return CheckedPassword(person.id, known, passwords.hash_of(password) if passwords.is_outdated(known) else None)


def sign_in(
    checked: CheckedPassword,
    *,
    own_phone: bool,
    user_agent: str,
    address: str,
    replaces: str | None,
    settings: Settings,
    now: datetime,
) -> str:
    """Start a session for a person whose password was just checked and give its id; renews an outdated hash.

    Raises Conflict when the account changed since the check.
    """
    person = _locked(checked.person_id)
    is_active = person.is_active(clock.day_of(now, settings.time_zone))
    if person.password_hash != checked.password_hash or not is_active:
        raise Conflict(_CHANGED_MEANWHILE)
    if checked.renewed_hash:
        person.password_hash = checked.renewed_hash
    tries.note_success("sign-in", person.email, address, now)
    sign_in_log.note_sign_in("in", person.id, address, now)
    return sessions.start_session(
        person.id, own_phone=own_phone, user_agent=user_agent, replaces=replaces, settings=settings, now=now
    )


def note_failed_sign_in(text: str, *, address: str, now: datetime) -> None:
    """Note for administrators that somebody could not sign in; a name that nobody has is not kept."""
    person = person_by_sign_in_name(text)
    sign_in_log.note_sign_in("failed", person.id if person else None, address, now)


def sign_out(person_id: int, id_hash: str, *, address: str, now: datetime) -> None:
    """End one of a person's own sessions; somebody else's is not found."""
    sessions.end_own_session(person_id, id_hash)
    sign_in_log.note_sign_in("out", person_id, address, now)


def hash_new_password(password: str, person: Person, settings: Settings) -> str:
    """The hash of a password that somebody chose; Invalid with the reason when it cannot be used."""
    fault = password_fault(
        password,
        own_words=(
            person.name, person.email, person.staff_number or "", settings.organisation, settings.product_name,
        ),
    )  # fmt: skip
    if fault:
        raise Invalid({"new_password": fault})
    return passwords.hash_of(password)


def check_own_password(person: Person, password: str, *, is_slowed: bool) -> None:
    """Have a person show that they know their password; Invalid when they do not."""
    if not passwords.is_right(person.password_hash, password) or is_slowed:
        raise Invalid({"current_password": _NOT_THE_CURRENT_ONE})


def set_password_by_link(
    token: str, new_hash: str, *, address: str, now: datetime, today: date, replaces: str | None = None
) -> Person:
    """Use up a link: the new password holds, and every session and other link of the person ends.

    So does the session that this browser had, `replaces`, whoever it was of: the browser forgets its id.

    Whoever has the link may sign in from where they are at once, however often they tried in vain before.
    """
    person = links.person_of_link(token, now=now, today=today)
    person = _locked(person.id)
    links.person_of_link(token, now=now, today=today)  # under the lock: two at once use it once
    links.use_up(token, now)
    _store_password(person, new_hash)
    tries.note_success("sign-in", person.email, address, now)
    sessions.end_sessions_of(person.id)
    if replaces:
        sessions.end_session(replaces)
    sign_in_log.note_sign_in("link used", person.id, address, now)
    audit.record("password set by link", f"person:{person.id}", actor_id=person.id, now=now)
    return person


def change_password(
    person_id: int, new_hash: str, *, proven_hash: str | None, keep_session: str, address: str, now: datetime
) -> None:
    """Change the password of a person who gave the current one; ends all their other sessions.

    `proven_hash` is the hash that the current password was checked against; raises Conflict when it is no longer it.
    """
    person = _locked(person_id)
    if person.password_hash != proven_hash:
        raise Conflict(_CHANGED_MEANWHILE)
    _store_password(person, new_hash)
    tries.note_success("sign-in", person.email, address, now)
    sessions.end_sessions_of(person.id, except_hash=keep_session)
    audit.record("password changed", f"person:{person.id}", actor_id=person.id, now=now)


def ask_for_link(text: str, *, is_slowed: bool, now: datetime, today: date) -> tuple[Person, str] | None:
    """Make a link for who forgot a password; None where there is no account in use."""
    person = person_by_sign_in_name(text)
    links.forget_old_links(now)
    if person is None or is_slowed or not person.is_active(today):
        return None
    return person, links.make_link(person, now)


def _store_password(person: Person, new_hash: str) -> None:
    person.password_hash = new_hash
    links.forget_links(person.id)


def _locked(person_id: int) -> Person:
    """The row as it is now, which nobody else can change until this transaction ends."""
    wanted = select(Person).where(Person.id == person_id).with_for_update()
    found: Person = db.session.execute(wanted, execution_options={"populate_existing": True}).scalar_one()
    return found
