"""What administrators read of the log: who signed in, and what was done to accounts, teams, courses and plans.

Nothing about anybody's learning, and nothing about who looked at whom: a deed that is not named here is not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from learning.audit import AuditEvent
from learning.db import db
from learning.paging import nearest_page
from learning.people.models import Person, SignInEvent, Team
from learning.people.sign_in_log import KEPT, KINDS

LINES_ON_A_PAGE = 50
_LINES_AT_ONCE = 1_000

SIGN_INS = "sign-ins"
PARTS: Mapping[str, str] = {
    SIGN_INS: "Signing in and out",
    "accounts": "Accounts and teams",
    "content": "Courses and plans",
}
"""The parts of the log, in words."""

_DEEDS: Mapping[str, Collection[str]] = {
    "accounts": (
        *("demonstration made", "person added", "person changed", "person deactivated", "person reactivated"),
        *("person signed out", "password changed", "password link made", "password set by link"),
        *("role given", "role taken", "teams changed", "managed teams changed"),
        *("team made", "team moved", "team renamed", "team removed"),
        *("team days added", "team days changed", "team days taken back"),
        *("job role days changed", "job role days taken back"),
    ),
    "content": (
        *("course begun", "course brought", "course published", "course retired", "course brought back"),
        *("draft started", "draft discarded", "review asked", "draft approved", "draft returned"),
        *("version restored", "version rendered", "plan published", "plan closed"),
        *("equivalence kept", "equivalence ended"),
    ),
}
_BY_COMMAND = "A command"
_NOBODY = "A name that nobody has"


@dataclass(frozen=True, slots=True)
class LogLine:
    """Who did what; `about` is the thing it was done to, or from which address somebody signed in."""

    at: datetime
    who: str
    what: str
    about: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of a part, the latest lines first; `page` counts from 1."""

    lines: list[LogLine]
    page: int
    page_count: int


def log_page(part: str, page: int, *, now: datetime) -> LogPage:
    """One page of a part of the log, the first part where there is no such part: four statements at most."""
    if part not in _DEEDS:
        return _sign_ins(page, now)
    wanted = _deeds_of(part)
    page, page_count = _within(wanted, page)
    events = db.session.scalars(_rows_of(wanted.order_by(AuditEvent.id.desc()), page)).all()
    return LogPage(_lines_of(events), page, page_count)


def log_lines(part: str, *, now: datetime) -> Iterator[LogLine]:
    """All lines of the same, read in parts: three statements for each thousand."""
    if part not in _DEEDS:
        for event, name in db.session.execute(_all_sign_ins(now).execution_options(yield_per=_LINES_AT_ONCE)):
            yield _line_of_sign_in(event, name)
        return
    wanted = _deeds_of(part).order_by(AuditEvent.id.desc()).execution_options(yield_per=_LINES_AT_ONCE)
    for events in db.session.scalars(wanted).partitions():
        yield from _lines_of(events)


def _deeds_of(part: str) -> Select[AuditEvent]:
    return select(AuditEvent).where(AuditEvent.action.in_(_DEEDS[part]))


def _lines_of(events: Sequence[AuditEvent]) -> list[LogLine]:
    names = _names_of(events)
    return [
        LogLine(
            event.happened_at,
            names.get(f"person:{event.actor_id}", _BY_COMMAND),
            ": ".join(word for word in (event.action.capitalize(), event.details.get("role")) if word),
            names.get(event.thing) or _own_name(event) or event.thing.partition(":")[2] or event.thing,
        )
        for event in events
    ]


def _own_name(event: AuditEvent) -> str | None:
    """What the deed itself calls its thing; a course goes by its address, which its title would hide."""
    given = event.details.get("name")
    return given or (event.details.get("title") if event.thing.startswith("equivalence:") else None)


def _sign_ins(page: int, now: datetime) -> LogPage:
    wanted = _all_sign_ins(now)
    page, page_count = _within(wanted, page)
    rows = db.session.execute(_rows_of(wanted, page))
    return LogPage([_line_of_sign_in(event, name) for event, name in rows], page, page_count)


def _all_sign_ins(now: datetime) -> Select[SignInEvent, str | None]:
    wanted = select(SignInEvent, Person.name).outerjoin(Person, Person.id == SignInEvent.person_id)
    return wanted.where(SignInEvent.happened_at >= now - KEPT).order_by(SignInEvent.id.desc())


def _line_of_sign_in(event: SignInEvent, name: str | None) -> LogLine:
    return LogLine(event.happened_at, name or _NOBODY, KINDS[event.kind], event.address)


def _within(wanted: Any, page: int) -> tuple[int, int]:
    count = db.session.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
    return nearest_page(count, page, at_once=LINES_ON_A_PAGE)


def _rows_of(wanted: Any, page: int) -> Any:
    return wanted.limit(LINES_ON_A_PAGE).offset((page - 1) * LINES_ON_A_PAGE)


def _names_of(events: Sequence[AuditEvent]) -> dict[str, str]:
    """The names of the people and teams of these events, by the names of their rows."""
    things = {event.thing for event in events} | {f"person:{event.actor_id}" for event in events if event.actor_id}
    names = {}
    for kind, table in (("person", Person), ("team", Team)):
        ids = [int(thing.partition(":")[2]) for thing in things if thing.startswith(f"{kind}:")]
        rows = db.session.execute(select(table.id, table.name).where(table.id.in_(ids)))
        names.update({f"{kind}:{row_id}": name for row_id, name in rows})
    return names
