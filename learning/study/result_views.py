"""The result of a final check: the score, what was said to each answer, and what comes next."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning.courses.published import course_document
from learning.errors import NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.study import attempts, enrolments
from learning.study.blueprint import blueprint
from learning.study.completions import completion_of_enrolment, void_of
from learning.study.course_pages import names_for_enrolment
from learning.study.feedback import feedback_on
from learning.study.refreshes import required_part
from learning.study.scoring import Score


@blueprint.get("/courses/<slug>/check/attempts/<int:number>")
@allow(Policy.STUDY)
def result(slug: str, number: int) -> ResponseReturnValue:
    """One attempt of the person's own, with feedback on every question.

    `of` names the time through the course that it belongs to, for links to earlier times.
    """
    latest = enrolments.own_enrolment(current_person().id, slug)
    attempt, enrolment = attempts.own_attempt(latest, number, enrolment_id=request.args.get("of", type=int))
    course = course_document(enrolment.version_id)
    if course.quiz is None:
        raise NotFound
    record = completion_of_enrolment(enrolment.id)
    void = void_of(enrolment)
    if void:
        record = None  # it counts for nothing, so the page promises nothing
    answered = [(question, feedback_on(question, answer)) for _, question, answer in attempts.asked(course, attempt)]
    return render_template(
        "study/result.html",
        **names_for_enrolment(enrolment, course),
        quiz=course.quiz,
        attempt=attempt,
        score=Score(attempt.points_earned, attempt.points_possible),
        answered=answered,
        has_something_wrong=any(given.is_right is False for _, given in answered),
        is_earlier=enrolment.id != latest.id,
        record=record,
        void=void,
        is_the_one=record is not None and record.attempt_id == attempt.id,
        progress=enrolments.progress_in(enrolment, required_part(enrolment, course)),
    )
