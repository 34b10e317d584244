"""Pages on which a learning lead notes what is agreed with one person, and ends it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import HIGHEST_ID, transaction
from learning.errors import Invalid
from learning.people.access import allow, current_person
from learning.people.administration import person_by_id
from learning.people.record_access import note_people_shown
from learning.people.roles import Policy
from learning.plans import agreements
from learning.plans.blueprint import blueprint
from learning.plans.forms import AgreementForm, BackForm, PauseForm
from learning.plans.plan_pages import pauses_from, person_with_email
from learning.plans.planning import courses_asked_by, current_edition, plan_by_key
from learning.web.context import settings, today


@blueprint.get("/plans/<key>/agree")
@allow(Policy.LEARNING_LEAD)
def agree(key: str) -> ResponseReturnValue:
    """The form for a later day, or that a course is not needed."""
    return _agreement_page(key, AgreementForm(formdata=None))


@blueprint.post("/plans/<key>/agree", endpoint="note_agreement")
@allow(Policy.LEARNING_LEAD)
def note_agreement(key: str) -> ResponseReturnValue:
    """Note a later day, or that a course is not needed until a day."""
    form = AgreementForm()
    form.offer(courses_asked_by(plan_by_key(key)))
    if not form.validate():
        return _agreement_page(key, form), 422
    agreed = agreements.extend if form.kind.data == "later" else agreements.exempt
    try:
        person_id = person_with_email(form.email.data or "").id
        with transaction():
            agreed(
                person_id,
                key,
                form.course.data,
                last_on=form.last_on.data or date.min,
                reason=form.reason.data or "",
                actor_id=current_person().id,
                now=clock.now(),
                today=today(),
            )
    except Invalid as refusal:
        form.show(refusal)
        return _agreement_page(key, form), 422
    return redirect(url_for("plans.plan", key=key, notice="agreement-noted"), 303)


@blueprint.post("/plans/<key>/needed-again/<int:person_id>/<slug>")
@allow(Policy.LEARNING_LEAD)
def needed_again(key: str, person_id: int, slug: str) -> ResponseReturnValue:
    """End an exemption today."""
    with transaction():
        agreements.end_exemption(
            person_by_id(person_id).id, key, slug, actor_id=current_person().id, now=clock.now(), today=today()
        )
    return redirect(url_for("plans.plan", key=key, notice="agreement-ended"), 303)


@blueprint.get("/plans/away")
@allow(Policy.LEARNING_LEAD)
def away() -> ResponseReturnValue:
    """Who is away, and the form for one more."""
    return _away_page(PauseForm(formdata=None))


@blueprint.post("/plans/away", endpoint="note_away")
@allow(Policy.LEARNING_LEAD)
def note_away() -> ResponseReturnValue:
    """Note that somebody is away."""
    form = PauseForm()
    if not form.validate():
        return _away_page(form), 422
    try:
        person_id = person_with_email(form.email.data or "").id
        with transaction():
            agreements.pause(
                person_id,
                from_on=form.from_on.data or date.min,
                last_on=form.last_on.data,
                actor_id=current_person().id,
                now=clock.now(),
                today=today(),
            )
    except Invalid as refusal:
        form.show(refusal)
        return _away_page(form), 422
    return redirect(url_for("plans.away", notice="away-noted"), 303)


@blueprint.get("/plans/away/<int:person_id>/back")
@allow(Policy.LEARNING_LEAD)
def ask_back(person_id: int) -> ResponseReturnValue:
    """Ask when somebody is back."""
    return _back_page(person_id, BackForm(formdata=None))


@blueprint.post("/plans/away/<int:person_id>/back", endpoint="note_back")
@allow(Policy.LEARNING_LEAD)
def note_back(person_id: int) -> ResponseReturnValue:
    """Note when somebody is back."""
    form = BackForm()
    if not form.validate():
        return _back_page(person_id, form), 422
    try:
        with transaction():
            agreements.end_pause(
                min(person_id, HIGHEST_ID),
                back_on=form.back_on.data or date.min,
                actor_id=current_person().id,
                now=clock.now(),
                today=today(),
            )
    except Invalid as refusal:
        form.show(refusal)
        return _back_page(person_id, form), 422
    return redirect(url_for("plans.away", notice="back-noted"), 303)


def _agreement_page(key: str, form: AgreementForm) -> str:
    plan = plan_by_key(key)
    form.offer(courses_asked_by(plan))
    return render_template("plans/agree.html", plan=plan, edition=current_edition(plan), form=form)


def _away_page(form: PauseForm) -> str:
    named = {one.person_id for one in pauses_from(today())}
    _note_absence(named)
    pauses = [one for one in pauses_from(today()) if one.person_id in named]
    return render_template("plans/away.html", form=form, pauses=pauses, today=today())


def _back_page(person_id: int, form: BackForm) -> str:
    _note_absence([person_by_id(person_id).id])
    return render_template("plans/back.html", shown=person_by_id(person_id), form=form)


def _note_absence(person_ids: Iterable[int]) -> None:
    """Note of whom it is about to be shown that they are away."""
    note_people_shown(current_person(), person_ids, "absence opened", time_zone=settings().time_zone, now=clock.now())
