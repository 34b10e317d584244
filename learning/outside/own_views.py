"""One's own learning elsewhere: add it, see how it stands, say that it is wrong; and My record as a table file."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.published import published_courses
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.outside import claims, decisions, finding
from learning.outside.blueprint import blueprint
from learning.outside.evidence import evidence_from
from learning.outside.evidence_content import Evidence
from learning.outside.forms import LearningForm, SentenceForm, numbers_in, values_of
from learning.outside.models import OutsideLearning
from learning.outside.record_table import HEADER, lines_of
from learning.outside.stages import KINDS
from learning.people.access import allow, current_person
from learning.people.record_access import note_person_shown
from learning.people.roles import Policy
from learning.study.record_table import record_lines
from learning.web.context import day_of, settings, today
from learning.web.table_files import TableForm, table_download
from learning.web.tables import Table
from learning.web.uploads import takes_files_up_to

EVIDENCE_MEGABYTES = 5
_MEDIA_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}


@blueprint.get("/my-record/elsewhere/add")
@allow(Policy.STUDY)
def add_learning() -> ResponseReturnValue:
    """A form for something learned elsewhere; with `again`, filled with a claim that was returned."""
    returned = _returned()
    form = LearningForm(formdata=None, data=values_of(returned) if returned else None)
    return _add_page(form, claims.key_or_new(), returned)


@blueprint.post("/my-record/elsewhere/add", endpoint="claim")
@takes_files_up_to(EVIDENCE_MEGABYTES)
@allow(Policy.STUDY)
def send_claim() -> ResponseReturnValue:
    """Send it to be confirmed."""
    form, returned, key = LearningForm(), _returned(), claims.key_or_new(request.form.get("key", ""))
    form.offer(published_courses())
    if not form.validate():
        return _add_page(form, key, returned), 422
    person_id, now = current_person().id, clock.now()
    again_id = returned.id if returned else None
    try:
        evidence = evidence_sent()
        with transaction():
            claims.claim(
                person_id, form.declared(), evidence=evidence, key=key, again_id=again_id, now=now, today=day_of(now)
            )
    except Invalid as refusal:
        form.show(refusal)
        return _add_page(form, key, _returned()), 422
    return redirect(url_for("study.my_record", notice="learning-claimed", _anchor="elsewhere"), 303)


@blueprint.get("/my-record/elsewhere/<int:learning_id>")
@allow(Policy.STUDY)
def own_learning(learning_id: int) -> ResponseReturnValue:
    """One thing learned elsewhere, with all that was said about it."""
    return _own_page(finding.own_learning(learning_id, current_person().id), SentenceForm(formdata=None))


@blueprint.post("/my-record/elsewhere/<int:learning_id>", endpoint="say_of_own")
@allow(Policy.STUDY)
def say_of_own(learning_id: int) -> ResponseReturnValue:
    """Say that it is wrong, or take a claim back."""
    person_id, form = current_person().id, SentenceForm()
    finding.own_learning(learning_id, person_id)
    if request.form.get("do") == "take-back":
        with transaction():
            decisions.take_back(learning_id, person_id, now=clock.now())
        return redirect(url_for("study.my_record", notice="learning-taken-back", _anchor="elsewhere"), 303)
    if form.validate():
        try:
            with transaction():
                decisions.dispute(learning_id, person_id, words=form.words.data or "", now=clock.now())
        except Invalid as refusal:
            form.show(refusal)
        else:
            return redirect(url_for("outside.own_learning", learning_id=learning_id, notice="dispute-sent"), 303)
    return _own_page(finding.own_learning(learning_id, person_id), form), 422


@blueprint.get("/learning-elsewhere/<int:learning_id>/evidence")
@allow(Policy.STUDY)
def evidence(learning_id: int) -> ResponseReturnValue:
    """The file that proves it, to be saved and never shown; that somebody else took it is noted first."""
    viewer = current_person()
    learning = finding.visible_learning(learning_id, viewer, today=today())
    if learning.evidence_hash is None:
        raise NotFound
    zone = settings().time_zone
    note_person_shown(viewer, learning.person_id, "evidence opened", time_zone=zone, now=clock.now())
    file = finding.visible_learning(learning_id, viewer, today=today()).evidence
    if file is None:
        raise NotFound
    response = Response(file.content, mimetype=_MEDIA_TYPES[file.kind])
    response.headers["Content-Disposition"] = f'attachment; filename="evidence-{learning_id}.{file.kind}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    return response


@blueprint.get("/my-record.<any(csv, xlsx):form>")
@allow(Policy.STUDY)
def my_record_table(form: TableForm) -> ResponseReturnValue:
    """Everything of My record as a table file: completions here, then what was learned elsewhere."""
    person_id, zone = current_person().id, settings().time_zone
    here = record_lines(person_id, time_zone=zone, today=today())
    elsewhere = lines_of(finding.learnings_of(person_id), zone)
    rows = [*([*line, *[""] * (len(HEADER) - len(line))] for line in here), *elsewhere]
    return table_download(Table("My record", today(), HEADER, rows, clock.now()), form, "my-record")


def evidence_sent() -> Evidence | None:
    """The file that was sent with a form, None for none; raises Invalid for the field `file`."""
    file = request.files.get("file")
    return evidence_from(file.read()) if file and file.filename else None


def _returned() -> OutsideLearning | None:
    found = numbers_in([request.values.get("again", "")])
    return finding.own_learning(found[0], current_person().id) if found else None


def _add_page(form: LearningForm, key: str, returned: OutsideLearning | None) -> str:
    form.offer(published_courses())
    return render_template("outside/add_learning.html", form=form, form_key=key, returned=returned)


def _own_page(learning: OutsideLearning, form: SentenceForm) -> str:
    return render_template(
        "outside/own_learning.html",
        learning=learning,
        stage=finding.stage(learning),
        kinds=KINDS,
        form=form.ask("What is wrong?"),
        replacement=claims.replacement_of(learning.id),
    )
