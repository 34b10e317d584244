"""Refreshes: who owes one, and what the one of an enrolment asks. Changes nothing; `enrolments` begins them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.courses.changes import Changes
from learning.courses.document import Course, Lesson
from learning.courses.models import CourseRow, Version
from learning.courses.published import course_documents
from learning.courses.version_changes import changes_of
from learning.db import db
from learning.study.models import CompletionRecord, Enrolment
from learning.study.refresh import NOTHING, Asked, asked_by, part_asked, refresh_rule
from learning.study.status import status_of
from learning.study.statuses import asking_versions, fact_of

_KEPT_COUNT = 200
_kept: OrderedDict[tuple[str, str], Changes] = OrderedDict()
_kept_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Step:
    """A version that asks people to see what changed in it, with the changes and what it asks because of them."""

    version: Version
    changes: Changes
    asked: Asked

    def concerns(self, lesson: Lesson) -> bool:
        """Whether it asks this lesson, which may have been renamed since."""
        return any(lesson.key == key or lesson.text_hash == text_hash for key, text_hash in self.asked.lessons)


@dataclass(frozen=True, slots=True)
class Refresh:
    """What is asked of somebody who completed an earlier version.

    `completion` is what is refreshed; `steps` are the versions since that ask something, the newest first; `part` is
    what is asked of the version to be completed.
    """

    completion: CompletionRecord
    steps: tuple[Step, ...]
    part: Course


def owed_refresh(person_id: int, course: CourseRow, *, time_zone: ZoneInfo, today: date) -> Refresh | None:
    """What changed in a course that this person has still to see; None where there is nothing, or nothing counts."""
    query = select(CompletionRecord).where(
        CompletionRecord.person_id == person_id, CompletionRecord.course_id == course.id
    )
    records = list(db.session.execute(query.order_by(CompletionRecord.id)).scalars())
    versions = asking_versions(course.id)
    facts = [fact_of(record, time_zone) for record in records]
    if status_of(facts, is_open=False, today=today, versions=versions).refresh_by_on is None:
        return None
    return refresh_since(latest_seen(records), course)


def latest_seen(records: Sequence[CompletionRecord]) -> CompletionRecord:
    """Of completions of one course, the one of the latest version that is not voided; there must be one."""
    return max((one for one in records if one.void is None), key=lambda one: (one.version_number, one.id))


def refresh_since(completion: CompletionRecord, course: CourseRow) -> Refresh:
    """What changed in a course up to its current version, for somebody with this completion."""
    version = course.current_version
    if version is None:
        raise LookupError("A course that somebody completed has a current version.")
    return _refresh(completion.id, version)


def refresh_of(enrolment: Enrolment) -> Refresh | None:
    """What an enrolment asks that is a refresh; None for one that asks the whole course."""
    return refresh_to(enrolment, enrolment.version)


def refresh_to(enrolment: Enrolment, version: Version) -> Refresh | None:
    """The same for a newer version than that of the enrolment."""
    return _refresh(enrolment.refreshes_id, version) if enrolment.refreshes_id else None


def required_part(enrolment: Enrolment, course: Course) -> Course:
    """What an enrolment asks of its course: all of it, or in a refresh only what changed."""
    refresh = refresh_of(enrolment)
    return refresh.part if refresh else course


def rule_of(refresh: Refresh, to_number: int) -> str:
    """The rule by which a refresh is complete, up to the version of this number."""
    quiz = refresh.part.quiz
    return refresh_rule(refresh.completion.version_number, to_number, quiz.pass_mark_percent if quiz else None)


def asked_between(course_id: int, after_number: int, up_to_number: int) -> Asked:
    """What the versions after one number ask, up to another."""
    query = select(Version).where(
        Version.course_id == course_id, Version.number >= after_number, Version.number <= up_to_number
    )
    versions = list(db.session.execute(query.order_by(Version.number)).scalars())
    return _asked_by_all(_steps(versions, _documents_of(versions)))


def _refresh(completion_id: int, version: Version) -> Refresh:
    query = (
        select(CompletionRecord, Version)
        .join(Version, Version.course_id == CompletionRecord.course_id)
        .where(
            CompletionRecord.id == completion_id,
            Version.number >= CompletionRecord.version_number,
            Version.number <= version.number,
        )
        .order_by(Version.number)
    )
    found = [(completion, one) for completion, one in db.session.execute(query)]
    versions = [one for _, one in found]
    documents = _documents_of(versions)
    steps = _steps(versions, documents)
    return Refresh(found[0][0], steps, part_asked(documents[version.id], _asked_by_all(steps)))


def _documents_of(versions: Sequence[Version]) -> dict[int, Course]:
    """Those of the versions that ask something, of the ones before them, and of the last."""
    asking = {place for place, version in enumerate(versions) if place and _asks(version)}
    places = asking | {place - 1 for place in asking} | {len(versions) - 1}
    return course_documents({versions[place].id for place in places})


def _steps(versions: Sequence[Version], documents: dict[int, Course]) -> tuple[Step, ...]:
    steps = []
    for earlier, version in pairwise(versions):
        if _asks(version):
            changes = _changes(earlier, version)
            steps.append(Step(version, changes, asked_by(documents[earlier.id], documents[version.id], changes)))
    return tuple(steps[::-1])


def _changes(earlier: Version, version: Version) -> Changes:
    """What changed between two versions, kept in the process by what both say: neither ever changes."""
    key = (earlier.source_hash, version.source_hash)
    with _kept_lock:
        found = _kept.get(key)
    if found is None:
        found = changes_of(earlier, version)
        with _kept_lock:
            _kept[key] = found
            while len(_kept) > _KEPT_COUNT:
                _kept.popitem(last=False)
    return found


def _asks(version: Version) -> bool:
    return version.label == "material" and version.refresh_due_on is not None


def _asked_by_all(steps: Sequence[Step]) -> Asked:
    return reduce(Asked.__or__, (step.asked for step in steps), NOTHING)
