"""The front of *Write*: every course, one course with its versions and its draft, and making a version from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses import draft_history, draft_publishing, drafts
from learning.courses.before_publishing import before_publishing
from learning.courses.blueprint import blueprint
from learning.courses.format.parser import ParsedCourse
from learning.courses.forms import FirstPublishForm, NewCourseForm, NewPageForm, PublishForm
from learning.courses.framework_elements import framework_elements
from learning.courses.models import Draft
from learning.courses.new_course import begin_course, faults_of_new_course
from learning.courses.outline import outline_of
from learning.courses.overview import course_overviews
from learning.courses.preview import findings_in_reading_order, page_titles, reading_order
from learning.courses.published import course_by_slug
from learning.courses.reviews import waiting_drafts
from learning.db import transaction
from learning.errors import BadSource, Conflict, Invalid
from learning.people.access import allow, current_person, current_person_may_open
from learning.people.roles import Policy
from learning.web.context import settings, today

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")


@blueprint.get("/write")
@allow(Policy.CONTENT)
def write() -> ResponseReturnValue:
    """Every course with its versions and its draft."""
    return _all_courses(NewCourseForm(formdata=None))


@blueprint.post("/write", endpoint="begin_course")
@allow(Policy.AUTHOR)
def begin() -> ResponseReturnValue:
    """Begin a new course; its draft opens."""
    form = NewCourseForm()
    title, slug = form.title.data or "", form.slug.data or ""
    if not form.validate():
        others = {
            name: sentence for name, sentence in faults_of_new_course(title, slug).items() if not form[name].errors
        }
        form.show(Invalid(others))
        return _all_courses(form), 422
    try:
        with transaction():
            draft = begin_course(title, slug, author=current_person(), now=clock.now(), starter=form.starter.data)
            slug = draft.course.slug
    except Invalid as refusal:
        form.show(refusal)
        return _all_courses(form), 422
    return redirect(url_for("courses.write_course", slug=slug, notice="course-begun"), 303)


def _all_courses(form: NewCourseForm) -> str:
    return render_template(
        "courses/write.html",
        overviews=course_overviews(),
        can_write=can_write(),
        new_course_form=form,
        waiting_count=len(waiting_drafts()) if settings().review_before_publishing else 0,
    )


@blueprint.get("/write/<slug>")
@allow(Policy.CONTENT)
def write_course(slug: str) -> ResponseReturnValue:
    """One course: the files of its draft with what is wrong with them, publishing, and its versions."""
    return course_page(slug)


@blueprint.post("/write/<slug>/publish")
@allow(Policy.AUTHOR)
def publish(slug: str) -> ResponseReturnValue:
    """Make the next version from the draft."""
    form = _publish_form(is_first=course_by_slug(slug).current_number is None)()
    if not form.validate():
        return course_page(slug, publish_form=form), 422
    try:
        with transaction():
            published = draft_publishing.publish_draft(
                slug,
                request.form.get("key", ""),
                label=form.label.data,
                note=form.note.data or "",
                refresh_due_on=form.refresh_due_on.data if form.refresh_due_on else None,
                today=today(),
                expected_revision=whole_number("revision"),
                replaces_number=whole_number("replaces"),
                needs_approval=settings().review_before_publishing,
                author=current_person(),
                now=clock.now(),
            )
    except Invalid as refusal:
        form.show(refusal)
        return course_page(slug, publish_form=form), 422
    except BadSource:
        return course_page(
            slug, publish_form=form, faults=[("problems", "Mend the problems below, then publish.")]
        ), 422
    except Conflict as refusal:
        return course_page(slug, publish_form=form, faults=[("draft", refusal.sentence)]), 409
    is_done = published.is_new or published.version.draft_key == request.form.get("key")
    notice = "version-published" if is_done else "nothing-new-to-publish"
    return redirect(url_for("courses.write_course", slug=slug, notice=notice), 303)


def course_page(
    slug: str,
    *,
    publish_form: PublishForm | None = None,
    new_page_form: NewPageForm | None = None,
    faults: Sequence[tuple[str, str]] = (),
) -> str:
    """The page of one course, with what was typed in a form that could not be taken."""
    overview = course_overviews(course_by_slug(slug).slug)[0]
    draft = overview.draft.draft if overview.draft else None
    checked = check(draft) if draft else None
    paths = reading_order([file.path for file in draft.files]) if draft else []
    return render_template(
        "courses/write_course.html",
        overview=overview,
        draft=draft,
        outline=outline_of(paths),
        titles=page_titles(checked.course) if checked else {},
        last_change=draft_history.last_change(draft) if draft else None,
        overtaken_by=drafts.overtaking_version(draft) if draft else None,
        problems=findings_in_reading_order(checked.problems if checked else (), paths),
        warnings=findings_in_reading_order(checked.warnings if checked else (), paths),
        problem_counts=Counter(problem.path for problem in checked.problems) if checked else {},
        warning_counts=Counter(warning.path for warning in checked.warnings) if checked else {},
        before=before_publishing(draft, checked, current_person()) if draft and checked else None,
        review_is_wanted=settings().review_before_publishing,
        publish_form=publish_form or _publish_form(is_first=not overview.versions)(formdata=None),
        new_page_form=new_page_form or NewPageForm(formdata=None),
        faults=faults,
        can_write=can_write(),
    )


def check(draft: Draft) -> ParsedCourse:
    """What is wrong with a draft today, beside all that the organisation's library holds."""
    elements = framework_elements(settings().courses_folder)
    return drafts.check_draft(draft, today=today(), framework_elements=elements)


def _publish_form(*, is_first: bool) -> type[PublishForm]:
    return FirstPublishForm if is_first else PublishForm


def can_write() -> bool:
    """Whether the signed-in person may change courses; learning leads only read."""
    return current_person_may_open(Policy.AUTHOR)


def whole_number(name: str) -> int:
    """A hidden number of a form; whatever is no number is 0, which no revision and no version has."""
    text = request.form.get(name, "")
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else 0
