"""Who looked at whose training record: noted before it is shown, and told to the person it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select

from learning import audit, clock
from learning.audit import AuditEvent
from learning.db import db
from learning.people.models import Membership, Person, Team

Shown = Literal["record opened", "certificate opened", "team opened", "team downloaded"]

WHAT: Mapping[str, str] = {
    "record opened": "your page",
    "certificate opened": "a certificate of yours",
    "team opened": "the table of your team",
    "team downloaded": "the table of your team, as a file",
}
"""Each kind of look, as `Shown` names it, in words for the person it is about."""

_OF_PERSONS: tuple[Shown, ...] = ("record opened", "certificate opened")
_OF_TEAMS: tuple[Shown, ...] = ("team opened", "team downloaded")
_LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody was shown something on a day; `team` is empty where it was about the person alone."""

    on: date
    viewer_name: str
    what: str
    team: str


def note_person_shown(viewer: Person, person_id: int, shown: Shown, *, time_zone: ZoneInfo, now: datetime) -> None:
    """Note that a person's record is about to be shown; nothing where it is the viewer's own."""
    if person_id != viewer.id:
        _note(viewer, [f"person:{person_id}"], shown, time_zone, now)


def note_teams_shown(
    viewer: Person, team_ids: Iterable[int], shown: Shown, *, time_zone: ZoneInfo, now: datetime
) -> None:
    """Note that the table of these teams is about to be shown: once a viewer, team and day."""
    _note(viewer, [f"team:{team_id}" for team_id in team_ids], shown, time_zone, now)


def _note(viewer: Person, things: list[str], shown: Shown, time_zone: ZoneInfo, now: datetime) -> None:
    since = clock.start_of_day(clock.day_of(now, time_zone), time_zone)
    audit.record_view(shown, things, viewer_id=viewer.id, since=since, now=now)


def looks_at(person_id: int, *, time_zone: ZoneInfo) -> list[Look]:
    """The latest hundred times that somebody else was shown this person's record, the latest first.

    A table of a team counts while the person was in that team.
    """
    memberships = db.session.execute(
        select(Membership, Team.name).join(Team, Team.id == Membership.team_id).where(Membership.person_id == person_id)
    ).all()
    team_names = {f"team:{membership.team_id}": name for membership, name in memberships}
    about_me = and_(AuditEvent.action.in_(_OF_PERSONS), AuditEvent.thing == f"person:{person_id}")
    about_my_teams = (_about_team_of(membership, time_zone) for membership, _ in memberships)
    found = (
        select(AuditEvent, Person.name)
        .join(Person, Person.id == AuditEvent.actor_id)
        .where(or_(about_me, *about_my_teams), AuditEvent.actor_id != person_id)
        .order_by(AuditEvent.id.desc())
        .limit(_LONGEST_LIST)
    )
    looks = []
    for event, viewer_name in db.session.execute(found):
        on = clock.day_of(event.happened_at, time_zone)
        looks.append(Look(on, viewer_name, WHAT[event.action], team_names.get(event.thing, "")))
    return looks


def _about_team_of(membership: Membership, time_zone: ZoneInfo) -> ColumnElement[bool]:
    condition = and_(
        AuditEvent.action.in_(_OF_TEAMS),
        AuditEvent.thing == f"team:{membership.team_id}",
        AuditEvent.happened_at >= clock.start_of_day(membership.from_on, time_zone),
    )
    if membership.until_on is None:
        return condition
    return and_(condition, AuditEvent.happened_at < clock.start_of_day(membership.until_on, time_zone))
