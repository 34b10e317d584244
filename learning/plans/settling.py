"""Stores how people stand today, for pages of everybody, and compares it with the records.

What is stored only makes such a page fast: whoever has none that is right today is worked out from the records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, delete, not_, select, text
from sqlalchemy.orm import aliased

from learning.db import db, read_one_moment
from learning.people.models import Person
from learning.plans.everything_known import About, everything_known
from learning.plans.plan_rows import read_plans
from learning.plans.plan_standings import Facts
from learning.plans.settled import moments_of, settled_from
from learning.plans.settled_changes import SettledChanges
from learning.plans.settled_models import SettledDays, SettledRow, SettledTally
from learning.plans.stored import Stored, StoredDays, stored_as

MOST_AT_ONCE = 250
"""People whose facts are held in memory at once."""

days_of: type[SettledDays] = aliased(SettledDays, name="settled_days")
"""The stored days, for statements that join them to the other rows of the same table."""


class At(NamedTuple):
    """The day for which something is stored, and the moment at which it is so known."""

    today: date
    now: datetime
    time_zone: ZoneInfo


def is_settled(today: date, now: datetime, days: type[SettledDays] = days_of) -> ColumnElement[bool]:
    """The condition that what is stored of a person is right today, as known now."""
    return and_(days.number == 0, days.from_on <= today, days.until_on > today, days.known_at <= now)


def not_settled(today: date, now: datetime, *of_these: ColumnElement[bool], at_most: int | None = None) -> list[int]:
    """Everybody of whom nothing is stored that is right today, in order; conditions on Person leave others out."""
    settled = select(days_of.person_id).where(is_settled(today, now))
    waiting = select(Person.id).where(Person.id.not_in(settled), *of_these)
    return list(db.session.scalars(waiting.order_by(Person.id).limit(at_most)))


def settle(person_ids: Collection[int], at: At) -> None:
    """Store how these people stand today.

    Three statements for a few people, one more where something is asked or held no longer. The moment of knowledge is
    that of the latest fact, should one bear a later moment than now. `one_at_a_time` comes first.
    """
    plans = read_plans()
    for some in _parts(sorted(person_ids)):
        known = everything_known(some, plans, time_zone=at.time_zone, with_stored=True)
        known_at = _known_at(known.facts, at)
        changes = SettledChanges()
        for person_id, one in settled_from(known.facts, some, day=at.today, known_at=known_at).items():
            days = StoredDays(at.today, one.until_on, known_at)
            changes.add(person_id, known.stored.get(person_id, Stored()), stored_as(one, days))
        changes.write()


def settle_plans(plan_ids: Collection[int], at: At) -> None:
    """Store how everybody stands with these plans; of whom nothing is stored that is right, nothing is from here on.

    So a plan that changes for 10,000 people costs a fraction of settling them. `one_at_a_time` comes first.
    """
    every = read_plans()
    about = About(
        plan_ids,
        {course_id for plan_id in plan_ids for edition in every.plans[plan_id].editions for course_id in edition.rules},
    )
    plans = every.about(about.course_ids)
    db.session.execute(delete(SettledDays).where(not_(is_settled(at.today, at.now, SettledDays))))
    for some in _parts(db.session.scalars(select(SettledDays.person_id).order_by(SettledDays.person_id)).all()):
        known = everything_known(some, plans, time_zone=at.time_zone, with_stored=True, about=about)
        known_at = _known_at(known.facts, at)
        changes = SettledChanges()
        for person_id, one in settled_from(known.facts, some, day=at.today, known_at=known_at).items():
            stored = known.stored[person_id]
            if stored.days:
                days = stored.days.shortened(one.until_on, known_at)
                changes.add(person_id, stored, stored_as(one, days, plan_ids))
        changes.write()


def one_at_a_time() -> None:
    """Wait for who is storing how people stand, and have others wait until the transaction ends.

    Otherwise somebody could be settled from what was so before a record that is not committed yet. It is the last thing
    a transaction waits for, so nobody waits in a circle. SQLite lets one transaction write at a time.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text(f"LOCK TABLE {SettledRow.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def forget_everybody() -> None:
    """Take away what is stored, so that everybody is settled anew."""
    db.session.execute(delete(SettledRow))


def differences(*, now: datetime, today: date, time_zone: ZoneInfo) -> Iterator[tuple[int, str]]:
    """Who is stored otherwise than the records say, and what is: both should never be.

    Of people whose stored days are over nothing is said: no page reads them.
    """
    read_one_moment()
    settled = db.session.scalars(select(SettledDays.person_id).where(is_settled(today, now, SettledDays)))
    plans = read_plans()
    for some in _parts(sorted(settled)):
        known = everything_known(some, plans, time_zone=time_zone, with_stored=True)
        counted = _counted(some)
        for person_id, one in settled_from(known.facts, some, day=today, known_at=now).items():
            stored, right = known.stored[person_id], stored_as(one, None)
            if stored.by_plan != right.by_plan:
                yield person_id, f"stored {stored.by_plan}, the records say {right.by_plan}"
            if counted.get(person_id, {}) != right.counts():
                yield person_id, f"stored as counted {counted.get(person_id, {})}, the records say {right.counts()}"
            if stored.held != right.held:
                yield person_id, f"stored as held {stored.held}, the records say {right.held}"


def _counted(person_ids: Collection[int]) -> dict[int, dict[int, tuple[int, ...]]]:
    """The counts of each plan that are stored of these people."""
    counts = (SettledTally.asked_count, SettledTally.met_count, SettledTally.soon_count, SettledTally.late_count)
    found: defaultdict[int, dict[int, tuple[int, ...]]] = defaultdict(dict)
    wanted = select(SettledTally.person_id, SettledTally.number, *counts).where(SettledTally.person_id.in_(person_ids))
    for person_id, plan_id, *some in db.session.execute(wanted):
        found[person_id][plan_id] = tuple(some)
    return found


def _known_at(facts: Facts, at: At) -> datetime:
    return max(at.now, max(moments_of(facts), default=at.now))


def _parts(person_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(person_ids), MOST_AT_ONCE):
        yield person_ids[start : start + MOST_AT_ONCE]
