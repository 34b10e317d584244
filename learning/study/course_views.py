"""A course's own page: what it is, how far one is, what comes next; starting it and moving on to a newer version."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.document import Course
from learning.courses.models import CourseRow, Version
from learning.courses.publishing import course_by_slug, course_document
from learning.db import transaction
from learning.errors import NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.study import enrolments
from learning.study.blueprint import blueprint
from learning.study.catalogue import LEVELS
from learning.study.completions import completions_of
from learning.study.course_pages import names_for
from learning.study.models import CompletionRecord, Enrolment
from learning.study.progress import completion_rule, done_sentence
from learning.study.status import Status, last_day_before, status_of
from learning.study.statuses import fact_of
from learning.web.context import settings, today


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the person stands: the records of this course, the latest that counts first of all."""

    status: Status
    record: CompletionRecord | None


@blueprint.get("/courses/<slug>")
@allow(Policy.STUDY)
def course(slug: str) -> ResponseReturnValue:
    """The course page: the person's own version where there is one, else the current one."""
    person_id = current_person().id
    enrolment = enrolments.enrolment_or_none(person_id, slug)
    row = enrolment.course if enrolment else course_by_slug(slug)
    can_start = row.retired_at is None and row.current_version is not None
    if enrolment is None and not can_start:
        raise NotFound
    version = _version_shown(enrolment, row)
    document = course_document(version.id)
    standing = _standing(person_id, row.id, enrolment)
    return render_template(
        "study/course.html",
        **names_for(document, version.number),
        version=version,
        enrolment=enrolment,
        is_open=enrolment is not None and enrolment.closed_at is None,
        can_start=can_start,
        standing=standing,
        repeat_by=last_day_before(standing.record.repeat_by_on)
        if standing.record and standing.record.repeat_by_on
        else None,
        newer=enrolments.newer_version(enrolment) if enrolment else None,
        is_current=row.current_number == version.number,
        level_words=LEVELS[document.level],
        rule=completion_rule(document),
        **_progress_names(enrolment, document),
    )


@blueprint.post("/courses/<slug>/start")
@allow(Policy.STUDY)
def start(slug: str) -> ResponseReturnValue:
    """Start the course in its current version; started already, this changes nothing."""
    person_id = current_person().id
    with transaction():
        enrolments.start(course_by_slug(slug), person_id, now=clock.now())
    return redirect(url_for("study.course", slug=slug, notice="course-started"), 303)


@blueprint.post("/courses/<slug>/take-newer")
@allow(Policy.STUDY)
def take_newer(slug: str) -> ResponseReturnValue:
    """Move on to the current version; a page left open from before completing changes nothing."""
    person_id, day = current_person().id, today()
    with transaction():
        enrolment = enrolments.own_enrolment(person_id, slug, lock=True)
        taken = enrolments.take_newer(enrolment, now=clock.now(), today=day)
    is_newest = taken.version.number == taken.course.current_number
    return redirect(url_for("study.course", slug=slug, notice="newer-taken" if is_newest else None), 303)


def _version_shown(enrolment: Enrolment | None, row: CourseRow) -> Version:
    version = enrolment.version if enrolment else row.current_version
    if version is None:
        raise NotFound
    return version


def _standing(person_id: int, course_id: int, enrolment: Enrolment | None) -> _Standing:
    records = [record for record in completions_of([person_id], course_id=course_id) if not record.void]
    is_open = enrolment is not None and enrolment.closed_at is None
    facts = [fact_of(record, settings().time_zone) for record in records]
    status = status_of(facts, is_open=is_open, today=today())
    return _Standing(status, next((record for record in records if record.id == status.number), None))


def _progress_names(enrolment: Enrolment | None, document: Course) -> dict[str, object]:
    if enrolment is None:
        return {"finished": {}, "progress": None, "sentence": ""}
    finished = enrolments.finished_lessons(enrolment.id)
    progress = enrolments.progress_in(enrolment, document, finished)
    return {"finished": finished, "progress": progress, "sentence": done_sentence(document, progress)}
