"""Which team stands beneath which, day by day: written whenever a team is put beneath another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import insert, or_, select, update

from learning.db import db
from learning.people.models import Team, TeamParent


def note_parents(team_ids: Sequence[int], *, now: datetime, today: date) -> None:
    """Have the history of these teams say, from today on, what `team.parent_id` says now."""
    open_row = (TeamParent.withdrawn_at.is_(None), or_(TeamParent.until_on.is_(None), TeamParent.until_on > today))
    known = list(db.session.scalars(select(TeamParent).where(TeamParent.team_id.in_(team_ids), *open_row)))
    teams = select(Team.id, Team.parent_id).where(Team.id.in_(team_ids))
    parents = dict(db.session.execute(teams).all())
    ended = [row for row in known if parents[row.team_id] != row.parent_id]
    stay = {row.team_id for row in known} - {row.team_id for row in ended}
    if ended:
        withdrawn = update(TeamParent).where(TeamParent.id.in_([row.id for row in ended])).values(withdrawn_at=now)
        db.session.execute(withdrawn, execution_options={"synchronize_session": False})
    said = [
        {"team_id": row.team_id, "parent_id": row.parent_id, "from_on": row.from_on, "until_on": today}
        for row in ended
        if row.from_on < today
    ]
    said += [
        {"team_id": team_id, "parent_id": parent_id, "from_on": today, "until_on": None}
        for team_id, parent_id in parents.items()
        if parent_id is not None and team_id not in stay
    ]
    if said:
        db.session.execute(insert(TeamParent), [row | {"recorded_at": now} for row in said])
