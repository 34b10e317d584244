"""What to talk about in supervision: how many finished a course lately, and what the course itself asks of people.

Only the course's own words, the same for everybody: what somebody wrote or answered is theirs. No names either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from learning.courses.document import Course, Lesson, Practice, Reflection
from learning.courses.published import course_by_slug, course_document
from learning.db import db
from learning.errors import NotFound
from learning.people.models import Membership, Person
from learning.people.teams import holds_on, is_working_on
from learning.study.models import CompletionRecord, VoidedCompletion

LATELY_DAYS = 90
QUESTION_COUNT = 2


@dataclass(frozen=True, slots=True)
class ToTalkAbout:
    """Something that a course asks people to think about, or to try at work."""

    lesson: Lesson
    block: Reflection | Practice


@dataclass(frozen=True, slots=True)
class Supervision:
    """A course with how many people finished it lately, the questions to try first, and all others."""

    course: Course
    version_number: int
    finished_count: int
    first: tuple[ToTalkAbout, ...]
    others: tuple[ToTalkAbout, ...]


def supervision(slug: str, team_ids: Iterable[int], *, today: date, now: datetime) -> Supervision:
    """What to talk about with the people of these teams; raises NotFound for a course that nobody can start."""
    course = course_by_slug(slug)
    if course.current_version is None or course.retired_at is not None:
        raise NotFound
    document = course_document(course.current_version.id)
    first, others = questions_of(document)
    finished_count = _finished_count(course.id, frozenset(team_ids), today=today, now=now)
    return Supervision(document, course.current_version.number, finished_count, first, others)


def questions_of(course: Course) -> tuple[tuple[ToTalkAbout, ...], tuple[ToTalkAbout, ...]]:
    """Two questions to try first, something to think about before something tried at work; and all others in order."""
    found = [
        ToTalkAbout(lesson, block)
        for lesson in course.lessons
        for block in lesson.blocks
        if isinstance(block, Reflection | Practice)
    ]
    thought = next((one for one in found if isinstance(one.block, Reflection)), None)
    tried = next((one for one in found if isinstance(one.block, Practice)), None)
    first = [one for one in (thought, tried) if one]
    first += [one for one in found if one not in first][: QUESTION_COUNT - len(first)]
    return tuple(first), tuple(one for one in found if one not in first)


def _finished_count(course_id: int, team_ids: frozenset[int], *, today: date, now: datetime) -> int:
    members = select(Membership.person_id).where(Membership.team_id.in_(team_ids), holds_on(Membership, today))
    found = (
        select(func.count(CompletionRecord.person_id.distinct()))
        .join(Person, Person.id == CompletionRecord.person_id)
        .outerjoin(VoidedCompletion, VoidedCompletion.completion_id == CompletionRecord.id)
        .where(
            CompletionRecord.course_id == course_id,
            CompletionRecord.completed_at >= now - timedelta(days=LATELY_DAYS),
            CompletionRecord.person_id.in_(members),
            VoidedCompletion.completion_id.is_(None),
            is_working_on(today),
        )
    )
    return db.session.scalars(found).one()
