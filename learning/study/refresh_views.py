"""Seeing what changed in a course since one completed it: beginning that, and what its pages say of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.document import Lesson
from learning.courses.models import Version
from learning.courses.published import course_by_slug
from learning.db import transaction
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.study import enrolments
from learning.study.blueprint import blueprint
from learning.study.models import Enrolment
from learning.study.refresh import sentences_for_learners
from learning.study.refreshes import Step, refresh_of
from learning.web.context import settings


@dataclass(frozen=True, slots=True)
class ToldChange:
    """What one version changed: its row, for number, day and note, and the changes in sentences."""

    version: Version
    sentences: list[str]


@blueprint.post("/courses/<slug>/refresh")
@allow(Policy.STUDY)
def begin_refresh(slug: str) -> ResponseReturnValue:
    """Begin seeing what changed, or say that one has read it where nothing else is asked; once is enough."""
    person_id = current_person().id
    with transaction():
        enrolment = enrolments.begin_refresh(
            course_by_slug(slug),
            person_id,
            version_number=request.form.get("version", type=int),
            time_zone=settings().time_zone,
            now=clock.now(),
        )
    notice = None
    if enrolment and enrolment.refreshes_id:
        notice = "refresh-completed" if enrolment.closed_at else "refresh-begun"
    return redirect(url_for("study.course", slug=slug, notice=notice), 303)


def told(versions: Iterable[Version], steps: Iterable[Step]) -> list[ToldChange]:
    """What each of these versions changed, in words for learners; in sentences where it is one of these steps."""
    sentences = {step.version.id: sentences_for_learners(step.changes) for step in steps}
    return [ToldChange(version, sentences.get(version.id, [])) for version in versions]


def told_of_lesson(enrolment: Enrolment, lesson: Lesson) -> list[ToldChange]:
    """What changed in a lesson that an open refresh asks; nothing anywhere else."""
    refresh = refresh_of(enrolment) if enrolment.closed_at is None else None
    if refresh is None:
        return []
    steps = [step for step in refresh.steps if step.concerns(lesson)]
    return [ToldChange(step.version, sentences_for_learners(step.changes, lesson)) for step in steps]
