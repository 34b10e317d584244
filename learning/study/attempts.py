"""Sitting a final check: opening it, saving answers, sending it once, or throwing it away.

Each function takes an enrolment that `own_enrolment(…, lock=True)` gave, so that two tabs wait for each other.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from learning import audit
from learning.courses.document import Course, Question, Quiz
from learning.courses.models import Version
from learning.courses.published import course_document
from learning.db import HIGHEST_ID, db
from learning.errors import Conflict, Invalid, NotFound
from learning.study.answers import StoredAnswer, is_complete
from learning.study.completions import completion_if_due, note_completed
from learning.study.drawing import DrawnQuestion, draw, drawn_from_json, question_of
from learning.study.enrolments import progress_in
from learning.study.models import Attempt, Enrolment, FinishedLesson, Sitting
from learning.study.refreshes import required_part
from learning.study.scoring import score_of

NOT_ASKED = "No question of the final check has changed, so you have nothing to answer."
_SENT_ALREADY = "These answers were sent already, or the check was begun again in another window. Nothing was changed."


def open_sitting(enrolment: Enrolment, *, one_page: bool, source: random.Random, now: datetime) -> Sitting:
    """Begin the final check: the questions and their order are fixed here. One that is open is given back.

    A refresh asks only the questions that changed; practice after completing is of the whole check again. Raises
    NotFound where the course has no final check, and Conflict where it is not open yet or not asked.
    """
    course = course_document(enrolment.version_id)
    if course.quiz is None:
        raise NotFound
    sitting = sitting_of(enrolment.id)
    if sitting:
        return sitting
    part = course if enrolment.closed_at else required_part(enrolment, course)
    if part.quiz is None:
        raise Conflict(NOT_ASKED, heading="You do not need the final check for this")
    waits_for = None if enrolment.closed_at else progress_in(enrolment, part).check_waits_for
    if waits_for:
        raise Conflict(waits_for, heading="The final check cannot be started yet")
    sitting = Sitting(
        enrolment_id=enrolment.id,
        key=str(uuid.uuid4()),
        one_page=one_page,
        questions=[drawn.as_json() for drawn in draw(part, part.quiz, source)],
        answers={},
        opened_at=now,
    )
    db.session.add(sitting)
    return sitting


def sitting_of(enrolment_id: int) -> Sitting | None:
    """The open sitting of an enrolment, or None."""
    return db.session.execute(select(Sitting).where(Sitting.enrolment_id == enrolment_id)).scalar_one_or_none()


def save_answers(enrolment: Enrolment, key: str, answers: Mapping[int, StoredAnswer]) -> Sitting:
    """Keep answers by place, complete or not; places that the sitting does not have are ignored.

    Raises Conflict where the sitting with this key is gone.
    """
    sitting = sitting_of(enrolment.id)
    if sitting is None or sitting.key != key:
        raise Conflict(_SENT_ALREADY, heading="These answers cannot be sent again")
    kept = {str(place): answer for place, answer in answers.items() if 1 <= place <= len(sitting.questions)}
    sitting.answers = {**sitting.answers, **kept}
    return sitting


def send_sitting(enrolment: Enrolment, key: str, *, now: datetime, today: date) -> Attempt:
    """Turn the sitting with this key into an attempt, exactly once: sent again, the same attempt is given back.

    Raises Invalid while answers are missing (fields are places) and Conflict where nothing has this key.
    """
    found = db.session.execute(_sitting_to_send(enrolment.id)).one_or_none()
    if found is None or found.Sitting.key != key:
        return _attempt_sent_with(enrolment.id, key)
    sitting: Sitting = found.Sitting
    course = course_document(enrolment.version_id)
    missing = missing_places(course, sitting)
    if missing:
        raise Invalid({str(place): f"Answer question {place}." for place in missing})
    attempt = _attempt_from(sitting, course, _quiz_of(course), number=(found.last_number or 0) + 1, now=now)
    db.session.add(attempt)
    db.session.delete(sitting)
    db.session.flush()
    finished = set(found.lesson_keys.split(",")) if found.lesson_keys else set()
    record = completion_if_due(enrolment, course, finished, attempt, now=now, today=today) if attempt.passed else None
    thing = f"enrolment:{enrolment.id}"
    audit.record("final check sent", thing, actor_id=enrolment.person_id, now=now, attempt=attempt.number)
    if record:
        note_completed(record, course)
    return attempt


def _sitting_to_send(enrolment_id: int) -> Select[Any]:
    """The open sitting, with the number of the last attempt and the lessons finished: the learner waits for these."""
    last_number = select(func.max(Attempt.number)).where(Attempt.enrolment_id == enrolment_id)
    lesson_keys = select(func.aggregate_strings(FinishedLesson.lesson_key, ","))
    lesson_keys = lesson_keys.where(FinishedLesson.enrolment_id == enrolment_id)
    wanted = select(
        Sitting,
        last_number.scalar_subquery().label("last_number"),
        lesson_keys.scalar_subquery().label("lesson_keys"),
    ).where(Sitting.enrolment_id == enrolment_id)
    # As it is now: SQLite gives the number of a sitting that is gone to the next one.
    return wanted.execution_options(populate_existing=True)


def _attempt_sent_with(enrolment_id: int, key: str) -> Attempt:
    """The attempt that was made of the sitting with this key; raises Conflict where none was."""
    for attempt in attempts_of(enrolment_id):
        if attempt.sitting_key == key:
            return attempt
    raise Conflict(_SENT_ALREADY, heading="These answers cannot be sent again")


def discard_sitting(enrolment: Enrolment, key: str) -> None:
    """Throw the sitting with this key away, with its answers; where there is none, nothing happens.

    Raises Conflict where its answers were sent meanwhile.
    """
    sitting = sitting_of(enrolment.id)
    if sitting and sitting.key == key:
        db.session.delete(sitting)
    elif any(attempt.sitting_key == key for attempt in attempts_of(enrolment.id)):
        raise Conflict(_SENT_ALREADY, heading="These answers cannot be sent again")


def attempts_of(enrolment_id: int) -> list[Attempt]:
    """All attempts of an enrolment, the first one first."""
    query = select(Attempt).where(Attempt.enrolment_id == enrolment_id).order_by(Attempt.number)
    return list(db.session.execute(query).scalars())


def earlier_attempts(enrolment: Enrolment) -> list[tuple[Attempt, int]]:
    """What the person sent at other times through the same course, the latest first, with the number of its version."""
    query = (
        select(Attempt, Version.number)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Version, Version.id == Enrolment.version_id)
        .where(
            Enrolment.person_id == enrolment.person_id,
            Enrolment.course_id == enrolment.course_id,
            Enrolment.id != enrolment.id,
        )
        .order_by(Attempt.id.desc())
    )
    return [(attempt, version_number) for attempt, version_number in db.session.execute(query)]


def own_attempt(latest: Enrolment, number: int, *, enrolment_id: int | None = None) -> tuple[Attempt, Enrolment]:
    """One attempt of the person of this enrolment in its course, with its own enrolment; raises NotFound.

    Where `enrolment_id` is not said, the latest time through the course that has an attempt of this number.
    """
    if number > HIGHEST_ID or not 0 <= (enrolment_id or 0) <= HIGHEST_ID:
        raise NotFound
    query = (
        select(Attempt, Enrolment)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.person_id == latest.person_id,
            Enrolment.course_id == latest.course_id,
            Attempt.number == number,
        )
        .order_by((Enrolment.id == latest.id).desc(), Enrolment.id.desc())
        .limit(1)
        .options(joinedload(Enrolment.version, innerjoin=True))
    )
    if enrolment_id is not None:
        query = query.where(Enrolment.id == enrolment_id)
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def asked(course: Course, of: Sitting | Attempt) -> list[tuple[DrawnQuestion, Question, StoredAnswer]]:
    """Each question of a sitting or an attempt with its order and answer, in the order asked."""
    found = []
    for place, stored in enumerate(of.questions, start=1):
        drawn = drawn_from_json(stored)
        question = question_of(course, drawn)
        if question is None:
            raise LookupError(f"Question {drawn.question_key} is not in the version it was drawn from.")
        found.append((drawn, question, list(of.answers.get(str(place)) or [])))
    return found


def missing_places(course: Course, sitting: Sitting) -> list[int]:
    """The places, from 1, whose answer is not complete."""
    return [
        place
        for place, (_, question, answer) in enumerate(asked(course, sitting), start=1)
        if not is_complete(question, answer)
    ]


def _quiz_of(course: Course) -> Quiz:
    if course.quiz is None:
        raise NotFound
    return course.quiz


def _attempt_from(sitting: Sitting, course: Course, quiz: Quiz, *, number: int, now: datetime) -> Attempt:
    score = score_of((question, answer) for _, question, answer in asked(course, sitting))
    return Attempt(
        enrolment_id=sitting.enrolment_id,
        number=number,
        sitting_key=sitting.key,
        questions=sitting.questions,
        answers=sitting.answers,
        points_earned=score.points_earned,
        points_possible=score.points_possible,
        passed=score.reaches(quiz.pass_mark_percent),
        sent_at=now,
    )
