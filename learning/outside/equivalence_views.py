"""Equivalences, kept by learning leads: which course of somebody else meets one of ours."""

from __future__ import annotations

from datetime import date

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.published import published_courses
from learning.db import transaction
from learning.errors import Invalid
from learning.outside import equivalences
from learning.outside.blueprint import blueprint
from learning.outside.forms import EndEquivalenceForm, EquivalenceForm
from learning.outside.models import Equivalence
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.study.status import last_day_before
from learning.web.context import today
from learning.web.table_files import TableForm, table_download
from learning.web.tables import Cell, Table

_COLUMNS = ("Their course", "Held by", "Meets our course", "Held from", "Until")


@blueprint.get("/my-team/elsewhere/equivalences")
@allow(Policy.LEARNING_LEAD)
def all_equivalences() -> ResponseReturnValue:
    """All of them, what is on record and meets nothing, and a form for one more."""
    return _page(EquivalenceForm(formdata=None))


@blueprint.get("/my-team/elsewhere/equivalences.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def equivalences_table(form: TableForm) -> Response:
    """All of them as a file for spreadsheets."""
    rows = [_row(one) for one in equivalences.equivalences()]
    return table_download(Table("Courses of others that meet ours", today(), _COLUMNS, rows), form, "equivalences")


@blueprint.post("/my-team/elsewhere/equivalences", endpoint="keep_equivalence")
@allow(Policy.LEARNING_LEAD)
def keep_equivalence() -> ResponseReturnValue:
    """Have a course of somebody else meet one of ours."""
    form = EquivalenceForm()
    form.offer(published_courses())
    if not form.validate():
        return _page(form), 422
    try:
        with transaction():
            equivalences.keep_equivalence(
                form.title.data or "",
                form.provider.data or "",
                form.course.data or "",
                from_on=form.from_on.day or date.min,
                last_on=form.last_on.day,
                actor_id=current_person().id,
                now=clock.now(),
            )
    except Invalid as refusal:
        form.show(refusal)
        return _page(form), 422
    return redirect(url_for("outside.all_equivalences", notice="equivalence-kept"), 303)


@blueprint.get("/my-team/elsewhere/equivalences/<int:equivalence_id>/end")
@allow(Policy.LEARNING_LEAD)
def confirm_end_equivalence(equivalence_id: int) -> ResponseReturnValue:
    """Ask until when it counts."""
    return _end_page(equivalence_id, EndEquivalenceForm(formdata=None))


@blueprint.post("/my-team/elsewhere/equivalences/<int:equivalence_id>/end", endpoint="end_equivalence")
@allow(Policy.LEARNING_LEAD)
def end_equivalence(equivalence_id: int) -> ResponseReturnValue:
    """Have it count to a day and no longer."""
    form = EndEquivalenceForm()
    if not form.validate():
        return _end_page(equivalence_id, form), 422
    with transaction():
        equivalences.end_equivalence(
            equivalence_id, last_on=form.last_on.day, actor_id=current_person().id, now=clock.now()
        )
    return redirect(url_for("outside.all_equivalences", notice="equivalence-ended"), 303)


def _row(one: Equivalence) -> tuple[Cell, ...]:
    version = one.course.current_version
    return (
        *(one.title, one.provider, version.title if version else one.course.slug),
        *(one.from_on, last_day_before(one.until_on) if one.until_on else None),
    )


def _page(form: EquivalenceForm) -> str:
    form.offer(published_courses())
    return render_template(
        "outside/equivalences.html",
        form=form,
        equivalences=equivalences.equivalences(),
        unmatched=equivalences.unmatched_names(),
        day_before=last_day_before,
    )


def _end_page(equivalence_id: int, form: EndEquivalenceForm) -> str:
    found = equivalences.equivalence_by_id(equivalence_id)
    return render_template("outside/end_equivalence.html", form=form, equivalence=found)
