"""One-use links with which a person sets a password. Only the hash of a link's token is stored."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select, update

from learning.db import db
from learning.errors import NotFound
from learning.people.models import PasswordLink, Person

FIRST_PASSWORD_DAYS = 7
RESET_HOURS = 1

_TOKEN_BYTES = 32
_USED = "This link has been used already. If it was you, sign in with the password you chose."
_TOO_OLD = (
    "This link is too old, or not complete, or another was sent after it. Only the newest link works. "
    "Ask for a new one: it takes a minute."
)


def make_link(person: Person, now: datetime) -> str:
    """A new token for the person: good for seven days where there is no password yet, else for one hour."""
    lifetime = timedelta(hours=RESET_HOURS) if person.password_hash else timedelta(days=FIRST_PASSWORD_DAYS)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    link = PasswordLink(token_hash=_hash_of(token), person_id=person.id, made_at=now, expires_at=now + lifetime)
    db.session.add(link)
    return token


def forget_old_links(now: datetime) -> None:
    """Delete the links that are too old to be used."""
    db.session.execute(delete(PasswordLink).where(PasswordLink.expires_at < now))


def person_of_link(token: str, *, now: datetime, today: date) -> Person:
    """Whose link this is; NotFound when it was used, is too old, or the account is not in use."""
    wanted = (
        select(Person, PasswordLink.used_at, PasswordLink.expires_at)
        .join(PasswordLink, PasswordLink.person_id == Person.id)
        .where(PasswordLink.token_hash == _hash_of(token))
    )
    found = db.session.execute(wanted).one_or_none()
    if found is not None and found.used_at is not None:
        raise NotFound(_USED)
    if found is None or found.expires_at <= now or not found.Person.is_active(today):
        raise NotFound(_TOO_OLD)
    person: Person = found.Person
    return person


def use_up(token: str, now: datetime) -> None:
    """The link does not work a second time; says so to whoever tries."""
    db.session.execute(update(PasswordLink).where(PasswordLink.token_hash == _hash_of(token)).values(used_at=now))


def forget_links(person_id: int) -> None:
    """All unused links of a person die: a newer was sent, password or e-mail changed, or the account was closed."""
    forget_links_of([person_id])


def forget_links_of(person_ids: Collection[int]) -> None:
    """The same for several people at once."""
    unused = (PasswordLink.person_id.in_(person_ids), PasswordLink.used_at.is_(None))
    db.session.execute(delete(PasswordLink).where(*unused))


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
