"""Practice inside a lesson: a question is answered on the spot and not stored; private words are saved."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.document import BLOCK_ID_PREFIX, Course, Lesson, Reflection
from learning.courses.published import course_document
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.practice.reflections import StaleWords, save_reflection, storable
from learning.study import enrolments
from learning.study.answers import faults, read
from learning.study.blueprint import blueprint
from learning.study.course_pages import names_for_enrolment
from learning.study.feedback import feedback_on
from learning.study.lesson_page import CheckedQuestion
from learning.study.lesson_views import lesson_page, practice_order
from learning.study.models import Enrolment
from learning.study.shown import show


@blueprint.get("/courses/<slug>/lessons/<key>/questions/<block_key>", endpoint="practice_again")
@blueprint.get("/courses/<slug>/lessons/<key>/reflections/<block_key>", endpoint="reflection_again")
@allow(Policy.STUDY)
def back_to_block(slug: str, key: str, block_key: str) -> ResponseReturnValue:
    """Lead whoever loads the address of an answer again, or shares it, to its place in the lesson.

    Says no route: somebody who was sent the address reads what stands before a hard lesson first.
    """
    return redirect(_address_of_block(slug, key, block_key), 303)


@blueprint.post("/courses/<slug>/lessons/<key>/questions/<question_key>")
@allow(Policy.STUDY)
def check_practice(slug: str, key: str, question_key: str) -> ResponseReturnValue:
    """Feedback on a practice question at once, on the lesson's page; nothing is stored."""
    enrolment, course, lesson = _own_lesson(slug, key)
    question = lesson.question(question_key)
    if question is None:
        raise NotFound
    name = f"q-{question.key}"
    order = practice_order(enrolment, lesson, question)
    answer = read(question, order, request.form.getlist, name)
    missing = faults(question, order, answer, name)
    checked = CheckedQuestion(
        question.key, show(question, order, answer, name, missing), None if missing else feedback_on(question, answer)
    )
    is_finished = key in enrolments.finished_lessons(enrolment.id)
    page = lesson_page(enrolment, course, lesson, is_finished=is_finished, checked=checked)
    return page, 422 if missing else 200


@blueprint.post("/courses/<slug>/lessons/<key>/reflections/<block_key>", endpoint="save_reflection")
@allow(Policy.STUDY)
def save_reflection_words(slug: str, key: str, block_key: str) -> ResponseReturnValue:
    """Save the person's private words; other words saved meanwhile are shown beside them."""
    enrolment, course, lesson = _own_lesson(slug, key)
    block = _reflection(lesson, block_key)
    person_id, course_id = enrolment.person_id, enrolment.course_id
    typed = storable(request.form.get("words", ""))
    try:
        with transaction():
            save_reflection(
                person_id,
                course_id,
                key,
                block_key,
                prompt=block.title.plain,
                words=typed,
                revision=request.form.get("revision", 0, type=int),
                now=clock.now(),
            )
    except Invalid as refusal:
        is_finished = key in enrolments.finished_lessons(enrolment.id)
        word_faults = {block_key: (typed, refusal.sentence)}
        return lesson_page(enrolment, course, lesson, is_finished=is_finished, word_faults=word_faults), 422
    except StaleWords as refusal:
        names = names_for_enrolment(enrolment, course)
        stored = refusal.stored
        page = render_template(
            "study/words_conflict.html", **names, lesson=lesson, block=block, stored=stored, typed=typed
        )
        return page, 409
    return redirect(_address_of_block(slug, key, block_key, route="full", notice="words-saved"), 303)


def _address_of_block(
    slug: str, key: str, block_key: str, *, route: str | None = None, notice: str | None = None
) -> str:
    anchor = f"{BLOCK_ID_PREFIX}{block_key}"
    return url_for("study.lesson", slug=slug, key=key, route=route, notice=notice, _anchor=anchor)


def _own_lesson(slug: str, key: str) -> tuple[Enrolment, Course, Lesson]:
    enrolment = enrolments.own_enrolment(current_person().id, slug)
    course = course_document(enrolment.version_id)
    lesson = course.lesson(key)
    if lesson is None:
        raise NotFound
    return enrolment, course, lesson


def _reflection(lesson: Lesson, block_key: str) -> Reflection:
    for block in lesson.blocks:
        if isinstance(block, Reflection) and block.key == block_key:
            return block
    raise NotFound
