"""Keeps the team “People who report to N” called after N when an administrator changes the name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from learning import audit
from learning.db import db
from learning.people.models import Person, Team
from learning.people.reporting import free_name, is_right_name


def name_team_of_reports(manager: Person, *, actor_id: int | None, now: datetime) -> None:
    """Call the team of this person's direct reports after them; nothing where there is none, or it is right."""
    team = db.session.scalar(select(Team).where(Team.reports_to_id == manager.id))
    if team is None or is_right_name(team.name, manager.name):
        return
    before = team.name
    taken = {name.casefold() for name in db.session.scalars(select(Team.name))}
    team.name = free_name(manager.name, manager.staff_number or manager.email, taken)
    db.session.flush()
    audit.record("team renamed", f"team:{team.id}", actor_id=actor_id, now=now, before=before, after=team.name)
