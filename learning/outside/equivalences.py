"""Equivalences: a named course of somebody else meets one of ours, where it was held from a day until a day.

No row is mended: it is withdrawn, and another says what holds. What they meet is derived when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload

from learning import audit
from learning.courses.models import CourseRow, Version
from learning.courses.published import IS_CURRENT
from learning.db import HIGHEST_ID, db
from learning.errors import Invalid, NotFound
from learning.outside.completions import IS_EQUAL
from learning.outside.declared import course_to_stand_for, name_faults
from learning.outside.models import Equivalence, FurtherRecord, OutsideLearning
from learning.outside.titles import title_key
from learning.people.names import tidy_line

_MOST_NAMES = 50


class UnmatchedName(NamedTuple):
    """A confirmed course that stands for none of ours, with how many people have it on their record."""

    title: str
    provider: str
    people_count: int


def equivalences() -> list[Equivalence]:
    """Every equivalence that is held to be true, with its course, by title."""
    known = select(Equivalence).where(Equivalence.withdrawn_at.is_(None))
    known = known.options(joinedload(Equivalence.course).joinedload(CourseRow.current_version))
    return list(db.session.scalars(known.order_by(Equivalence.title_key, Equivalence.from_on, Equivalence.id)))


def equivalence_by_id(equivalence_id: int) -> Equivalence:
    """One that is held to be true; raises NotFound."""
    row = db.session.get(Equivalence, equivalence_id) if equivalence_id <= HIGHEST_ID else None
    if row is None or row.withdrawn_at is not None:
        raise NotFound
    return row


def titles_met_by(learnings: Iterable[OutsideLearning]) -> dict[int, list[str]]:
    """The courses of ours that each of these meets by an equivalence, by title: one statement."""
    met = (
        select(OutsideLearning.id, Version.title)
        .join(Equivalence, IS_EQUAL)
        .join(CourseRow, CourseRow.id == Equivalence.course_id)
        .join(Version, IS_CURRENT)
        .where(OutsideLearning.id.in_([one.id for one in learnings]), Equivalence.withdrawn_at.is_(None))
    )
    found: dict[int, list[str]] = {}
    for learning_id, title in db.session.execute(met.order_by(OutsideLearning.id, Version.title)):
        found.setdefault(learning_id, []).append(title)
    return found


def keep_equivalence(
    title: str,
    provider: str,
    course_slug: str,
    *,
    from_on: date,
    last_on: date | None,
    actor_id: int | None,
    now: datetime,
) -> Equivalence:
    """Have a course of somebody else meet one of ours, where it was held from a day to the end of `last_on`.

    Kept twice in the same words, it is kept once. Raises Invalid, also for days that another one has already.
    """
    row = _checked(title, provider, course_slug, from_on, last_on)
    row.recorded_by_id, row.recorded_at = actor_id, now
    # Two that are kept at once wait here for each other.
    db.session.execute(select(CourseRow.id).where(CourseRow.id == row.course_id).with_for_update(key_share=True))
    for other in _overlapping(row):
        if (other.from_on, other.until_on) == (row.from_on, row.until_on):
            return other
        raise Invalid({"from_on": "Some of these days have this equivalence already. End that one first."})
    db.session.add(row)
    db.session.flush()
    audit.record(
        "equivalence kept", f"equivalence:{row.id}", actor_id=actor_id, now=now, title=row.title, course=course_slug
    )
    return row


def end_equivalence(equivalence_id: int, *, last_on: date | None, actor_id: int | None, now: datetime) -> None:
    """Have an equivalence hold to the end of a day and no longer, or never at all for None. Once is enough.

    What it met before stays met for whoever asks how things stood then. Raises NotFound.
    """
    locked = select(Equivalence).where(Equivalence.id == min(equivalence_id, HIGHEST_ID)).with_for_update()
    row = db.session.scalar(locked)
    if row is None:
        raise NotFound
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at = now
    if last_on is not None and last_on >= row.from_on:
        until_on = min(last_on + timedelta(days=1), row.until_on or date.max)
        names = ("title", "title_key", "provider", "provider_key", "course_id", "repeat_after_months", "from_on")
        said = {name: getattr(row, name) for name in names}
        db.session.add(Equivalence(**said, until_on=until_on, recorded_by_id=actor_id, recorded_at=now))
    audit.record("equivalence ended", f"equivalence:{row.id}", actor_id=actor_id, now=now, title=row.title)


def unmatched_names() -> list[UnmatchedName]:
    """What people have on their records that meets no course of ours: what most people have first, at most fifty."""

    def has(kind: str) -> ColumnElement[bool]:
        return exists().where(FurtherRecord.learning_id == OutsideLearning.id, FurtherRecord.kind == kind)

    is_met = exists().where(
        Equivalence.title_key == OutsideLearning.title_key,
        Equivalence.provider_key == OutsideLearning.provider_key,
        Equivalence.withdrawn_at.is_(None),
    )
    people_count = func.count(OutsideLearning.person_id.distinct())
    found = (
        select(func.min(OutsideLearning.title), func.min(OutsideLearning.provider), people_count)
        .where(OutsideLearning.course_id.is_(None), has("confirmed"), ~has("voided"), ~is_met)
        .group_by(OutsideLearning.title_key, OutsideLearning.provider_key)
        .order_by(people_count.desc(), OutsideLearning.title_key)
        .limit(_MOST_NAMES)
    )
    return [UnmatchedName(*row) for row in db.session.execute(found)]


def _checked(title: str, provider: str, course_slug: str, from_on: date, last_on: date | None) -> Equivalence:
    faults = name_faults(title, provider)
    course_id, months = None, None
    try:
        course_id, months = course_to_stand_for(course_slug)
    except NotFound:
        faults["course"] = "Choose the course of ours that it meets."
    if last_on is not None and last_on < from_on:
        faults["last_on"] = "The last day is before the first."
    if faults:
        raise Invalid(faults)
    return Equivalence(
        title=tidy_line(title),
        title_key=title_key(tidy_line(title)),
        provider=tidy_line(provider),
        provider_key=title_key(tidy_line(provider)),
        course_id=course_id,
        repeat_after_months=months,
        from_on=from_on,
        until_on=last_on + timedelta(days=1) if last_on else None,
    )


def _overlapping(row: Equivalence) -> list[Equivalence]:
    found = select(Equivalence).where(
        Equivalence.title_key == row.title_key,
        Equivalence.provider_key == row.provider_key,
        Equivalence.course_id == row.course_id,
        Equivalence.withdrawn_at.is_(None),
        or_(Equivalence.until_on.is_(None), Equivalence.until_on > row.from_on),
    )
    if row.until_on is not None:
        found = found.where(Equivalence.from_on < row.until_on)
    return list(db.session.scalars(found))
