"""Stores how people stand today, for pages of everybody, and compares it with the records.

What is stored only makes such a page fast: whoever has none that is right today is worked out from the records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, delete, not_, select
from sqlalchemy.orm import aliased

from learning.db import db, lock_for_this_transaction, read_one_moment
from learning.people.models import Person
from learning.plans.everything_known import everything_known
from learning.plans.known_rows import About
from learning.plans.plan_rows import read_plans
from learning.plans.plan_standings import Facts
from learning.plans.settled import moments_of, settled_from
from learning.plans.settled_models import NOTHING_ASKED, SettledDays, SettledRow, SettledTally
from learning.plans.settled_rows import SettledChanges, Stored, StoredDays, stored_as

MOST_AT_ONCE = 250
"""People whose facts are held in memory at once."""

_STORING = 7_320_114
"""Names a lock of the database."""

stored_days: type[SettledDays] = aliased(SettledDays, name="settled_days")
"""The stored days, for statements that join them to the other rows of the same table."""


class When(NamedTuple):
    """The day that is asked about, and the moment of knowledge."""

    today: date
    now: datetime
    time_zone: ZoneInfo


def is_settled(today: date, now: datetime, days: type[SettledDays] = stored_days) -> ColumnElement[bool]:
    """The condition that what is stored of a person is right today, as known now."""
    return and_(days.number == 0, days.from_on <= today, days.until_on > today, days.known_at <= now)


def settled_people(today: date, now: datetime) -> Select[int]:
    """Selects everybody of whom what is stored is right today; looking a person up in it is quicker than a join."""
    return select(stored_days.person_id).where(is_settled(today, now))


def not_settled(today: date, now: datetime, *of_these: ColumnElement[bool], at_most: int | None = None) -> list[int]:
    """Everybody of whom nothing is stored that is right today, in order; conditions on Person leave others out."""
    waiting = select(Person.id).where(Person.id.not_in(settled_people(today, now)), *of_these)
    return list(db.session.scalars(waiting.order_by(Person.id).limit(at_most)))


def settle(person_ids: Collection[int], when: When) -> None:
    """Store how these people stand today.

    Three statements for a few people. The moment of knowledge is that of the latest fact, should one bear a later
    moment than now. `one_at_a_time` comes first.
    """
    plans = read_plans()
    for some in _parts(sorted(person_ids)):
        known = everything_known(some, plans, time_zone=when.time_zone, with_stored=True)
        known_at = _known_at(known.facts, when)
        changes = SettledChanges()
        for person_id, one in settled_from(known.facts, some, day=when.today, known_at=known_at).items():
            days = StoredDays(when.today, one.until_on, known_at)
            changes.add(person_id, known.stored.get(person_id, Stored()), stored_as(one, days))
        changes.write()


def settle_plans(plan_ids: Collection[int], when: When) -> None:
    """Store how everybody stands with these plans; of whom nothing is stored that is right, nothing is from here on.

    So a plan that changes for 10,000 people costs a fraction of settling them. `one_at_a_time` comes first.
    """
    every = read_plans()
    about = About(
        {course_id for plan_id in plan_ids for edition in every.plans[plan_id].editions for course_id in edition.rules},
        plan_ids,
    )
    plans = every.about(about.course_ids)
    db.session.execute(delete(SettledDays).where(not_(is_settled(when.today, when.now, SettledDays))))
    for some in _parts(db.session.scalars(select(SettledDays.person_id).order_by(SettledDays.person_id)).all()):
        known = everything_known(some, plans, time_zone=when.time_zone, with_stored=True, about=about)
        known_at = _known_at(known.facts, when)
        changes = SettledChanges()
        for person_id, one in settled_from(known.facts, some, day=when.today, known_at=known_at).items():
            stored = known.stored[person_id]
            if stored.days:
                days = stored.days.shortened(one.until_on, known_at)
                changes.add(person_id, stored, stored_as(one, days, plan_ids))
        changes.write()


def one_at_a_time() -> None:
    """Wait for who is storing how people stand, and have others wait until the transaction ends.

    Otherwise somebody could be settled from what was so before a record that is not committed yet. It is the last thing
    a transaction waits for, so nobody waits in a circle.
    """
    lock_for_this_transaction(_STORING)


def forget_everybody() -> None:
    """Take away what is stored, so that everybody is settled anew."""
    one_at_a_time()
    db.session.execute(delete(SettledRow))


def differences(*, now: datetime, today: date, time_zone: ZoneInfo) -> Iterator[tuple[int, str]]:
    """Who is stored otherwise than the records say, and what is: both should never be.

    Of people whose stored days are over nothing is said: no page reads them.
    """
    read_one_moment()
    plans = read_plans()
    for some in _parts(sorted(db.session.scalars(settled_people(today, now)))):
        known = everything_known(some, plans, time_zone=time_zone, with_stored=True)
        counted = _counted(some)
        for person_id, one in settled_from(known.facts, some, day=today, known_at=now).items():
            stored, right = known.stored[person_id], stored_as(one, None)
            if stored.days is None or stored.days.until_on > one.until_on:
                yield person_id, f"stored for days {stored.days}, the records say until {one.until_on}"
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
    wanted = select(SettledTally.person_id, SettledTally.number, *counts)
    wanted = wanted.where(SettledTally.person_id.in_(person_ids), SettledTally.by_course != NOTHING_ASKED)
    for person_id, plan_id, *some in db.session.execute(wanted):
        found[person_id][plan_id] = tuple(some)
    return found


def _known_at(facts: Facts, when: When) -> datetime:
    return max(when.now, max(moments_of(facts), default=when.now))


def _parts(person_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(person_ids), MOST_AT_ONCE):
        yield person_ids[start : start + MOST_AT_ONCE]
