"""Reads, for many people at once, the facts that a standing rests on: two statements whatever the number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.clock import day_of
from learning.db import db
from learning.study.models import CompletionRecord, Enrolment, VoidedCompletion
from learning.study.status import CompletionFact, Status, status_of


@dataclass(slots=True)
class StandingFacts:
    """Completions and open enrolments of a set of people, by person and course; version numbers by record."""

    completions: dict[tuple[int, int], list[CompletionFact]] = field(default_factory=lambda: defaultdict(list))
    open_pairs: set[tuple[int, int]] = field(default_factory=set)
    version_numbers: dict[int, int] = field(default_factory=dict)

    def status(self, person_id: int, course_id: int, today: date) -> Status:
        """Where one person stands with one course on a day."""
        pair = (person_id, course_id)
        return status_of(self.completions.get(pair, ()), is_open=pair in self.open_pairs, today=today)


def facts_of(person_ids: Collection[int], time_zone: ZoneInfo) -> StandingFacts:
    """The facts of these people; days are those of the organisation's time zone."""
    facts = StandingFacts()
    if not person_ids:
        return facts
    records = select(
        CompletionRecord.id,
        CompletionRecord.person_id,
        CompletionRecord.course_id,
        CompletionRecord.completed_at,
        CompletionRecord.repeat_by_on,
        CompletionRecord.version_number,
        VoidedCompletion.completion_id,
    ).outerjoin(VoidedCompletion)
    for number, person_id, course_id, completed_at, repeat_by_on, version_number, voided_id in db.session.execute(
        records.where(CompletionRecord.person_id.in_(person_ids))
    ):
        fact = CompletionFact(number, day_of(completed_at, time_zone), repeat_by_on, voided_id is not None)
        facts.completions[person_id, course_id].append(fact)
        facts.version_numbers[number] = version_number
    pairs = select(Enrolment.person_id, Enrolment.course_id).where(
        Enrolment.person_id.in_(person_ids), Enrolment.closed_at.is_(None)
    )
    facts.open_pairs.update((person_id, course_id) for person_id, course_id in db.session.execute(pairs))
    return facts
