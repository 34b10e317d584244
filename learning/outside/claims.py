"""Recording what one person learned elsewhere: claimed by themselves, or entered by who manages them."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime

from sqlalchemy import select

from learning import audit
from learning.db import HIGHEST_ID, db
from learning.errors import Conflict, Invalid, NotAllowed, NotFound
from learning.outside.declared import Declared, recorded
from learning.outside.evidence import keep_evidence
from learning.outside.evidence_content import Evidence
from learning.outside.finding import own_learning, recorded_already, stage
from learning.outside.models import FurtherRecord, OutsideLearning
from learning.people.locking import lock_people
from learning.people.models import Person
from learning.study.certificates import may_see_record_of

_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OWN_IS_FOR_OTHERS = "Your own learning is confirmed by somebody else. Add it under My record, and send it."


def key_or_new(key: str = "") -> str:
    """The idempotency key that a form sent, or a new one where it sent none."""
    return key if _KEY.fullmatch(key) else str(uuid.uuid4())


def claim(
    person_id: int,
    declared: Declared,
    *,
    evidence: Evidence | None,
    key: str,
    again_id: int | None = None,
    now: datetime,
    today: date,
) -> OutsideLearning:
    """Record what a person says they learned elsewhere, to be confirmed; sent twice with one key, it is kept once.

    `again_id` is a claim of theirs that was returned, which this one mends: its file goes along, unless there is
    another. Raises Invalid, NotFound for a claim that is not theirs, and Conflict for one that was not returned.
    """
    lock_people(person_id)
    row, is_new = _begun(person_id, declared, key, today)
    if not is_new:
        return row
    if again_id is not None:
        returned = own_learning(again_id, person_id)
        if stage(returned).key != "returned" or replacement_of(returned.id) is not None:
            raise Conflict("You have sent this again already, or it was not returned. My record shows how it stands.")
        row.replaces_id, row.evidence_hash = returned.id, returned.evidence_hash
    row.origin, row.entered_by_id, row.recorded_at = "claim", person_id, now
    row.evidence_hash = keep_evidence(evidence, now=now) or row.evidence_hash
    db.session.add(row)
    _note("outside learning claimed", row, person_id, now)
    return row


def enter(
    person_id: int,
    declared: Declared,
    *,
    evidence: Evidence | None,
    key: str,
    viewer: Person,
    now: datetime,
    today: date,
) -> OutsideLearning:
    """Record and confirm what somebody else learned; sent twice with one key, it is kept once.

    Raises NotFound for a person whose record the viewer may not see, NotAllowed for the viewer's own, and Invalid.
    """
    check_may_enter(person_id, viewer, today=today)
    lock_people(person_id)
    row, is_new = _begun(person_id, declared, key, today)
    if not is_new:
        return row
    row.origin, row.entered_by_id, row.recorded_at = "entered", viewer.id, now
    row.evidence_hash = keep_evidence(evidence, now=now)
    db.session.add(row)
    _note("outside learning entered", row, viewer.id, now)
    confirmed = FurtherRecord(learning_id=row.id, kind="confirmed", words="", recorded_by_id=viewer.id, recorded_at=now)
    db.session.add(confirmed)
    return row


def check_may_enter(person_id: int, viewer: Person, *, today: date) -> None:
    """Raise NotFound for somebody whose record the viewer may not see, and NotAllowed for the viewer's own."""
    if person_id == viewer.id:
        raise NotAllowed(OWN_IS_FOR_OTHERS)
    if person_id > HIGHEST_ID or not may_see_record_of(person_id, viewer, today=today):
        raise NotFound
    if db.session.get(Person, person_id) is None:
        raise NotFound


def replacement_of(learning_id: int) -> OutsideLearning | None:
    """The claim that was sent again for a returned one, or None."""
    return db.session.scalar(select(OutsideLearning).where(OutsideLearning.replaces_id == learning_id))


def _begun(person_id: int, declared: Declared, key: str, today: date) -> tuple[OutsideLearning, bool]:
    """The row of what was declared, and whether it is new: one with the same key is there already."""
    sent = select(OutsideLearning).where(OutsideLearning.person_id == person_id, OutsideLearning.key == key)
    sent_before = db.session.scalar(sent)
    if sent_before:
        return sent_before, False
    row = recorded(declared, today=today)
    if recorded_already([person_id], row.title_key, row.provider_key, row.held_on):
        raise Invalid({"title": "This course on this day is on the record already. Look there before you add it."})
    row.person_id, row.key = person_id, key
    return row, True


def _note(deed: str, row: OutsideLearning, actor_id: int, now: datetime) -> None:
    db.session.flush()
    audit.record(deed, f"outside learning:{row.id}", actor_id=actor_id, now=now, person=row.person_id)
