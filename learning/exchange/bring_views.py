"""Bringing a course or a text from elsewhere: choose it, look at what would become of it, confirm."""

from __future__ import annotations

from typing import cast

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from wtforms import Form

from learning import clock
from learning.courses.drafts import draft_of
from learning.courses.framework_elements import framework_elements
from learning.courses.new_course import slug_from
from learning.courses.overview import course_overviews
from learning.courses.preview import reading_order
from learning.courses.published import course_by_slug
from learning.courses.publishing import parse_source
from learning.courses.write_views import whole_number
from learning.db import transaction
from learning.errors import Conflict, Invalid
from learning.exchange import imports
from learning.exchange.blueprint import blueprint
from learning.exchange.bringing import Brought, NotBroughtError, bring_file, bring_html, bring_text
from learning.exchange.forms import WAYS, BringForm, ConfirmCourseForm, ConfirmZipForm, WayForm
from learning.exchange.imports import Way
from learning.exchange.models import PendingImport
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.web.context import settings, today
from learning.web.uploads import takes_files

_STAND_IN = "new-course"


@blueprint.get("/bring")
@allow(Policy.AUTHOR)
def bring_course() -> ResponseReturnValue:
    """Choose a file that becomes a new course."""
    return _bring_page(BringForm(formdata=None), None)


@blueprint.post("/bring", endpoint="read_course")
@takes_files
@allow(Policy.AUTHOR)
def read_course() -> ResponseReturnValue:
    """Read the file, keep what it would make, and lead to the preview."""
    return _read(BringForm(), None)


@blueprint.get("/write/<slug>/bring")
@allow(Policy.AUTHOR)
def bring_into_course(slug: str) -> ResponseReturnValue:
    """Choose a file or paste words that become lessons of a course."""
    return _bring_page(BringForm(formdata=None), course_by_slug(slug).slug)


@blueprint.post("/write/<slug>/bring", endpoint="read_into_course")
@takes_files
@allow(Policy.AUTHOR)
def read_into_course(slug: str) -> ResponseReturnValue:
    """Read the file or the words, keep what they would make, and lead to the preview."""
    return _read(BringForm(), course_by_slug(slug).slug)


@blueprint.get("/bring/<key>")
@allow(Policy.AUTHOR)
def preview_import(key: str) -> ResponseReturnValue:
    """What would be made, what could not be carried over, and what the check says. Changes nothing."""
    return _preview(imports.own_import(key, current_person().id, now=clock.now()))


@blueprint.post("/bring/<key>", endpoint="confirm_import")
@allow(Policy.AUTHOR)
def confirm(key: str) -> ResponseReturnValue:
    """Put it into the course, or make the course."""
    if imports.done_import(key, current_person().id):
        return _done(key)
    pending = imports.own_import(key, current_person().id, now=clock.now())
    form = _confirm_form(pending)()
    if not form.validate():
        return _preview(pending, form), 422
    try:
        with transaction():
            _confirmed(pending, form)
    except (Invalid, Conflict) as refusal:
        return _not_confirmed(key, form, refusal)
    return _done(key)


def _done(key: str) -> ResponseReturnValue:
    slug = imports.done_import(key, current_person().id)
    return redirect(url_for("courses.write_course", slug=slug, notice="import-done"), 303)


def _not_confirmed(
    key: str, form: ConfirmCourseForm | ConfirmZipForm | WayForm, refusal: Invalid | Conflict
) -> ResponseReturnValue:
    if imports.done_import(key, current_person().id):
        return _done(key)  # another click was faster
    fault = refusal.sentence if isinstance(refusal, Conflict) else ""
    if isinstance(refusal, Invalid):
        form.show(refusal)
    return _preview(imports.own_import(key, current_person().id, now=clock.now()), form, fault), refusal.status


@blueprint.post("/bring/<key>/cancel", endpoint="cancel_import")
@allow(Policy.AUTHOR)
def cancel(key: str) -> ResponseReturnValue:
    """Throw away what was brought; no course is changed."""
    with transaction():
        slug = imports.cancel_import(key, person_id=current_person().id, now=clock.now())
    address = url_for("courses.write_course", slug=slug) if slug else url_for("courses.write")
    return redirect(f"{address}?notice=import-cancelled", 303)


