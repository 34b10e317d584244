"""Stores how people stand today, for pages of everybody; compares it with the records; takes it away again.

What is stored only makes such a page fast: whoever has none that is right today is worked out from the records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Table, and_, delete, insert, select, text

from learning.db import db, read_one_moment
from learning.people.models import Person
from learning.plans.plan_standings import all_facts_of
from learning.plans.settled import Settled, moments_of, settled_from
from learning.plans.settled_models import SettledCourse, SettledDays, SettledTally
from learning.plans.standing import Key
from learning.plans.tally import Tally, keys_as_text, keys_from_text, tally_of

_Stored = tuple[Tally, dict[int, Key]]

MOST_AT_ONCE = 250
"""People who are settled in one transaction, while others wait to record something."""


def is_settled(today: date, now: datetime) -> ColumnElement[bool]:
    """The condition that what is stored of a person is right today, as known now."""
    return and_(SettledDays.from_on <= today, SettledDays.until_on > today, SettledDays.known_at <= now)


def not_settled(today: date, now: datetime, *of_these: ColumnElement[bool], at_most: int | None = None) -> list[int]:
    """Everybody of whom nothing is stored that is right today, in order; conditions on Person leave others out."""
    settled = select(SettledDays.person_id).where(is_settled(today, now))
    waiting = select(Person.id).where(Person.id.not_in(settled), *of_these)
    return list(db.session.scalars(waiting.order_by(Person.id).limit(at_most)))


def settle(person_ids: Collection[int], *, now: datetime, today: date, time_zone: ZoneInfo) -> None:
    """Store how these people stand today.

    The moment of knowledge is that of the latest fact, should one bear a later moment than now.
    """
    wait_for_recording()
    _forget(person_ids)
    facts = all_facts_of(person_ids, time_zone=time_zone)
    known_at = max(now, max(moments_of(facts), default=now))
    _write(settled_from(facts, person_ids, day=today, known_at=known_at), today, known_at)


def unsettle(person_ids: Collection[int] | None) -> None:
    """Take away what is stored of these people, or of everybody for None.

    Only their days: without them the rest counts for nothing. Also of nobody it deletes: see `wait_for_recording`.
    """
    if person_ids is None or len(person_ids) > 1:
        _one_of_many_at_a_time()
    if person_ids is None:
        db.session.execute(delete(SettledDays))
        return
    for some in _parts(sorted(person_ids)) if person_ids else [()]:
        gone = delete(SettledDays).where(SettledDays.person_id.in_(some))
        db.session.execute(gone, execution_options={"synchronize_session": False})


def differences(*, now: datetime, today: date, time_zone: ZoneInfo) -> Iterator[tuple[int, str]]:
    """Who is stored otherwise than the records say, and what is: both should never be.

    Of people whose stored days are over nothing is said: no page reads them.
    """
    read_one_moment()
    settled = list(db.session.scalars(select(SettledDays.person_id).where(is_settled(today, now))))
    for person_ids in _parts(sorted(settled)):
        facts = all_facts_of(person_ids, time_zone=time_zone)
        right = settled_from(facts, person_ids, day=today, known_at=now)
        stored, held = _stored(person_ids)
        for person_id, of_person in right.items():
            tallies = {plan_id: (tally_of(keys.values()), keys) for plan_id, keys in of_person.by_plan.items()}
            if stored[person_id] != tallies:
                yield person_id, f"stored {stored[person_id]}, the records say {tallies}"
            if held[person_id] != of_person.held:
                yield person_id, f"stored as held {held[person_id]}, the records say {of_person.held}"


def wait_for_recording() -> None:
    """Wait for who is recording something, and have others wait to do so until all is stored.

    Otherwise somebody could be settled from what was so before a record that is not committed yet. Whoever records has
    deleted in this table, which on PostgreSQL keeps this lock from being taken, also where nothing was there to delete.
    SQLite lets one transaction write at a time.
    """
    _lock("SHARE ROW EXCLUSIVE")


def _one_of_many_at_a_time() -> None:
    """Have others who unsettle many wait: two who delete the same rows in another order would wait for each other."""
    _lock("SHARE UPDATE EXCLUSIVE")


def _lock(mode: str) -> None:
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text(f"LOCK TABLE {SettledDays.__tablename__} IN {mode} MODE"))


def _parts(person_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(person_ids), MOST_AT_ONCE):
        yield person_ids[start : start + MOST_AT_ONCE]


def _forget(person_ids: Collection[int]) -> None:
    for some in _parts(sorted(person_ids)):
        for row in (SettledDays, SettledTally, SettledCourse):
            wanted = delete(row).where(row.person_id.in_(some))
            db.session.execute(wanted, execution_options={"synchronize_session": False})


def _write(found: dict[int, Settled], today: date, known_at: datetime) -> None:
    days = [
        {"person_id": person_id, "from_on": today, "until_on": one.until_on, "known_at": known_at}
        for person_id, one in found.items()
    ]
    tallies = [
        {
            "plan_id": plan_id,
            "person_id": person_id,
            "by_course": keys_as_text(keys),
            **_counts(tally_of(keys.values())),
        }
        for person_id, one in found.items()
        for plan_id, keys in one.by_plan.items()
    ]
    held = [
        {"course_id": course_id, "person_id": person_id, "last_on": last_on}
        for person_id, one in found.items()
        for course_id, last_on in one.held.items()
    ]
    for row, values in ((SettledDays, days), (SettledTally, tallies), (SettledCourse, held)):
        if values:
            db.session.execute(insert(cast(Table, row.__table__)), values)


def _counts(tally: Tally) -> dict[str, int]:
    return {
        "asked_count": tally.asked_count,
        "met_count": tally.met_count,
        "soon_count": tally.soon_count,
        "late_count": tally.late_count,
    }


def _stored(person_ids: Collection[int]) -> tuple[dict[int, dict[int, _Stored]], dict[int, dict[int, date | None]]]:
    tallies: dict[int, dict[int, _Stored]] = {person_id: {} for person_id in person_ids}
    held: dict[int, dict[int, date | None]] = {person_id: {} for person_id in person_ids}
    for row in db.session.scalars(select(SettledTally).where(SettledTally.person_id.in_(person_ids))):
        counts = (row.asked_count, row.met_count, row.soon_count, row.late_count)
        tally = Tally(int(row.asked_count > 0), *counts)
        tallies[row.person_id][row.plan_id] = (tally, dict(keys_from_text(row.by_course)))
    courses = select(SettledCourse.person_id, SettledCourse.course_id, SettledCourse.last_on)
    for person_id, course_id, last_on in db.session.execute(courses.where(SettledCourse.person_id.in_(person_ids))):
        held[person_id][course_id] = last_on
    return tallies, held
