"""The table of what is being brought from elsewhere: read, looked at by whoever brought it, not yet in any course."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Model, UtcDateTime


class PendingImport(Model):
    """One preview. Only its maker sees it; it is empty once confirmed, gone once cancelled, and after a day.

    `what` is course, document or text, and done once confirmed; `slug` the course it is for, None for a new one;
    `files` a zip of the files that it would make; `losses` JSON, a pair of place and sentence each.
    """

    __tablename__ = "pending_import"

    key: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    what: Mapped[str] = mapped_column(String(12))
    slug: Mapped[str | None] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300))
    suggested_slug: Mapped[str] = mapped_column(String(80))
    files: Mapped[bytes] = mapped_column(LargeBinary)
    losses: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
