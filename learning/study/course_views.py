"""A course's own page: what it is, how far one is, what comes next; starting it and moving on to a newer version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.document import Course
from learning.courses.models import CourseRow, Version
from learning.courses.published import course_by_slug, course_document
from learning.db import transaction
from learning.errors import NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.study import enrolments
from learning.study.attempts import sitting_of
from learning.study.blueprint import blueprint
from learning.study.catalogue import LEVELS
from learning.study.completions import completions_of
from learning.study.course_pages import names_for
from learning.study.models import CompletionRecord, Enrolment, VoidedCompletion
from learning.study.news import KINDS_OF_NEWS, news_since
from learning.study.progress import completion_rule, done_sentence
from learning.study.refresh import part_in_words, refresh_sentence
from learning.study.refresh_views import told
from learning.study.refreshes import Refresh, latest_seen, refresh_of, refresh_since, rule_of
from learning.study.status import Status, last_day_before, status_of
from learning.study.statuses import asking_versions, fact_of
from learning.web.context import day_of, settings, today


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where the person stands: the latest record of this course that counts, or else what voided the last one.

    `owed` is what changed since and has still to be seen, None where that is nothing.
    """

    status: Status
    record: CompletionRecord | None
    void: VoidedCompletion | None
    owed: Refresh | None

    @property
    def repeat_by_on(self) -> date | None:
        """The last day on which a repeat is in time, where the completion does not count for good."""
        return last_day_before(self.record.repeat_by_on) if self.record and self.record.repeat_by_on else None


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
    is_open = enrolment is not None and enrolment.closed_at is None
    standing = _standing(person_id, row, is_open=is_open)
    news = [] if is_open else _news(standing)
    return render_template(
        "study/course.html",
        **names_for(document, version.number),
        version=version,
        enrolment=enrolment,
        is_open=is_open,
        can_start=can_start,
        is_retired=row.retired_at is not None,
        has_practice_open=enrolment is not None and not is_open and sitting_of(enrolment.id) is not None,
        standing=standing,
        repeat_by=standing.repeat_by_on,
        newer=enrolments.newer_version(enrolment) if enrolment else None,
        news=news,
        kinds_of_news=KINDS_OF_NEWS,
        **_refresh_names(row, standing.owed, news),
        is_current=row.current_number == version.number,
        level_words=LEVELS[document.level],
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
    person_id = current_person().id
    with transaction():
        enrolment = enrolments.own_enrolment(person_id, slug, lock=True)
        now = clock.now()
        taken = enrolments.take_newer(enrolment, now=now, today=day_of(now))
    is_newest = taken.version.number == taken.course.current_number
    return redirect(url_for("study.course", slug=slug, notice="newer-taken" if is_newest else None), 303)


def _version_shown(enrolment: Enrolment | None, row: CourseRow) -> Version:
    version = enrolment.version if enrolment else row.current_version
    if version is None:
        raise NotFound
    return version


def _standing(person_id: int, course: CourseRow, *, is_open: bool) -> _Standing:
    records = completions_of([person_id], course_id=course.id)
    facts = [fact_of(record, settings().time_zone) for record in records]
    versions = asking_versions(course.id)
    status = status_of(facts, is_open=is_open, today=today(), versions=versions)
    record = next((record for record in records if record.id == status.number), None)
    # Who is working through the course is not asked for anything beside it.
    owed = refresh_since(latest_seen(records), course) if status.refresh_by_on and not is_open else None
    return _Standing(status, record, records[-1].void if records and record is None else None, owed)


def _news(standing: _Standing) -> list[Version]:
    if standing.record is None:
        return []
    course_id = standing.record.course_id
    return news_since({course_id: standing.record.version_number}).get(course_id, [])


def _refresh_names(course: CourseRow, owed: Refresh | None, news: list[Version]) -> dict[str, object]:
    if owed is None:
        return {"owed": None}
    return {
        "owed": owed.part,
        "owed_in_words": part_in_words(owed.part),
        "owed_changes": told(news, owed.steps),
        "owed_version": course.current_number,
        "owed_links": names_for(owed.part, course.current_number or 0)["links"],
    }


def _progress_names(enrolment: Enrolment | None, document: Course) -> dict[str, object]:
    if enrolment is None:
        return {"finished": {}, "progress": None, "sentence": "", "refresh": None, "rule": completion_rule(document)}
    refresh = refresh_of(enrolment)
    finished = enrolments.finished_lessons(enrolment.id)
    progress = enrolments.progress_in(enrolment, refresh.part if refresh else document, finished)
    names: dict[str, object] = {"finished": finished, "progress": progress, "refresh": refresh}
    if refresh is None:
        return {**names, "sentence": done_sentence(document, progress), "rule": completion_rule(document)}
    # One that ended because its completion was voided asks nothing any more.
    sentence = refresh_sentence(refresh.part, progress) if enrolment.closed_because != "moved on" else ""
    changes = told([step.version for step in refresh.steps], refresh.steps) if enrolment.closed_at is None else []
    rule = rule_of(refresh, enrolment.version.number)
    return {**names, "sentence": sentence, "refresh_changes": changes, "rule": rule}
