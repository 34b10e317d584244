"""Importing people in the browser: choose a file, look at what it would do, confirm. Nothing is done before."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import transaction
from learning.errors import BadSource, Conflict, Invalid, NotFound
from learning.paging import page_of
from learning.people import pending_imports
from learning.people.access import allow, current_person
from learning.people.blueprint import blueprint
from learning.people.forms import ImportForm
from learning.people.import_people import many_leave
from learning.people.import_report import WORDS_OF_KIND, ImportReport
from learning.people.models import PendingPeopleImport
from learning.people.roles import Policy
from learning.web.context import day_of, today
from learning.web.uploads import takes_files

LINES_ON_A_PAGE = 100
_FAULTS_SHOWN = 200


@blueprint.get("/admin/people/import")
@allow(Policy.ADMINISTRATOR)
def choose_import() -> ResponseReturnValue:
    """Choose a file of people."""
    return _choose_page(ImportForm(formdata=None))


@blueprint.post("/admin/people/import", endpoint="read_import")
@takes_files
@allow(Policy.ADMINISTRATOR)
def read_import() -> ResponseReturnValue:
    """Read the file, keep it, and lead to what it would do."""
    form, file, now = ImportForm(), request.files.get("file"), clock.now()
    if not form.validate():
        return _choose_page(form), 422
    if file is None or not file.filename:
        form.show(Invalid({"file": "Choose a file."}))
        return _choose_page(form), 422
    try:
        with transaction():
            pending_imports.hold_import(
                file.read(),
                file.filename.replace("\\", "/").rpartition("/")[2],
                missing_are_leavers=bool(form.missing_are_leavers.data),
                person_id=current_person().id,
                now=now,
                today=day_of(now),
            )
    except BadSource as bad:
        return _choose_page(form, bad), bad.status
    return redirect(url_for("people.look_at_import"), 303)


@blueprint.get("/admin/people/import/look")
@allow(Policy.ADMINISTRATOR)
def look_at_import() -> ResponseReturnValue:
    """What the file would do: who is new, who changes, who has left. Changes nothing."""
    return _look_page(pending_imports.own_import(current_person().id, now=clock.now()))


@blueprint.post("/admin/people/import/confirm")
@allow(Policy.ADMINISTRATOR)
def confirm_import() -> ResponseReturnValue:
    """Import it, if it still does what was shown."""
    person_id, now = current_person().id, clock.now()
    try:
        with transaction():
            pending_imports.confirm_import(
                person_id,
                shown_mark=request.form.get("mark", ""),
                even_if_many_leave=request.form.get("even_if_many_leave") == "yes",
                now=now,
                today=day_of(now),
            )
    except Conflict as refusal:
        return _look_page(pending_imports.own_import(person_id, now=now), refusal)
    except BadSource as bad:
        return _choose_page(ImportForm(formdata=None), bad), bad.status
    return redirect(url_for("people.people", notice="people-imported"), 303)


@blueprint.post("/admin/people/import/cancel")
@allow(Policy.ADMINISTRATOR)
def cancel_import() -> ResponseReturnValue:
    """Throw the file away."""
    with transaction():
        pending_imports.throw_away(current_person().id)
    return redirect(url_for("people.choose_import", notice="people-import-cancelled"), 303)


def _choose_page(form: ImportForm, bad: BadSource | None = None) -> str:
    faults = bad.problems if bad else ()
    return render_template(
        "people/import.html",
        form=form,
        faults=faults[:_FAULTS_SHOWN],
        more_faults=max(0, len(faults) - _FAULTS_SHOWN),
        pending=_pending(),
    )


def _pending() -> PendingPeopleImport | None:
    try:
        return pending_imports.own_import(current_person().id, now=clock.now())
    except NotFound:
        return None


def _look_page(pending: PendingPeopleImport, refusal: Conflict | None = None) -> ResponseReturnValue:
    try:
        report = pending_imports.look_at_import(pending, today=today())
    except BadSource as bad:  # since it was chosen, people were changed
        return _choose_page(ImportForm(formdata=None), bad), bad.status
    kind = request.args.get("kind", "")
    lines = [line for line in report.lines if line.kind == kind or kind not in WORDS_OF_KIND]
    page = page_of(lines, request.args.get("page", 1, type=int), at_once=LINES_ON_A_PAGE)
    shown = render_template(
        "people/import_look.html",
        pending=pending,
        report=report,
        counts=_counts(report),
        lines=page.rows,
        kind=kind,
        page=page.page,
        page_count=page.page_count,
        fault=refusal.sentence if refusal else "",
        many_leave=many_leave(report) if report.too_many_leave else "",
    )
    return shown, refusal.status if refusal else 200


def _counts(report: ImportReport) -> list[tuple[str, str, int]]:
    """Each kind with its words and how many there are."""
    return [(kind, words, len(report.of_kind(kind))) for kind, words in WORDS_OF_KIND.items()]
