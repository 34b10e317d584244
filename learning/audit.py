"""Who did what to which thing, when. Rows are added in the transaction of the deed and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import JSON, ForeignKey, String, Table, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Model, UtcDateTime, append_only, db, transaction, write_missing


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
    look_key: Mapped[str | None] = mapped_column(String(300), index=True, unique=True)
    """Who looked at what on which day, so that the same is noted once; None for other deeds."""


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


def record_view(action: str, things: Iterable[str], *, viewer_id: int | None, on: date, now: datetime) -> None:
    """Note that somebody is about to be shown what stands about others, once a viewer, thing and day.

    `viewer_id` is None for commands.

    The one exception to “a GET writes nothing”: in a transaction of its own, before anything else is read, as that
    ends what was being read. Where it cannot be noted, nothing is shown.
    """
    things_by_key = {f"{on} {viewer_id or 'command'} {action} {thing}": thing for thing in things}
    noted = db.session.scalars(select(AuditEvent.look_key).where(AuditEvent.look_key.in_(things_by_key)))
    missing = sorted(things_by_key.keys() - set(noted))
    if missing:
        with transaction():  # what another window notes meanwhile is left as it is
            write_missing(
                cast(Table, AuditEvent.__table__),
                [
                    {
                        "happened_at": now,
                        "actor_id": viewer_id,
                        "action": action,
                        "thing": things_by_key[key],
                        "details": {},
                        "look_key": key,
                    }
                    for key in missing  # in order, so that nobody waits in a circle
                ],
                key="look_key",
            )
