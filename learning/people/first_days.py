"""Has what begins on somebody's first day follow that day while it is still to come: teams, and managing them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import select

from learning.db import db
from learning.people.models import Membership, TeamManager

_Place = TypeVar("_Place", Membership, TeamManager)


def follow_first_day(person_id: int, before: date | None, after: date | None, *, now: datetime, today: date) -> None:
    """Withdraw what was to begin on the first day as it was, and say it anew from the new one; with none, from today.

    Other days were set by somebody and stay.
    """
    if before is None or before <= today or before == after:
        return
    from_on = max(after or today, today)
    begun: list[Membership | TeamManager] = [*_beginning(Membership, person_id, before)]
    begun += _beginning(TeamManager, person_id, before)
    for row in begun:
        row.withdrawn_at = now
        if row.until_on is not None and row.until_on <= from_on:
            continue
        said = {"person_id": person_id, "team_id": row.team_id, "from_on": from_on, "until_on": row.until_on}
        acting = {"is_acting": row.is_acting} if isinstance(row, TeamManager) else {}
        db.session.add(type(row)(**said, **acting, recorded_at=now))


def _beginning(place: type[_Place], person_id: int, on: date) -> Sequence[_Place]:
    wanted = select(place).where(place.person_id == person_id, place.withdrawn_at.is_(None), place.from_on == on)
    return db.session.scalars(wanted).all()
