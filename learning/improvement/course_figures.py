"""Reads every final check sent in one course, and gives the figures of its questions. Asks for no names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import or_, select

from learning.courses.models import CourseRow, Version
from learning.courses.published import course_documents
from learning.db import db
from learning.improvement.question_figures import QuestionFigures, SentCheck, figures_of
from learning.study.drawing import drawn_from_json
from learning.study.models import Attempt, Enrolment

_ROWS_AT_ONCE = 500
_NO_VERSION = 0


def course_figures(course: CourseRow) -> list[QuestionFigures]:
    """The figures of all questions that anybody answered or that are asked now.

    In three statements, however many people have answered.
    """
    number_of = _versions_with_answers(course)
    documents = course_documents(list(number_of))
    courses = {number: documents[version_id] for version_id, number in number_of.items()}
    return figures_of(courses, _checks(course, number_of))


def _versions_with_answers(course: CourseRow) -> dict[int, int]:
    """The numbers of the current version and of those in which a final check was sent, by id."""
    answered = (
        select(Enrolment.version_id)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(Enrolment.course_id == course.id)
    )
    find = select(Version.id, Version.number).where(
        Version.course_id == course.id,
        or_(Version.number == course.current_number, Version.id.in_(answered)),
    )
    return dict(db.session.execute(find).all())


def _checks(course: CourseRow, number_of: Mapping[int, int]) -> Iterator[SentCheck]:
    """Every final check of the course in the order of sending, a few hundred in memory at once."""
    find = (
        select(
            Enrolment.person_id,
            Enrolment.version_id,
            Attempt.questions,
            Attempt.answers,
            Attempt.points_earned,
            Attempt.points_possible,
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.course_id == course.id)
        .order_by(Attempt.id)
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    for person_id, version_id, questions, answers, earned, possible in db.session.execute(find):
        asked = [drawn_from_json(stored) for stored in questions]
        yield SentCheck(
            person_id=person_id,
            # A version that was published while we were reading is not known yet: its first answers wait.
            version_number=number_of.get(version_id, _NO_VERSION),
            answers=tuple(
                ((one.bank_key, one.question_key), list(answers.get(str(place)) or []))
                for place, one in enumerate(asked, start=1)
            ),
            points_earned=earned,
            points_possible=possible,
        )