def _read(form: BringForm, slug: str | None) -> ResponseReturnValue:
    file = request.files.get("file")
    name = (file.filename or "") if file else ""
    if not form.validate():
        return _bring_page(form, slug), 422
    try:
        brought = _brought(file, form, slug) if file and name else _pasted(form)
    except NotBroughtError as refusal:
        form.show(Invalid({"file" if name else "text": str(refusal)}))
        return _bring_page(form, slug), 422
    shown_name = name.replace("\\", "/").rpartition("/")[2] or "Pasted words"
    with transaction():
        pending = imports.hold_import(
            brought, name=shown_name, slug=slug, person_id=current_person().id, now=clock.now()
        )
        key = pending.key
    return redirect(url_for("exchange.preview_import", key=key), 303)


def _bring_page(form: BringForm, slug: str | None) -> str:
    return render_template("exchange/bring.html", form=form, slug=slug, title=_title(slug))


def _title(slug: str | None) -> str:
    return course_overviews(slug)[0].title if slug else ""


def _brought(file: FileStorage, form: BringForm, slug: str | None) -> Brought:
    if form.text.data:
        raise NotBroughtError("Choose a file or paste words, not both. Empty the box, or choose the file later.")
    return bring_file(file.read(), file.filename or "", is_new_course=slug is None)


def _pasted(form: BringForm) -> Brought:
    name = form.name.data or ""
    if form.html.data:
        return bring_html(form.html.data, name)
    if not form.text.data:
        raise NotBroughtError("Choose a file, or paste some words.")
    return bring_text(form.text.data, name)


def _confirm_form(pending: PendingImport) -> type[ConfirmCourseForm | ConfirmZipForm | WayForm]:
    if pending.slug is not None:
        return WayForm
    return ConfirmZipForm if pending.what == "course" else ConfirmCourseForm


def _confirmed(pending: PendingImport, form: Form) -> str:
    author, now = current_person(), clock.now()
    if pending.slug is not None:
        revision = whole_number("revision")
        return imports.confirm_into_course(pending.key, _way(form), expected_revision=revision, author=author, now=now)
    title = form["title"].data if "title" in form else pending.title
    return imports.confirm_new_course(pending.key, title or "", form["slug"].data or "", author=author, now=now)


def _way(form: Form) -> Way:
    return cast(Way, form["way"].data if form["way"].data in WAYS else "add")


def _preview(pending: PendingImport, form: Form | None = None, fault: str = "") -> str:
    way = _way(form) if form is not None and "way" in form else "add"
    placing = imports.placing_of(pending, way)
    shown = reading_order([*placing.new, *placing.changed])
    elements = framework_elements(settings().courses_folder)
    slug = pending.slug or pending.suggested_slug or _STAND_IN
    checked = parse_source(slug, placing.files, today=today(), framework_elements=elements)
    return render_template(
        "exchange/preview.html",
        pending=pending,
        title=_title(pending.slug),
        form=form or _filled(pending),
        fault=fault,
        placing=placing,
        pages=[(path, placing.files[path].decode("utf-8", "replace")) for path in shown if path.endswith(".md")],
        pictures=[(path, len(placing.files[path])) for path in shown if not path.endswith(".md")],
        would_go=imports.placing_of(pending, "replace").removed if pending.slug else (),
        losses=imports.held_losses(pending),
        problems=[problem for problem in checked.problems if problem.path in shown or pending.what == "course"],
        warnings=[warning for warning in checked.warnings if warning.path in shown],
        has_draft=pending.slug is not None and draft_of(pending.slug) is not None,
    )


def _filled(pending: PendingImport) -> Form:
    slug = pending.suggested_slug if pending.what == "course" else slug_from(pending.title)
    return _confirm_form(pending)(formdata=None, data={"title": pending.title, "slug": slug, "way": "add"})
