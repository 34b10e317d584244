"""What is agreed with one person: that a course is not needed, a later day for it, time away.

No row is mended: it is withdrawn, and another says what holds now. Why somebody is away is nowhere kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from learning import audit
from learning.db import db
from learning.errors import Invalid, NotAllowed, NotFound
from learning.people.administration import person_by_id
from learning.people.locking import lock_people
from learning.plans.models import Exemption, Extension, Pause, RequirementRow
from learning.plans.planning import course_ids_by_slug, current_edition, plan_by_key

LONGEST_REASON = 300
_LONGEST_DAYS = 3 * 366
_OWN_IS_FOR_OTHERS = "Nobody agrees anything with themselves. Ask another learning lead to note it."


def exempt(
    person_id: int, plan_key: str, slug: str, *, last_on: date, reason: str, actor_id: int | None,
    now: datetime, today: date,
) -> Exemption:  # fmt: skip
    """Have a person not need one course of a plan from today until the end of `last_on`; takes the place of one before.

    Raises NotFound for a person, plan or course that is not there, NotAllowed for oneself, and Invalid for words or a
    day that cannot be taken.
    """
    plan_id, course_id = requirement_ids(plan_key, slug)
    _lock_person(person_id, actor_id)
    check_agreement(reason, last_on, today)
    _end_exemption(person_id, plan_id, course_id, now, today)
    row = Exemption(
        person_id=person_id, plan_id=plan_id, course_id=course_id, reason=reason.strip(),
        from_on=today, until_on=last_on + timedelta(days=1), recorded_at=now, recorded_by_id=actor_id,
    )  # fmt: skip
    db.session.add(row)
    _note("exemption agreed", person_id, plan_key, slug, actor_id, now, last_on=last_on.isoformat())
    return row


def end_exemption(
    person_id: int, plan_key: str, slug: str, *, actor_id: int | None, now: datetime, today: date
) -> None:
    """Have a person need a course again from today on; nothing where they need it already.

    Raises NotFound, and NotAllowed for oneself.
    """
    plan_id, course_id = requirement_ids(plan_key, slug, also_former=True)
    _lock_person(person_id, actor_id)
    if _end_exemption(person_id, plan_id, course_id, now, today):
        _note("exemption ended", person_id, plan_key, slug, actor_id, now)


def extend(
    person_id: int, plan_key: str, slug: str, *, last_on: date, reason: str, actor_id: int | None,
    now: datetime, today: date,
) -> Extension:  # fmt: skip
    """Give a person until the end of `last_on` for one course of a plan; takes the place of an extension before.

    Raises as `exempt` does. A day before the one that holds anyway changes nothing.
    """
    plan_id, course_id = requirement_ids(plan_key, slug)
    _lock_person(person_id, actor_id)
    check_agreement(reason, last_on, today)
    same = (Extension.person_id == person_id, Extension.plan_id == plan_id, Extension.course_id == course_id)
    for before in db.session.scalars(select(Extension).where(*same, Extension.withdrawn_at.is_(None))):
        before.withdrawn_at = now
    row = Extension(
        person_id=person_id, plan_id=plan_id, course_id=course_id, reason=reason.strip(),
        from_on=today, due_on=last_on, recorded_at=now, recorded_by_id=actor_id,
    )  # fmt: skip
    db.session.add(row)
    _note("extension agreed", person_id, plan_key, slug, actor_id, now, due_on=last_on.isoformat())
    return row


def pause(
    person_id: int, *, from_on: date, last_on: date | None, actor_id: int | None, now: datetime, today: date
) -> Pause:
    """Have nothing of a person fall due from a day until the end of `last_on`, None while nobody knows.

    Takes the place of pauses that lie in the same days. Raises NotFound, NotAllowed for oneself, and Invalid.
    """
    _lock_person(person_id, actor_id)
    if last_on is not None and last_on < from_on:
        raise Invalid({"last_on": "The last day away is before the first."})
    _check_is_near({"from_on": from_on, "last_on": last_on}, today)
    until_on = last_on + timedelta(days=1) if last_on else None
    overlapping = [or_(Pause.until_on.is_(None), Pause.until_on > from_on)]
    if until_on is not None:
        overlapping.append(Pause.from_on < until_on)
    for before in _known_pauses(person_id, *overlapping):
        _cut(before, from_on, now)
    row = Pause(person_id=person_id, from_on=from_on, until_on=until_on, recorded_at=now, recorded_by_id=actor_id)
    db.session.add(row)
    audit.record("pause agreed", f"person:{person_id}", actor_id=actor_id, now=now)
    return row


def end_pause(person_id: int, *, back_on: date, actor_id: int | None, now: datetime, today: date) -> None:
    """Have a person be back on a day: pauses end there, and those that begin later are not to be.

    Raises NotFound, NotAllowed for oneself, and Invalid.
    """
    _lock_person(person_id, actor_id)
    _check_is_near({"back_on": back_on}, today)
    open_then = list(_known_pauses(person_id, or_(Pause.until_on.is_(None), Pause.until_on > back_on)))
    for before in open_then:
        _cut(before, back_on, now)
    if open_then:
        audit.record("pause ended", f"person:{person_id}", actor_id=actor_id, now=now)


def _lock_person(person_id: int, actor_id: int | None) -> None:
    """Have two who agree something with one person at once wait for each other; raises NotFound and NotAllowed."""
    if person_id == actor_id:
        raise NotAllowed(_OWN_IS_FOR_OTHERS)
    person_by_id(person_id)
    lock_people(person_id)


def _cut(before: Pause, day: date, now: datetime) -> None:
    """Withdraw a pause, and say anew the days of it before this one."""
    before.withdrawn_at = now
    if before.from_on < day:
        db.session.add(
            Pause(
                person_id=before.person_id, from_on=before.from_on, until_on=day,
                recorded_at=now, recorded_by_id=before.recorded_by_id,
            )
        )  # fmt: skip


def _known_pauses(person_id: int, *conditions: object) -> list[Pause]:
    wanted = select(Pause).where(Pause.person_id == person_id, Pause.withdrawn_at.is_(None), *conditions)  # type: ignore[arg-type]
    return list(db.session.scalars(wanted.order_by(Pause.id).with_for_update()))


def _end_exemption(person_id: int, plan_id: int, course_id: int, now: datetime, today: date) -> bool:
    wanted = select(Exemption).where(
        Exemption.person_id == person_id,
        Exemption.plan_id == plan_id,
        Exemption.course_id == course_id,
        Exemption.withdrawn_at.is_(None),
        or_(Exemption.until_on.is_(None), Exemption.until_on > today),
    )
    found = list(db.session.scalars(wanted.with_for_update()))
    for before in found:
        before.withdrawn_at = now
        if before.from_on < today:
            db.session.add(
                Exemption(
                    person_id=person_id, plan_id=plan_id, course_id=course_id, reason=before.reason,
                    from_on=before.from_on, until_on=today, recorded_at=now, recorded_by_id=before.recorded_by_id,
                )
            )  # fmt: skip
    return bool(found)


def requirement_ids(plan_key: str, slug: str, *, also_former: bool = False) -> tuple[int, int]:
    """The numbers of plan and course; raises NotFound where the plan does not ask for the course."""
    plan, course_id = plan_by_key(plan_key), course_ids_by_slug().get(slug)
    if course_id is None:
        raise NotFound("There is no course of this name.")
    asked = select(RequirementRow.id).where(
        RequirementRow.edition_id == current_edition(plan).id, RequirementRow.course_id == course_id
    )
    if not also_former and db.session.scalar(asked) is None:
        raise NotFound("This plan does not ask for this course.")
    return plan.id, course_id


def check_agreement(reason: str, last_on: date, today: date) -> None:
    """Raise Invalid for words or a day that nobody can agree."""
    faults = {}
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        faults["reason"] = f"Say in up to {LONGEST_REASON} characters why. Write nothing about anybody’s health."
    if last_on < today:
        faults["last_on"] = "Choose today or a later day."
    elif (last_on - today).days > _LONGEST_DAYS:
        faults["last_on"] = "Choose a day within the next three years."
    if faults:
        raise Invalid(faults)


def _check_is_near(days: Mapping[str, date | None], today: date) -> None:
    for field, day in days.items():
        if day is not None and abs((day - today).days) > _LONGEST_DAYS:
            raise Invalid({field: "Choose a day within three years of today."})


def _note(
    deed: str, person_id: int, plan_key: str, slug: str, actor_id: int | None, now: datetime, **details: str
) -> None:
    audit.record(deed, f"person:{person_id}", actor_id=actor_id, now=now, plan=plan_key, course=slug, **details)
