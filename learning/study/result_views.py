"""The result of a final check: the score, what was said to each answer, and what comes next."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from learning.courses.publishing import course_document
from learning.errors import NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.study import attempts, enrolments
from learning.study.blueprint import blueprint
from learning.study.completions import completion_of_enrolment
from learning.study.course_pages import names_for_enrolment
from learning.study.feedback import feedback_on
from learning.study.scoring import Score


@blueprint.get("/courses/<slug>/check/attempts/<int:number>")
@allow(Policy.STUDY)
def result(slug: str, number: int) -> ResponseReturnValue:
    """One attempt of the person's own, with feedback on every question."""
    enrolment = enrolments.own_enrolment(current_person().id, slug)
    course = course_document(enrolment.version_id)
    attempt = attempts.attempt_of(enrolment.id, number)
    if course.quiz is None:
        raise NotFound
    record = completion_of_enrolment(enrolment.id)
    if record and record.void:
        record = None  # it counts for nothing, so the page promises nothing
    return render_template(
        "study/result.html",
        **names_for_enrolment(enrolment, course),
        quiz=course.quiz,
        attempt=attempt,
        score=Score(attempt.points_earned, attempt.points_possible),
        answered=[(question, feedback_on(question, answer)) for _, question, answer in attempts.asked(course, attempt)],
        record=record,
        is_the_one=record is not None and record.attempt_id == attempt.id,
        progress=enrolments.progress_in(enrolment, course),
    )
