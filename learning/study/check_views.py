"""The final check: beginning it, its questions one a page or all on one, checking the answers, sending them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.document import Course, Quiz
from learning.courses.published import course_document
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.study import attempts, enrolments
from learning.study.answers import StoredAnswer, faults, read
from learning.study.blueprint import blueprint
from learning.study.completions import void_of
from learning.study.course_pages import names_for_enrolment
from learning.study.models import Enrolment, Sitting
from learning.study.refreshes import required_part
from learning.study.shown import ShownQuestion, show
from learning.web.context import day_of


@blueprint.get("/courses/<slug>/check")
@allow(Policy.STUDY)
def check(slug: str) -> ResponseReturnValue:
    """What the final check is; begin it, or carry on with it."""
    enrolment, course, quiz = _own_check(slug)
    part = course if enrolment.closed_at else required_part(enrolment, course)
    sitting = attempts.sitting_of(enrolment.id)
    return render_template(
        "study/check.html",
        **names_for_enrolment(enrolment, course),
        quiz=part.quiz or quiz,
        is_whole=part is course,
        not_asked=None if part.quiz else attempts.NOT_ASKED,
        sitting=sitting,
        missing=attempts.missing_places(course, sitting) if sitting else [],
        void=void_of(enrolment),
        waits_for=None if enrolment.closed_at else enrolments.progress_in(enrolment, part).check_waits_for,
        sent=attempts.attempts_of(enrolment.id),
        sent_earlier=attempts.earlier_attempts(enrolment),
    )


@blueprint.post("/courses/<slug>/check/begin")
@allow(Policy.STUDY)
def begin_check(slug: str) -> ResponseReturnValue:
    """Open a sitting, or go on with the one that is open."""
    person_id = current_person().id
    one_page = request.form.get("pages") == "one"
    with transaction():
        enrolment = enrolments.own_enrolment(person_id, slug, lock=True)
        sitting = attempts.open_sitting(enrolment, one_page=one_page, source=random.SystemRandom(), now=clock.now())
    return redirect(_address_to_carry_on(slug, course_document(enrolment.version_id), sitting), 303)


@blueprint.get("/courses/<slug>/check/questions/<int:place>")
@allow(Policy.STUDY)
def check_question(slug: str, place: int) -> ResponseReturnValue:
    """One question of the sitting; places count from 1."""
    enrolment, course, _ = _own_check(slug)
    sitting = attempts.sitting_of(enrolment.id)
    if sitting is None:
        return redirect(url_for("study.check", slug=slug), 303)
    return _questions_page(enrolment, course, sitting, [place], {})


@blueprint.get("/courses/<slug>/check/questions")
@allow(Policy.STUDY)
def check_all(slug: str) -> ResponseReturnValue:
    """All questions of the sitting on one page."""
    enrolment, course, _ = _own_check(slug)
    sitting = attempts.sitting_of(enrolment.id)
    if sitting is None:
        return redirect(url_for("study.check", slug=slug), 303)
    return _questions_page(enrolment, course, sitting, range(1, len(sitting.questions) + 1), {})


@blueprint.post("/courses/<slug>/check/questions/<int:place>")
@allow(Policy.STUDY)
def save_check_question(slug: str, place: int) -> ResponseReturnValue:
    """Save one answer, then go on to the next question, or leave."""
    return _save(slug, place)


@blueprint.post("/courses/<slug>/check/questions")
@allow(Policy.STUDY)
def save_check_all(slug: str) -> ResponseReturnValue:
    """Save all answers, then check them, or leave."""
    return _save(slug, None)


@blueprint.get("/courses/<slug>/check/answers")
@allow(Policy.STUDY)
def check_answers(slug: str) -> ResponseReturnValue:
    """All answers so far, each with a way to change it; from here they are sent."""
    enrolment, course, _ = _own_check(slug)
    sitting = attempts.sitting_of(enrolment.id)
    if sitting is None:
        return redirect(url_for("study.check", slug=slug), 303)
    return _answers_page(enrolment, course, sitting, {})


@blueprint.post("/courses/<slug>/check/send")
@allow(Policy.STUDY)
def send_check(slug: str) -> ResponseReturnValue:
    """Send the answers: one attempt, however often this is pressed."""
    person_id = current_person().id
    key = request.form.get("key", "")
    try:
        with transaction():
            enrolment = enrolments.own_enrolment(person_id, slug, lock=True)
            now = clock.now()
            attempt = attempts.send_sitting(enrolment, key, now=now, today=day_of(now))
    except Invalid as refusal:
        enrolment, course, _ = _own_check(slug)
        sitting = attempts.sitting_of(enrolment.id)
        if sitting is None:
            return redirect(url_for("study.check", slug=slug), 303)
        return _answers_page(enrolment, course, sitting, refusal.fields), 422
    return redirect(url_for("study.result", slug=slug, number=attempt.number), 303)


@blueprint.post("/courses/<slug>/check/discard")
@allow(Policy.STUDY)
def discard_check(slug: str) -> ResponseReturnValue:
    """Throw the sitting away; nothing of it is counted."""
    person_id = current_person().id
    with transaction():
        enrolment = enrolments.own_enrolment(person_id, slug, lock=True)
        attempts.discard_sitting(enrolment, request.form.get("key", ""))
    return redirect(url_for("study.check", slug=slug, notice="check-discarded"), 303)


def _own_check(slug: str) -> tuple[Enrolment, Course, Quiz]:
    enrolment = enrolments.own_enrolment(current_person().id, slug)
    course = course_document(enrolment.version_id)
    if course.quiz is None:
        raise NotFound
    return enrolment, course, course.quiz


def _save(slug: str, place: int | None) -> ResponseReturnValue:
    person_id = current_person().id
    is_leaving = request.form.get("do") == "leave"
    with transaction():
        enrolment = enrolments.own_enrolment(person_id, slug, lock=True)
        course = course_document(enrolment.version_id)
        sitting = attempts.sitting_of(enrolment.id)
        answers = _sent_answers(course, sitting, place) if sitting else {}
        sitting = attempts.save_answers(enrolment, request.form.get("key", ""), answers)
    if is_leaving:
        return redirect(url_for("study.course", slug=slug, notice="place-saved"), 303)
    missing = _missing(course, sitting, answers)
    if missing:
        return _questions_page(enrolment, course, sitting, list(answers), missing), 422
    return redirect(_address_after(slug, course, sitting, place), 303)


def _sent_answers(course: Course, sitting: Sitting, place: int | None) -> dict[int, StoredAnswer]:
    asked = list(enumerate(attempts.asked(course, sitting), start=1))
    return {
        number: read(question, drawn.order, request.form.getlist, f"q{number}")
        for number, (drawn, question, _) in asked
        if place in (None, number)
    }


def _missing(course: Course, sitting: Sitting, answers: Mapping[int, StoredAnswer]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, (drawn, question, _) in enumerate(attempts.asked(course, sitting), start=1):
        if number in answers:
            found |= faults(question, drawn.order, answers[number], f"q{number}")
    return found


def _address_after(slug: str, course: Course, sitting: Sitting, place: int | None) -> str:
    # Who changes one answer from the list comes back to the list; who goes on goes to the next question left open.
    if place is None or request.form.get("back") == "answers":
        return url_for("study.check_answers", slug=slug)
    later = [number for number in attempts.missing_places(course, sitting) if number > place]
    if later:
        return url_for("study.check_question", slug=slug, place=later[0])
    return url_for("study.check_answers", slug=slug)


def _address_to_carry_on(slug: str, course: Course, sitting: Sitting) -> str:
    if sitting.one_page:
        return url_for("study.check_all", slug=slug)
    missing = attempts.missing_places(course, sitting)
    if missing:
        return url_for("study.check_question", slug=slug, place=missing[0])
    return url_for("study.check_answers", slug=slug)


def _questions_page(
    enrolment: Enrolment, course: Course, sitting: Sitting, places: Sequence[int], missing: Mapping[str, str]
) -> str:
    questions: list[tuple[int, ShownQuestion]] = [
        (number, show(question, drawn.order, answer, f"q{number}", missing))
        for number, (drawn, question, answer) in enumerate(attempts.asked(course, sitting), start=1)
        if number in places
    ]
    if not questions:
        raise NotFound
    return render_template(
        "study/check_questions.html",
        **names_for_enrolment(enrolment, course),
        sitting=sitting,
        questions=questions,
        question_count=len(sitting.questions),
        faults=missing,
        is_one_page=request.view_args is not None and "place" not in request.view_args,
        back=request.values.get("back", ""),
    )


def _answers_page(enrolment: Enrolment, course: Course, sitting: Sitting, missing: Mapping[str, str]) -> str:
    answered = [
        (number, show(question, drawn.order, answer, f"q{number}"))
        for number, (drawn, question, answer) in enumerate(attempts.asked(course, sitting), start=1)
    ]
    return render_template(
        "study/check_answers.html",
        **names_for_enrolment(enrolment, course),
        sitting=sitting,
        answered=answered,
        open_places=attempts.missing_places(course, sitting),
        faults=missing,
    )
