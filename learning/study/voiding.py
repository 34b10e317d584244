"""Voiding a completion that was made by mistake, with everything that rests on it. Rows are added, none is changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from learning import audit
from learning.db import db
from learning.errors import Invalid
from learning.people.locking import lock_people
from learning.study.models import CompletionRecord, Enrolment, Sitting, VoidedCompletion

LONGEST_REASON = 500


def void_completion(
    record: CompletionRecord, *, reason: str, voided_by_id: int | None, now: datetime
) -> VoidedCompletion:
    """Void a completion by a further record; a second time changes nothing. Raises Invalid without a reason.

    A refresh of it that is open ends, and one that was completed is voided with it: neither stands without the
    completion that it refreshes. `voided_by_id` is None for the command line.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": f"Say in up to {LONGEST_REASON} characters why the completion is voided."})
    # Nobody begins a refresh of it meanwhile: that waits for the same row.
    lock_people(record.person_id)
    found = db.session.get(VoidedCompletion, record.id)
    if found:
        return found
    void = _void(record, reason, voided_by_id, now)
    below = [record.id]
    while below:
        _end_open_refreshes(below, now)
        resting = _refreshed_from(below)
        for later in resting:
            _void(later, f"It rests on a completion that was voided. {reason}", voided_by_id, now)
        below = [later.id for later in resting]
    return void


def _void(record: CompletionRecord, reason: str, voided_by_id: int | None, now: datetime) -> VoidedCompletion:
    void = VoidedCompletion(completion_id=record.id, reason=reason, voided_by_id=voided_by_id, voided_at=now)
    db.session.add(void)
    audit.record("completion voided", f"completion:{record.id}", actor_id=voided_by_id, now=now, reason=reason)
    db.session.flush()
    db.session.expire(record, ["void"])
    return void


def _end_open_refreshes(completion_ids: list[int], now: datetime) -> None:
    # Again after waiting for a row: another tab may have moved on to a newer version, in an enrolment not seen before.
    query = select(Enrolment).where(Enrolment.refreshes_id.in_(completion_ids), Enrolment.closed_at.is_(None))
    locked = query.with_for_update().execution_options(populate_existing=True)
    while open_refreshes := db.session.execute(locked).scalars().all():
        for enrolment in open_refreshes:
            enrolment.closed_at, enrolment.closed_because = now, "moved on"
            db.session.execute(delete(Sitting).where(Sitting.enrolment_id == enrolment.id))
        db.session.flush()


def _refreshed_from(completion_ids: list[int]) -> list[CompletionRecord]:
    query = (
        select(CompletionRecord)
        .join(Enrolment, Enrolment.id == CompletionRecord.enrolment_id)
        .outerjoin(VoidedCompletion, VoidedCompletion.completion_id == CompletionRecord.id)
        .where(Enrolment.refreshes_id.in_(completion_ids), VoidedCompletion.completion_id.is_(None))
        .order_by(CompletionRecord.id)
    )
    return list(db.session.execute(query).scalars())
