"""Who did what to which thing, when. Rows are added in the transaction of the deed and never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Model, UtcDateTime, append_only, db, lock_for_this_transaction, transaction

_NOTING_A_LOOK = 5_201_314
"""Names a lock of the database."""


@append_only
class AuditEvent(Model):
    """One deed. `actor_id` is None for commands and for people who are not signed in."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    action: Mapped[str] = mapped_column(String(60), index=True)
    thing: Mapped[str] = mapped_column(String(200), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


def record(action: str, thing: str, *, actor_id: int | None, now: datetime, **details: Any) -> None:
    """Add one event to the open transaction.

    `action` is a past-tense phrase such as "course published"; `thing` names a row such as "course:understanding-
    trauma" or "person:12". Details are plain JSON values and never private words, answers or passwords.
    """
    db.session.add(AuditEvent(happened_at=now, actor_id=actor_id, action=action, thing=thing, details=details))


def record_many(deeds: Iterable[tuple[str, str, dict[str, Any]]], *, actor_id: int | None, now: datetime) -> None:
    """Add many events in one statement: of each its action, thing and details."""
    rows = [
        {"happened_at": now, "actor_id": actor_id, "action": action, "thing": thing, "details": details}
        for action, thing, details in deeds
    ]
    if rows:
        db.session.execute(insert(AuditEvent), rows)


def record_view(action: str, things: Collection[str], *, viewer_id: int | None, since: datetime, now: datetime) -> None:
    """Note that somebody is about to be shown what stands about others, once a viewer and thing from `since` on.

    `viewer_id` is None for commands.

    The one exception to “a GET writes nothing”: in a transaction of its own, before anything else is read, as that
    ends what was being read. Where it cannot be noted, nothing is shown.
    """
    noted = select(AuditEvent.thing).where(
        AuditEvent.actor_id == viewer_id,
        AuditEvent.action == action,
        AuditEvent.thing.in_(things),
        AuditEvent.happened_at >= since,
    )
    if not set(things).difference(db.session.scalars(noted)):
        return
    with transaction() as session:
        lock_for_this_transaction(_NOTING_A_LOOK, viewer_id or 0)  # two windows of one viewer note one look once
        missing = sorted(set(things).difference(session.scalars(noted)))
        record_many(((action, thing, {}) for thing in missing), actor_id=viewer_id, now=now)
