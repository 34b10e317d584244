"""Who signed in and out, and which tries failed: kept for thirty days, for administrators.

Apart from the other deeds in `audit`, as those are never deleted and these have to be. A name that was typed and that
nobody has is not kept: people type passwords into the wrong box.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, func, select

from learning.db import db
from learning.people.models import SignInEvent
from learning.people.tries import network_of

SignInKind = Literal["in", "failed", "out", "link used"]

KINDS: Mapping[str, str] = {
    "in": "Signed in",
    "failed": "Could not sign in",
    "out": "Signed out",
    "link used": "Set a password by a link",
}
"""Each kind, as `SignInKind` names it, in words."""

KEPT = timedelta(days=30)
MOST_FAILED_IN_A_DAY = 1_000
"""Further failures within 24 hours are not kept, so that a flood of them fills no disk."""


def note_sign_in(kind: SignInKind, person_id: int | None, address: str, now: datetime) -> None:
    """Note in the open transaction what somebody did, and forget what is too old.

    `person_id` is None for a try under a name that nobody has.
    """
    forget_old_sign_ins(now)
    if kind == "failed" and is_full(now):
        return
    db.session.add(SignInEvent(kind=kind, person_id=person_id, address=network_of(address), happened_at=now))


def forget_old_sign_ins(now: datetime) -> None:
    """Delete what is older than is kept."""
    db.session.execute(delete(SignInEvent).where(SignInEvent.happened_at < now - KEPT))


def is_full(now: datetime) -> bool:
    """Whether so many tries failed in the last 24 hours that further ones are not kept."""
    lately = (SignInEvent.kind == "failed", SignInEvent.happened_at > now - timedelta(days=1))
    counted = select(func.count()).select_from(SignInEvent).where(*lately)
    return db.session.execute(counted).scalar_one() >= MOST_FAILED_IN_A_DAY
