"""Slows down guessing, counted in the database so that all workers and restarts count together.

Noted and committed before it is counted: whoever commits eleventh sees eleven, however many try at once. An account
tried too often is slowed only for addresses from which nobody has signed in to it before, so that nobody can lock
somebody else out, and a whole office behind one address is not locked out by a few.
"""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select

from learning.db import db, transaction
from learning.people.models import Try

WINDOW = timedelta(minutes=15)
MOST_TRIES_OF_SUBJECT = 10
MOST_TRIES_FROM_ADDRESS = 50

_KEPT = timedelta(days=1)
_SUCCESS_KEPT = timedelta(days=30)


def is_one_too_many(kind: str, subject: str, address: str, now: datetime) -> bool:
    """Note a try, in a transaction of its own, and say whether it is one too many; to be asked before anything else."""
    with transaction():
        note_try(kind, subject, address, now)
    return is_slowed(kind, subject, address, now)


def note_try(kind: str, subject: str, address: str, now: datetime) -> None:
    """Write down one try; `kind` is a word such as "sign-in", `subject` what was typed, `address` the visitor's."""
    db.session.add(_row(kind, subject, address, now))


def is_slowed(kind: str, subject: str, address: str, now: datetime) -> bool:
    """Whether this try is one too many within a quarter of an hour."""
    recent = (Try.kind == kind, Try.tried_at > now - WINDOW)
    of_subject = Try.subject_hash == _hash_of(subject)
    from_address = Try.address == network_of(address)
    if _count(*recent, of_subject, from_address) > MOST_TRIES_OF_SUBJECT:
        return True
    if _count(Try.kind == _success(kind), of_subject, from_address):
        return False
    return (
        _count(*recent, of_subject) > MOST_TRIES_OF_SUBJECT or _count(*recent, from_address) > MOST_TRIES_FROM_ADDRESS
    )


def note_success(kind: str, subject: str, address: str, now: datetime) -> None:
    """Forget the failed tries of this subject from this address, and remember that it succeeded from there."""
    of_subject = Try.subject_hash == _hash_of(subject)
    from_address = Try.address == network_of(address)
    kinds = Try.kind.in_((kind, _success(kind)))
    db.session.execute(delete(Try).where(kinds, of_subject, from_address))
    db.session.add(_row(_success(kind), subject, address, now))
    forget_old_tries(now)


def forget_old_tries(now: datetime) -> None:
    """Delete what is no longer needed: tries after a day, successes after thirty."""
    is_success = Try.kind.like("%, right")
    db.session.execute(delete(Try).where(Try.tried_at < now - _KEPT, ~is_success))
    db.session.execute(delete(Try).where(Try.tried_at < now - _SUCCESS_KEPT))


def _row(kind: str, subject: str, address: str, now: datetime) -> Try:
    return Try(kind=kind, subject_hash=_hash_of(subject), address=network_of(address), tried_at=now)


def _success(kind: str) -> str:
    return f"{kind}, right"


def _count(*conditions: ColumnElement[bool]) -> int:
    return db.session.execute(select(func.count()).select_from(Try).where(*conditions)).scalar_one()


def _hash_of(subject: str) -> str:
    # What people type into the wrong box, a password too, must not stand here in clear.
    return hashlib.sha256(subject.strip().casefold().encode("utf-8", "replace")).hexdigest()


def network_of(address: str) -> str:
    """The address itself, or the network of an IPv6 address, of which one visitor has very many."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
