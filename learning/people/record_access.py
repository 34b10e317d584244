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

Shown = Literal[
    "record opened",
    "record downloaded",
    "certificate opened",
    "outside learning opened",
    "evidence opened",
    "proposal opened",
    "plan people downloaded",
    "plan tried out",
    "agreement opened",
    "agreement downloaded",
    "absence opened",
    "absence downloaded",
    "reminders downloaded",
    "reminders listed",
    "team opened",
    "team downloaded",
    "pack downloaded",
    "records downloaded",
    "records exported",
]

WHAT: Mapping[str, str] = {
    "record opened": "your page",
    "record downloaded": "your record, or part of it, as a file",
    "certificate opened": "a certificate of yours",
    "outside learning opened": "what you have learned elsewhere",
    "evidence opened": "a file of yours about learning elsewhere",
    "proposal opened": "what was proposed for you about a course",
    "plan people downloaded": "the list of where people stand with a plan, as a file",
    "plan tried out": "what a change of a plan would mean for you",
    "agreement opened": "what is agreed with you about a course",
    "agreement downloaded": "what is agreed with you about a course, as a file",
    "absence opened": "the days that you are away",
    "absence downloaded": "the days that you are away, as a file",
    "reminders downloaded": "the reminders sent to you, as a file",
    "reminders listed": "the list of who gets a reminder next",
    "team opened": "the table of your team",
    "team downloaded": "the table of your team, as a file",
    "pack downloaded": "an inspection pack with your name in it",
    "records downloaded": "the list of everybody’s completions, as a file",
    "records exported": "a file of training records for the organisation",
}
"""Each kind of look, as `Shown` names it, in words for the person it is about. Rows of the log name them for good."""

_OF_TEAMS: tuple[Shown, ...] = ("team opened", "team downloaded")
_OF_EVERYBODY: tuple[Shown, ...] = ("records downloaded", "records exported")
_OF_PERSONS = tuple(shown for shown in WHAT if shown not in (*_OF_TEAMS, *_OF_EVERYBODY))
_EVERYBODY = "records"
_BY_COMMAND = "Whoever looks after this software"
MOST_SHOWN = 100
"""How many looks the page shows."""
_MOST_AT_ONCE = 5_000  # values in one IN (…), beneath the limits of both databases


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody was shown something on a day; `team` is empty where it was about the person alone."""

    on: date
    viewer_name: str
    what: str
    team: str


def note_person_shown(viewer: Person, person_id: int, shown: Shown, *, time_zone: ZoneInfo, now: datetime) -> None:
    """Note that a person's record is about to be shown; nothing where it is the viewer's own."""
    note_people_shown(viewer, [person_id], shown, time_zone=time_zone, now=now)


def note_people_shown(
    viewer: Person, person_ids: Iterable[int], shown: Shown, *, time_zone: ZoneInfo, now: datetime
) -> None:
    """The same for several people at once, whose records stand on one page."""
    others = {person_id for person_id in person_ids if person_id != viewer.id}
    if others:
        _note(viewer, [f"person:{person_id}" for person_id in others], shown, time_zone, now)


def note_teams_shown(
    viewer: Person, team_ids: Iterable[int], shown: Shown, *, time_zone: ZoneInfo, now: datetime
) -> None:
    """Note that the table of these teams is about to be shown: once a viewer, team and day."""
    _note(viewer, [f"team:{team_id}" for team_id in team_ids], shown, time_zone, now)


def note_pack_shown(
    viewer: Person, plan_key: str, person_ids: Iterable[int], *, time_zone: ZoneInfo, now: datetime
) -> None:
    """Note that an inspection pack is about to be given, with these people's names in it."""
    others = sorted(set(person_ids) - {viewer.id})
    things = [f"plan:{plan_key}", *(f"person:{person_id}" for person_id in others)]
    _note(viewer, things, "pack downloaded", time_zone, now)


def note_everybody_shown(viewer: Person, *, time_zone: ZoneInfo, now: datetime) -> None:
    """Note that a list of everybody's completions is about to be given."""
    _note(viewer, [_EVERYBODY], "records downloaded", time_zone, now)


def note_export_by_command(*, time_zone: ZoneInfo, now: datetime) -> None:
    """Note that a command is about to write records with names into a file: once a day."""
    _note(None, [_EVERYBODY], "records exported", time_zone, now)


def note_people_shown_by_command(
    person_ids: Iterable[int], shown: Shown, *, time_zone: ZoneInfo, now: datetime
) -> None:
    """The same where it is about to print what stands about these people."""
    _note(None, [f"person:{person_id}" for person_id in person_ids], shown, time_zone, now)


def _note(viewer: Person | None, things: list[str], shown: Shown, time_zone: ZoneInfo, now: datetime) -> None:
    viewer_id = viewer.id if viewer else None
    on = clock.day_of(now, time_zone)
    for start in range(0, len(things), _MOST_AT_ONCE):
        part = things[start : start + _MOST_AT_ONCE]
        audit.record_view(shown, part, viewer_id=viewer_id, on=on, now=now)


def looks_at(person_id: int, *, time_zone: ZoneInfo, most: int | None = MOST_SHOWN) -> list[Look]:
    """The latest times that somebody else was shown this person's record, the latest first; all where `most` is None.

    A table of a team counts while the person was in that team, a list of everybody since they have an account.
    """
    since = select(Person.created_at).where(Person.id == person_id).scalar_subquery()
    memberships = db.session.execute(
        select(Membership, Team.name)
        .join(Team, Team.id == Membership.team_id)
        .where(Membership.person_id == person_id, Membership.withdrawn_at.is_(None))
    ).all()
    team_names = {f"team:{membership.team_id}": name for membership, name in memberships}
    about_me = and_(AuditEvent.action.in_(_OF_PERSONS), AuditEvent.thing == f"person:{person_id}")
    about_everybody = and_(
        AuditEvent.action.in_(_OF_EVERYBODY), AuditEvent.thing == _EVERYBODY, AuditEvent.happened_at >= since
    )
    about_my_teams = (_about_team_of(membership, time_zone) for membership, _ in memberships)
    found = (
        select(AuditEvent.happened_at, AuditEvent.action, AuditEvent.thing, Person.name)
        .outerjoin(Person, Person.id == AuditEvent.actor_id)
        .where(
            or_(about_me, about_everybody, *about_my_teams),
            or_(AuditEvent.actor_id.is_(None), AuditEvent.actor_id != person_id),
        )
        .order_by(AuditEvent.id.desc())
        .limit(most)
    )
    return [
        Look(clock.day_of(at, time_zone), name or _BY_COMMAND, WHAT[shown], team_names.get(thing, ""))
        for at, shown, thing, name in db.session.execute(found)
    ]


def _about_team_of(membership: Membership, time_zone: ZoneInfo) -> ColumnElement[bool]:
    condition = and_(
        AuditEvent.action.in_(_OF_TEAMS),
        AuditEvent.thing == f"team:{membership.team_id}",
        AuditEvent.happened_at >= clock.start_of_day(membership.from_on, time_zone),
    )
    if membership.until_on is None:
        return condition
    return and_(condition, AuditEvent.happened_at < clock.start_of_day(membership.until_on, time_zone))
