"""Lessons: the notice before a lesson that describes harm, the lesson itself, and saying that it is finished."""

from __future__ import annotations

import random

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.document import Course, Lesson, Question, Reflection
from learning.courses.pages import support_page
from learning.courses.published import course_document
from learning.db import transaction
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.practice.reflections import reflections_of_lesson
from learning.study import enrolments
from learning.study.blueprint import blueprint
from learning.study.completions import completion_of_enrolment
from learning.study.course_pages import names_for_enrolment
from learning.study.drawing import shown_order
from learning.study.lesson_page import CheckedQuestion, neighbours, shown_blocks
from learning.study.models import Enrolment
from learning.study.numbers_to_ring import numbers_to_ring
from learning.study.refresh_views import told_of_lesson
from learning.study.refreshes import required_part
from learning.study.shown import show
from learning.web.context import day_of, settings, today


@blueprint.get("/courses/<slug>/lessons/<key>")
@allow(Policy.STUDY)
def lesson(slug: str, key: str) -> ResponseReturnValue:
    """One lesson in the person's own version; where it describes harm, first a page that says so."""
    enrolment = enrolments.own_enrolment(current_person().id, slug)
    course = course_document(enrolment.version_id)
    chosen = course.lesson(key)
    if chosen is None:
        return redirect(url_for("study.course", slug=slug, notice="lesson-gone"), 303)
    finished = enrolments.finished_lessons(enrolment.id)
    route = request.args.get("route", "")
    if chosen.content_note and route not in ("full", "short") and key not in finished:
        return _content_notice(enrolment, course, chosen)
    is_short = route == "short" and chosen.short_version is not None
    return lesson_page(enrolment, course, chosen, is_finished=key in finished, is_short=is_short)


@blueprint.post("/courses/<slug>/lessons/<key>/finish")
@allow(Policy.STUDY)
def finish_lesson(slug: str, key: str) -> ResponseReturnValue:
    """Note that the person has finished the lesson, then go on to what comes next."""
    person_id = current_person().id
    route = request.form.get("route", "full")
    version_number = request.form.get("version", type=int)
    with transaction():
        enrolment = enrolments.own_enrolment(person_id, slug, lock=True)
        now = clock.now()
        record = enrolments.finish_lesson(
            enrolment, key, route=route, version_number=version_number, now=now, today=day_of(now)
        )
    if record or enrolment.closed_at:
        record = record or completion_of_enrolment(enrolment.id)
        done = "refresh-completed" if enrolment.refreshes_id else "course-completed"
        notice = done if record and not record.void else None
        return redirect(url_for("study.course", slug=slug, notice=notice), 303)
    course = course_document(enrolment.version_id)
    finished = enrolments.finished_lessons(enrolment.id)
    progress = enrolments.progress_in(enrolment, required_part(enrolment, course), finished)
    following = _next_unfinished(course, key, set(finished))
    if following:
        return redirect(url_for("study.lesson", slug=slug, key=following.key, notice="lesson-finished"), 303)
    if not progress.check_is_passed:
        return redirect(url_for("study.check", slug=slug, notice="lesson-finished"), 303)
    return redirect(url_for("study.course", slug=slug, notice="lesson-finished"), 303)


def lesson_page(
    enrolment: Enrolment,
    course: Course,
    lesson: Lesson,
    *,
    is_finished: bool,
    is_short: bool = False,
    checked: CheckedQuestion | None = None,
    word_faults: dict[str, tuple[str, str]] | None = None,
) -> str:
    """The lesson as a page. `checked` is the practice question just answered; `word_faults` gives, by the key of a
    reflection, what was typed there and why it was not saved.
    """
    has_reflections = any(isinstance(block, Reflection) for block in lesson.blocks)
    person_id = enrolment.person_id
    questions = {
        block.key: show(block, practice_order(enrolment, lesson, block), [], f"q-{block.key}")
        for block in lesson.blocks
        if isinstance(block, Question)
    }
    return render_template(
        "study/lesson.html",
        **names_for_enrolment(enrolment, course),
        lesson=lesson,
        is_short=is_short,
        is_finished=is_finished,
        is_open=enrolment.closed_at is None,
        blocks=[] if is_short else shown_blocks(lesson, questions, checked),
        checked=checked,
        word_faults=word_faults or {},
        neighbours=neighbours(course, lesson),
        changes=told_of_lesson(enrolment, lesson),
        own_words=reflections_of_lesson(person_id, enrolment.course_id, lesson.key) if has_reflections else {},
    )


def practice_order(enrolment: Enrolment, lesson: Lesson, question: Question) -> tuple[int, ...]:
    """The order of a practice question's options: the same each time for one person, as nothing of it is stored."""
    seed = f"{enrolment.person_id}/{enrolment.version_id}/{lesson.key}/{question.key}"
    return shown_order(question, random.Random(seed))  # noqa: S311 - shuffles options, guards nothing


def _content_notice(enrolment: Enrolment, course: Course, lesson: Lesson) -> str:
    contacts = support_page(settings().courses_folder, today()).contacts
    names = names_for_enrolment(enrolment, course)
    return render_template("study/content_notice.html", **names, lesson=lesson, numbers=numbers_to_ring(contacts))


def _next_unfinished(course: Course, key: str, finished: set[str]) -> Lesson | None:
    # From here onwards first, so that nobody is sent back while there is more ahead.
    place = next((index for index, lesson in enumerate(course.lessons) if lesson.key == key), 0)
    onwards = [*course.lessons[place + 1 :], *course.lessons[:place]]
    return next((lesson for lesson in onwards if lesson.key not in finished), None)
