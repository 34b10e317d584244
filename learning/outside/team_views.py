"""Learning elsewhere of the people somebody manages: what waits, one of it, and entering it for a person."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.published import published_courses
from learning.db import transaction
from learning.errors import Invalid
from learning.outside import claims, decisions, finding
from learning.outside.blueprint import blueprint
from learning.outside.forms import LearningForm, SentenceForm, VoidForm
from learning.outside.own_views import EVIDENCE_MEGABYTES, evidence_sent
from learning.outside.stages import KINDS
from learning.people.access import allow, current_person, current_person_may_open
from learning.people.administration import person_by_id
from learning.people.record_access import note_people_shown, note_person_shown
from learning.people.roles import Policy
from learning.web.context import day_of, settings, today
from learning.web.forms import PageForm
from learning.web.uploads import takes_files_up_to

_RETURN = "What is missing, or not right?"
_ANSWER = "Your answer"


@blueprint.get("/my-team/elsewhere")
@allow(Policy.MANAGER)
def team_learnings() -> ResponseReturnValue:
    """What people sent to be confirmed, or say is wrong."""
    viewer = current_person()
    person_ids = {one.person_id for one in finding.waiting_for(viewer, today=today())}
    note_people_shown(viewer, person_ids, "outside learning opened", time_zone=settings().time_zone, now=clock.now())
    waiting = [one for one in finding.waiting_for(viewer, today=today()) if one.person_id in person_ids]
    return render_template(
        "outside/team_learnings.html",
        waiting=waiting,
        count=finding.waiting_count(viewer, today=today()),
        keeps_equivalences=current_person_may_open(Policy.LEARNING_LEAD),
    )


@blueprint.get("/my-team/elsewhere/<int:learning_id>")
@allow(Policy.MANAGER)
def team_learning(learning_id: int) -> ResponseReturnValue:
    """One thing that somebody learned elsewhere, and what can be said about it."""
    return _page(learning_id, SentenceForm(formdata=None), VoidForm(formdata=None))


@blueprint.post("/my-team/elsewhere/<int:learning_id>", endpoint="say_of_learning")
@allow(Policy.MANAGER)
def say_of_learning(learning_id: int) -> ResponseReturnValue:
    """Confirm it, return it, answer that it is wrong, or void it."""
    viewer, now = current_person(), clock.now()
    finding.visible_learning(learning_id, viewer, today=day_of(now))
    sentence, void = SentenceForm(), VoidForm()
    do, words = request.form.get("do", ""), sentence.words.data or ""
    form: PageForm = void if do == "void" else sentence
    if not form.validate():
        return _page(learning_id, sentence, void), 422
    try:
        with transaction():
            if do == "confirm":
                decisions.confirm(learning_id, viewer, now=now, today=day_of(now))
                notice = "learning-confirmed"
            elif do == "void":
                reason = void.reason.data or ""
                decisions.void_learning(learning_id, viewer, reason=reason, now=now, today=day_of(now))
                notice = "learning-voided"
            elif do == "answer":
                decisions.answer_dispute(learning_id, viewer, words=words, now=now, today=day_of(now))
                notice = "dispute-answered"
            else:
                decisions.return_claim(learning_id, viewer, words=words, now=now, today=day_of(now))
                notice = "learning-returned"
    except Invalid as refusal:
        form.show(refusal)
        return _page(learning_id, sentence, void), 422
    return redirect(url_for("outside.team_learning", learning_id=learning_id, notice=notice), 303)


@blueprint.get("/my-team/people/<int:person_id>/elsewhere")
@allow(Policy.MANAGER)
def enter_for_person(person_id: int) -> ResponseReturnValue:
    """A form for something that one person learned elsewhere."""
    claims.check_may_enter(person_id, current_person(), today=today())
    return _enter_page(person_id, LearningForm(formdata=None), claims.key_or_new())


@blueprint.post("/my-team/people/<int:person_id>/elsewhere", endpoint="enter_learning")
@takes_files_up_to(EVIDENCE_MEGABYTES)
@allow(Policy.MANAGER)
def enter_learning(person_id: int) -> ResponseReturnValue:
    """Record it, confirmed."""
    viewer, now = current_person(), clock.now()
    claims.check_may_enter(person_id, viewer, today=day_of(now))
    form, key = LearningForm(), claims.key_or_new(request.form.get("key", ""))
    form.offer(published_courses())
    if not form.validate():
        return _enter_page(person_id, form, key), 422
    try:
        evidence = evidence_sent()
        with transaction():
            row = claims.enter(
                person_id, form.declared(), evidence=evidence, key=key, viewer=viewer, now=now, today=day_of(now)
            )
            learning_id = row.id
    except Invalid as refusal:
        form.show(refusal)
        return _enter_page(person_id, form, key), 422
    return redirect(url_for("outside.team_learning", learning_id=learning_id, notice="learning-entered"), 303)


def _page(learning_id: int, sentence: SentenceForm, void: VoidForm) -> str:
    viewer = current_person()
    person_id = finding.visible_learning(learning_id, viewer, today=today()).person_id
    note_person_shown(viewer, person_id, "outside learning opened", time_zone=settings().time_zone, now=clock.now())
    learning = finding.visible_learning(learning_id, viewer, today=today())
    stage = finding.stage(learning)
    return render_template(
        "outside/team_learning.html",
        learning=learning,
        stage=stage,
        kinds=KINDS,
        is_own=person_id == viewer.id,
        sentence=sentence.ask(_ANSWER if stage.is_disputed else _RETURN),
        void=void,
        replacement=claims.replacement_of(learning.id),
    )


def _enter_page(person_id: int, form: LearningForm, key: str) -> str:
    form.offer(published_courses())
    return render_template("outside/enter_learning.html", form=form, form_key=key, shown=person_by_id(person_id))
