"""Pages on which a manager proposes an agreement for one of their people, and all concerned see what became of it."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import transaction
from learning.errors import Invalid
from learning.people.access import allow, current_person, current_person_may_open
from learning.people.record_access import note_people_shown, note_person_shown
from learning.people.roles import Policy
from learning.plans import proposal_finding, proposals
from learning.plans.blueprint import blueprint
from learning.plans.forms import ProposalForm, ReturnForm
from learning.plans.proposal_words import KINDS
from learning.web.context import day_of, settings, today


@blueprint.get("/my-team/people/<int:person_id>/propose")
@allow(Policy.MANAGER)
def propose(person_id: int) -> ResponseReturnValue:
    """The form for a proposal about one person."""
    return _form_page(person_id, ProposalForm(formdata=None))


@blueprint.post("/my-team/people/<int:person_id>/propose", endpoint="send_proposal")
@allow(Policy.MANAGER)
def send_proposal(person_id: int) -> ResponseReturnValue:
    """Send it to the learning leads."""
    viewer, now, form = current_person(), clock.now(), ProposalForm()
    proposals.check_may_propose(person_id, viewer, today=day_of(now))
    form.offer(_requirements_of(person_id))
    if not form.validate():
        return _form_page(person_id, form), 422
    plan_key, _, slug = form.requirement.data.partition("/")
    try:
        with transaction():
            row = proposals.propose(
                person_id,
                plan_key,
                slug,
                kind=form.kind.data,
                last_on=form.last_on.data or date.min,
                reason=form.reason.data or "",
                viewer=viewer,
                now=now,
                today=day_of(now),
            )
            proposal_id = row.id
    except Invalid as refusal:
        form.show(refusal)
        return _form_page(person_id, form), 422
    return _back_to(proposal_id, "proposal-sent")


@blueprint.get("/my-team/proposals", endpoint="proposals")
@allow(Policy.MANAGER)
def all_proposals() -> ResponseReturnValue:
    """What waits, and what was decided, about the viewer's people."""
    viewer = current_person()
    waiting = proposal_finding.waiting_for(viewer, today=today())
    decided = proposal_finding.decided_for(viewer, today=today())
    person_ids = {one.person_id for one in (*waiting, *decided)}
    note_people_shown(viewer, person_ids, "proposal opened", time_zone=settings().time_zone, now=clock.now())
    return render_template(
        "plans/proposals.html",
        waiting=waiting,
        waiting_count=proposal_finding.waiting_count(viewer, today=today()),
        decided=decided,
        decides=current_person_may_open(Policy.LEARNING_LEAD),
    )


@blueprint.get("/my-team/proposals/<int:proposal_id>")
@allow(Policy.MANAGER)
def proposal(proposal_id: int) -> ResponseReturnValue:
    """One proposal, and what may be done with it."""
    return _page(proposal_id, ReturnForm(formdata=None))


@blueprint.post("/my-team/proposals/<int:proposal_id>/decide", endpoint="decide_proposal")
@allow(Policy.LEARNING_LEAD)
def decide_proposal(proposal_id: int) -> ResponseReturnValue:
    """Agree, or return it with a sentence."""
    viewer, now, form = current_person(), clock.now(), ReturnForm()
    proposal_finding.visible_proposal(proposal_id, viewer, today=day_of(now))
    if not form.validate():
        return _page(proposal_id, form), 422
    try:
        with transaction():
            if request.form.get("do") == "agree":
                proposals.agree_to(proposal_id, viewer, now=now, today=day_of(now))
                notice = "proposal-agreed"
            else:
                words = form.words.data or ""
                proposals.return_proposal(proposal_id, viewer, words=words, now=now, today=day_of(now))
                notice = "proposal-returned"
    except Invalid as refusal:
        form.show(refusal)
        return _page(proposal_id, form), 422
    return _back_to(proposal_id, notice)


@blueprint.post("/my-team/proposals/<int:proposal_id>/take-back", endpoint="take_back_proposal")
@allow(Policy.MANAGER)
def take_back_proposal(proposal_id: int) -> ResponseReturnValue:
    """Take a proposal back while it waits."""
    now = clock.now()
    with transaction():
        proposals.take_back(proposal_id, current_person(), now=now, today=day_of(now))
    return _back_to(proposal_id, "proposal-taken-back")


@blueprint.get("/my-record/proposals")
@allow(Policy.STUDY)
def my_proposals() -> ResponseReturnValue:
    """What was proposed for oneself, by whom and why, and what became of it."""
    found = proposal_finding.proposals_about(current_person().id)
    return render_template("plans/my_proposals.html", proposals=found)


def _back_to(proposal_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("plans.proposal", proposal_id=proposal_id, notice=notice), 303)


def _requirements_of(person_id: int) -> list[tuple[str, str]]:
    return proposal_finding.requirements_of(person_id, today=today(), now=clock.now(), time_zone=settings().time_zone)


def _form_page(person_id: int, form: ProposalForm) -> str:
    viewer = current_person()
    shown = proposals.check_may_propose(person_id, viewer, today=today())
    note_person_shown(viewer, person_id, "record opened", time_zone=settings().time_zone, now=clock.now())
    requirements = _requirements_of(person_id)
    form.offer(requirements)
    return render_template("plans/propose.html", form=form, shown=shown, requirements=requirements)


def _page(proposal_id: int, form: ReturnForm) -> str:
    viewer = current_person()
    person_id = proposal_finding.visible_proposal(proposal_id, viewer, today=today()).person_id
    note_person_shown(viewer, person_id, "proposal opened", time_zone=settings().time_zone, now=clock.now())
    shown = proposal_finding.visible_proposal(proposal_id, viewer, today=today())
    return render_template(
        "plans/proposal.html",
        proposal=shown,
        form=form,
        kinds=KINDS,
        is_own=person_id == viewer.id,
        decides=current_person_may_open(Policy.LEARNING_LEAD),
        may_take_back=proposals.may_take_back(shown, viewer),
    )
