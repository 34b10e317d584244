"""Who did what to which thing, when. Rows are added in the transaction of the deed and never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Model, UtcDateTime, append_only, db


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
