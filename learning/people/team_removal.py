"""Takes away a team that nothing ever used, such as one that was made by a slip of the keyboard.

A team with a history stays: who was in it, and who managed it, is part of the record. Somebody who was put in and taken
out on the same day was never in it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select

from learning import audit
from learning.db import HIGHEST_ID, db
from learning.errors import Conflict, NotFound
from learning.people.models import Membership, Team, TeamManager, TeamParent

_ROWS: tuple[type[Membership] | type[TeamManager], ...] = (Membership, TeamManager)


def used_team_ids() -> frozenset[int]:
    """The teams that anybody was ever in or managed, and those that others stand beneath."""
    used = (*(select(row.team_id).where(_ever_held(row)) for row in _ROWS), select(Team.parent_id))
    return frozenset(team_id for one in used for team_id in db.session.execute(one.distinct()).scalars() if team_id)


def remove_team(team_id: int, *, actor_id: int, now: datetime) -> None:
    """Remove a team; raises NotFound where there is none, and Conflict where it is or was used."""
    wanted = select(Team).where(Team.id == team_id).with_for_update()
    team = db.session.execute(wanted).scalar_one_or_none() if team_id <= HIGHEST_ID else None
    if team is None:
        raise NotFound("There is no such team. Perhaps somebody removed it just now.")
    if team.id in used_team_ids():
        raise Conflict(
            f"Somebody is or was in “{team.name}” or managed it, or another team stands beneath it.",
            heading="This team stays",
        )
    for row in _ROWS:
        db.session.execute(delete(row).where(row.team_id == team.id))
    db.session.execute(delete(TeamParent).where(or_(TeamParent.team_id == team.id, TeamParent.parent_id == team.id)))
    db.session.delete(team)
    audit.record("team removed", f"team:{team.id}", actor_id=actor_id, now=now, name=team.name)


def _ever_held(row: type[Membership] | type[TeamManager]) -> ColumnElement[bool]:
    return and_(row.withdrawn_at.is_(None), or_(row.until_on.is_(None), row.until_on > row.from_on))
