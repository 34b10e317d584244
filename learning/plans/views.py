"""Pages of plans, for learning leads: all of them, one with its numbers, closing one."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import transaction
from learning.people.access import allow, current_person
from learning.people.record_access import note_people_shown
from learning.people.roles import Policy
from learning.plans import (
    agreement_views,
    editing_views,
    plan_form_views,
    proposal_finding,
    proposal_views,
    table_views,
)
from learning.plans.blueprint import blueprint
from learning.plans.plan_pages import agreed_about, plan_page
from learning.plans.plan_rows import audience_of
from learning.plans.planning import close_plan, current_edition, current_editions, plan_by_key
from learning.plans.proposal_words import stage_of
from learning.study.status import last_day_before
from learning.web.context import settings, today

__all__ = ["agreement_views", "blueprint", "editing_views", "plan_form_views", "proposal_views", "table_views"]


@blueprint.app_context_processor
def _for_templates() -> dict[str, Any]:
    # For the page of a person, which stands to the left of this feature.
    return {"plan_proposals_about": proposal_finding.proposals_about, "proposal_stage": stage_of}


@blueprint.get("/plans", endpoint="plans")
@allow(Policy.LEARNING_LEAD)
def all_plans() -> ResponseReturnValue:
    """Every plan with its owner, audience and review day."""
    return render_template(
        "plans/plans.html",
        plans=current_editions(),
        audience_of=audience_of,
        today=today(),
        waiting_count=proposal_finding.waiting_count(current_person(), today=today()),
    )


@blueprint.get("/plans/<key>")
@allow(Policy.LEARNING_LEAD)
def plan(key: str) -> ResponseReturnValue:
    """One plan: whom it asks for what by when, how many stand where, and what is agreed with people."""
    zone, now = settings().time_zone, clock.now()
    named = agreed_about(plan_by_key(key).id, today()).person_ids
    note_people_shown(current_person(), named, "agreement opened", time_zone=zone, now=now)
    found = plan_page(key, today=today(), now=now, time_zone=zone)
    return render_template(
        "plans/plan.html",
        page=found,
        audience=audience_of(found.edition.audience),
        agreed=agreed_about(found.plan.id, today()).only_with(named),
        last_day_before=last_day_before,
        today=today(),
    )


@blueprint.get("/plans/<key>/close")
@allow(Policy.LEARNING_LEAD)
def confirm_close(key: str) -> ResponseReturnValue:
    """Ask before a plan asks nothing any more."""
    return render_template("plans/close.html", plan=plan_by_key(key), edition=current_edition(plan_by_key(key)))


@blueprint.post("/plans/<key>/close", endpoint="close_plan")
@allow(Policy.LEARNING_LEAD)
def close(key: str) -> ResponseReturnValue:
    """Close a plan."""
    with transaction():
        close_plan(key, actor_id=current_person().id, now=clock.now(), today=today())
    return redirect(url_for("plans.plan", key=key, notice="plan-closed"), 303)
