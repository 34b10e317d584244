"""Where one person is and was, day by day: in which teams, which they manage or act for, and in which job role.

A row is never edited. A change withdraws it and says it anew, so what was known before can be told again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import insert, select, update

from learning import audit
from learning.db import HIGHEST_ID, db
from learning.errors import Invalid, NotFound
from learning.people.administration import person_by_id
from learning.people.job_roles import follow_job_roles
from learning.people.models import Membership, Person, PersonJobRole, Team, TeamManager
from learning.people.names import tidy_line
from learning.people.placing import Place, hold_teams, unknown_sentence
from learning.people.spans import OPEN, Span, common

PlaceKind = Literal["member", "manager", "job-role"]

PLACES: dict[PlaceKind, Place | type[PersonJobRole]] = {
    "member": Membership,
    "manager": TeamManager,
    "job-role": PersonJobRole,
}


@dataclass(frozen=True, slots=True)
class PlaceDays:
    """A person in a team, or managing it, from a day until a day, the first on which it no longer holds.

    Or in a job role, which has no team: `team_id` is 0.
    """

    person_id: int
    team_id: int
    from_on: date
    until_on: date | None
    is_acting: bool = False
    job_role: str = ""

    @property
    def span(self) -> Span:
        """The days for which it holds."""
        return Span(self.from_on, self.until_on or OPEN)


def add_place(
    kind: PlaceKind,
    team_name: str,
    days: PlaceDays,
    *,
    actor_id: int,
    now: datetime,
) -> None:
    """Put somebody into a team, or have them manage it, for these days; the team is named.

    Raises NotFound where there is nobody, and Invalid for "team" and "last_on".
    """
    person_by_id(days.person_id)
    hold_teams()
    names = {name.casefold(): (team_id, name) for team_id, name in db.session.execute(select(Team.id, Team.name))}
    found = names.get(tidy_line(team_name).casefold())
    if found is None:
        raise Invalid({"team": unknown_sentence([tidy_line(team_name)], [name for _, name in names.values()])})
    days = replace(days, team_id=found[0])
    _check(kind, days, _held(kind, days))
    _say(kind, days, now)
    _audit("days added", kind, days, actor_id, now)


def own_place(kind: PlaceKind, place_id: int, person_id: int, *, lock: bool = False) -> PlaceDays:
    """One row of this person; raises NotFound where there is none, or it was changed since."""
    place = PLACES[kind]
    wanted = select(place).where(place.id == place_id, place.person_id == person_id, place.withdrawn_at.is_(None))
    row: Any = None
    if max(place_id, person_id) <= HIGHEST_ID:
        if lock:  # the person too: another row of theirs, changed at once, could come to hold on the same day
            db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
            wanted = wanted.with_for_update()
        row = db.session.execute(wanted).scalar_one_or_none()
    if row is None:
        raise NotFound("These days are not there any more. Perhaps somebody changed them just now.")
    return _days_of(row)


def change_days(kind: PlaceKind, place_id: int, days: PlaceDays, *, actor_id: int, now: datetime, today: date) -> None:
    """Say anew from when until when it holds; raises NotFound, and Invalid for "last_on", "team" and "job_role"."""
    before = own_place(kind, place_id, days.person_id, lock=True)
    days = replace(days, team_id=before.team_id, is_acting=before.is_acting, job_role=before.job_role)
    if days == before:
        return
    _check(kind, days, [one for one in _held(kind, days) if one != before])
    _withdraw(kind, place_id, now)
    _say(kind, days, now)
    if kind == "job-role":
        follow_job_roles(today, days.person_id)
    _audit("days changed", kind, days, actor_id, now)


def take_back(kind: PlaceKind, place_id: int, person_id: int, *, actor_id: int, now: datetime, today: date) -> None:
    """Say that it never was: a slip of the keyboard."""
    before = own_place(kind, place_id, person_id, lock=True)
    _withdraw(kind, place_id, now)
    if kind == "job-role":
        follow_job_roles(today, person_id)
    _audit("days taken back", kind, before, actor_id, now)


def _check(kind: PlaceKind, days: PlaceDays, held: Iterable[PlaceDays]) -> None:
    if days.until_on is not None and days.until_on <= days.from_on:
        raise Invalid({"last_on": "The last day is before the first."})
    others = [one for one in held if common([days.span], [one.span])]
    if others and kind == "job-role":
        already = f"is “{others[0].job_role}”" if others[0].job_role else "works with no job role given"
        sentence = f"The person {already} on some of these days. Change or take back those days first."
        raise Invalid({"job_role": sentence})
    if others:
        already = "is in this team" if kind == "member" else "manages this team"
        raise Invalid({"team": f"The person {already} on some of these days already. Change those days instead."})


def _held(kind: PlaceKind, days: PlaceDays) -> list[PlaceDays]:
    place = PLACES[kind]
    wanted = select(place).where(place.person_id == days.person_id, place.withdrawn_at.is_(None))
    rows: Any = db.session.execute(wanted.order_by(place.from_on)).scalars()
    found = map(_days_of, rows)
    return [one for one in found if (one.team_id, one.is_acting) == (days.team_id, days.is_acting)]


def _days_of(row: Membership | TeamManager | PersonJobRole) -> PlaceDays:
    if isinstance(row, PersonJobRole):
        return PlaceDays(row.person_id, 0, row.from_on, row.until_on, job_role=row.job_role)
    is_acting = isinstance(row, TeamManager) and row.is_acting
    return PlaceDays(row.person_id, row.team_id, row.from_on, row.until_on, is_acting)


def _withdraw(kind: PlaceKind, place_id: int, now: datetime) -> None:
    place = PLACES[kind]
    withdrawn = update(place).where(place.id == place_id, place.withdrawn_at.is_(None)).values(withdrawn_at=now)
    db.session.execute(withdrawn, execution_options={"synchronize_session": False})


def _say(kind: PlaceKind, days: PlaceDays, now: datetime) -> None:
    row: dict[str, Any] = {
        "person_id": days.person_id,
        "from_on": days.from_on,
        "until_on": days.until_on,
        "recorded_at": now,
    }
    if kind == "job-role":
        row["job_role"] = days.job_role
    else:
        row["team_id"] = days.team_id
    if kind == "manager":
        row["is_acting"] = days.is_acting
    db.session.execute(insert(PLACES[kind]), [row])


def _audit(deed: str, kind: PlaceKind, days: PlaceDays, actor_id: int, now: datetime) -> None:
    of_role = kind == "job-role"
    what = {"job_role": days.job_role} if of_role else {"team_id": days.team_id}
    audit.record(
        f"job role {deed}" if of_role else f"team {deed}",
        f"person:{days.person_id}",
        actor_id=actor_id,
        now=now,
        **what,
        kind="acting manager" if days.is_acting else kind,
        from_on=days.from_on.isoformat(),
        until_on=days.until_on.isoformat() if days.until_on else None,
    )
