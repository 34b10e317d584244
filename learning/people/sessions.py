"""Who is signed in: one row a browser, found by the hash of a random id, ended by deleting the row.

Knows no cookie and no page; `session_cookies.py` carries the id between browser and table.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from learning import clock
from learning.db import db
from learning.errors import NotFound
from learning.people.devices import device_of
from learning.people.models import Person, SignInSession
from learning.people.teams import manages_on
from learning.settings import Settings

_ID_BYTES = 32
_TOKEN_BYTES = 24
_ID = re.compile(r"[A-Za-z0-9_-]{43}")
_ID_HASH = re.compile(r"[0-9a-f]{64}")
_CSRF_TOKEN = re.compile(r"([1-9][0-9]{0,9})-[0-9a-f]{48}", re.ASCII)
_SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A valid session as it was when the request began; `person` is a snapshot outside the database session."""

    id_hash: str
    csrf_token: str
    own_phone: bool
    password_given_at: datetime
    last_seen_at: datetime
    person: Person
    manages_somebody: bool


def start_session(
    person_id: int, *, own_phone: bool, user_agent: str, replaces: str | None, settings: Settings, now: datetime
) -> str:
    """Make a new session and give its id, which is stored nowhere; the one it replaces in this browser ends."""
    if replaces:
        db.session.execute(delete(SignInSession).where(SignInSession.id_hash == replaces))
    longest_idle = max(settings.session_idle, settings.phone_session_idle)
    db.session.execute(delete(SignInSession).where(SignInSession.last_seen_at < now - longest_idle))
    session_id = secrets.token_urlsafe(_ID_BYTES)
    db.session.add(
        SignInSession(
            id_hash=hash_of_id(session_id),
            person_id=person_id,
            csrf_token=_new_csrf_token(person_id),
            own_phone=own_phone,
            device=device_of(user_agent),
            created_at=now,
            password_given_at=now,
            last_seen_at=now,
        )
    )
    return session_id


def find_session(session_id: str, *, settings: Settings, now: datetime) -> SignedIn | None:
    """The session of this id with its person, in one statement; None when it ended or the person may not sign in."""
    if not _ID.fullmatch(session_id):
        return None
    today = clock.day_of(now, settings.time_zone)
    wanted = (
        select(SignInSession, manages_on(SignInSession.person_id, today))
        .where(SignInSession.id_hash == hash_of_id(session_id))
        .options(joinedload(SignInSession.person).joinedload(Person.role_rows))
    )
    found = db.session.execute(wanted).unique().one_or_none()
    if found is None:
        return None
    row, manages_somebody = found
    person = row.person
    if not _is_within_limits(row, settings, now) or not person.is_active(today):
        return None
    signed_in = SignedIn(
        row.id_hash, row.csrf_token, row.own_phone, row.password_given_at, row.last_seen_at, person, manages_somebody
    )
    # Outside the session, a rollback does not empty it: an error page can still say whose page it is.
    db.session.expunge(row)
    db.session.expunge(person)
    return signed_in


def _is_within_limits(row: SignInSession, settings: Settings, now: datetime) -> bool:
    idle = settings.phone_session_idle if row.own_phone else settings.session_idle
    absolute = settings.phone_session_absolute if row.own_phone else settings.session_absolute
    return now - row.last_seen_at <= idle and now - row.created_at <= absolute


def is_enough_for_more_than_study(signed_in: SignedIn, settings: Settings, now: datetime) -> bool:
    """Whether pages beyond one's own learning may be opened without giving the password again."""
    return not signed_in.own_phone or now - signed_in.password_given_at <= settings.session_idle


def needs_to_be_noted(signed_in: SignedIn, settings: Settings, now: datetime) -> bool:
    """Whether it is time to write down that the person is still there."""
    return now - signed_in.last_seen_at >= min(_SEEN_EVERY, settings.session_idle / 4)


def note_seen(signed_in: SignedIn, now: datetime) -> None:
    """Write down that the person was there just now."""
    db.session.execute(update(SignInSession).where(SignInSession.id_hash == signed_in.id_hash).values(last_seen_at=now))


def end_session(id_hash: str) -> None:
    """Sign this browser out; its id is worthless from the next request on."""
    db.session.execute(delete(SignInSession).where(SignInSession.id_hash == id_hash))


def end_sessions_of(person_id: int, *, except_hash: str | None = None) -> None:
    """Sign the person out everywhere, or everywhere but in one browser."""
    ended = delete(SignInSession).where(SignInSession.person_id == person_id)
    if except_hash:
        ended = ended.where(SignInSession.id_hash != except_hash)
    db.session.execute(ended)


def open_sessions_of(person_id: int, *, settings: Settings, now: datetime) -> list[SignInSession]:
    """The sessions with which the person could go on now, the one seen last first."""
    rows = db.session.execute(
        select(SignInSession)
        .where(SignInSession.person_id == person_id)
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id_hash)
    ).scalars()
    return [row for row in rows if _is_within_limits(row, settings, now)]


def end_own_session(person_id: int, id_hash: str) -> None:
    """End one of the person's own sessions; somebody else's is not found."""
    own = (SignInSession.id_hash == id_hash, SignInSession.person_id == person_id)
    wanted = select(SignInSession.id_hash).where(*own).with_for_update()
    if not _ID_HASH.fullmatch(id_hash) or db.session.execute(wanted).first() is None:
        raise NotFound
    end_session(id_hash)


def person_of_token(csrf_token: str) -> int | None:
    """Whose session had this CSRF token, also after its row is gone; None for a token of visitors."""
    found = _CSRF_TOKEN.fullmatch(csrf_token)
    return int(found[1]) if found else None


def _new_csrf_token(person_id: int) -> str:
    # Forms carry it signed, so it tells whose page a form stood on when the session is over and its row is gone.
    return f"{person_id}-{secrets.token_hex(_TOKEN_BYTES)}"


def hash_of_id(session_id: str) -> str:
    """What is stored of a session id."""
    return hashlib.sha256(session_id.encode()).hexdigest()
