"""Pages of plans, for learning leads: all of them, one with its numbers, writing one, closing one."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.format.source_text import MAX_TEXT_BYTES
from learning.courses.problems import Problem
from learning.db import transaction
from learning.errors import BadSource, Conflict, Invalid
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.plans import agreement_views
from learning.plans.blueprint import blueprint
from learning.plans.plan_pages import agreed_about, plan_page
from learning.plans.plan_rows import audience_of
from learning.plans.planning import close_plan, current_edition, current_editions, plan_by_key, publish_plan
from learning.plans.trying_out import Effect, effect_of
from learning.study.status import last_day_before
from learning.web.context import settings, today

__all__ = ["agreement_views", "blueprint"]

_STARTER = """---
owner: Learning and development
from: {today}
who: everyone
---
# What the plan is called

Say in a few sentences who it is for and why.

| Course | Due | Renew after | Remind before |
|---|---|---|---|
| [Its title](../its-folder/course.md) | 28 days | 24 months | 30, 7, 1 days |
"""


@blueprint.get("/plans", endpoint="plans")
@allow(Policy.LEARNING_LEAD)
def all_plans() -> ResponseReturnValue:
    """Every plan with its owner, audience and review day."""
    return render_template("plans/plans.html", plans=current_editions(), audience_of=audience_of, today=today())


@blueprint.get("/plans/<key>")
@allow(Policy.LEARNING_LEAD)
def plan(key: str) -> ResponseReturnValue:
    """One plan: whom it asks for what by when, how many stand where, and what is agreed with people."""
    found = plan_page(key, today=today(), now=clock.now(), time_zone=settings().time_zone)
    return render_template(
        "plans/plan.html",
        page=found,
        audience=audience_of(found.edition.audience),
        agreed=agreed_about(found.plan.id, today()),
        last_day_before=last_day_before,
    )


@blueprint.get("/plans/new")
@allow(Policy.LEARNING_LEAD)
def new_plan() -> ResponseReturnValue:
    """An empty plan to be written."""
    return _editor(None, "", _STARTER.format(today=today().isoformat()), 0)


@blueprint.get("/plans/<key>/edit")
@allow(Policy.LEARNING_LEAD)
def edit_plan(key: str) -> ResponseReturnValue:
    """The text of a plan."""
    plan_row = plan_by_key(key)
    return _editor(key, key, current_edition(plan_row).source, plan_row.current_number)


@blueprint.post("/plans/new", endpoint="make_plan")
@allow(Policy.LEARNING_LEAD)
def make_plan() -> ResponseReturnValue:
    """Try a new plan out, or publish its first edition."""
    return _save(None, request.form.get("key", "").strip())


@blueprint.post("/plans/<key>/edit", endpoint="save_plan")
@allow(Policy.LEARNING_LEAD)
def save_plan(key: str) -> ResponseReturnValue:
    """Try a changed text out, or publish it as the next edition."""
    plan_by_key(key)
    return _save(key, key)


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


def _save(known_key: str | None, key: str) -> ResponseReturnValue:
    text = request.form.get("text", "")
    number = request.form.get("number", 0, type=int)
    written = text.encode("utf-8", "replace")[: MAX_TEXT_BYTES + 1]
    try:
        effect = effect_of(key, written, now=clock.now(), today=today(), time_zone=settings().time_zone)
        if request.form.get("do") != "publish":
            return _editor(known_key, key, text, number, effect=effect)
        with transaction():
            publish_plan(
                key, written, origin="browser", actor_id=current_person().id, now=clock.now(), today=today(),
                expected_number=number,
            )  # fmt: skip
    except BadSource as refusal:
        return _editor(known_key, key, text, number, problems=refusal.problems), 422
    except Invalid as refusal:
        return _editor(known_key, key, text, number, key_error=refusal.sentence), 422
    except Conflict as refusal:
        return _editor(known_key, key, text, number, sentence=refusal.sentence), 409
    return redirect(url_for("plans.plan", key=key, notice="plan-published"), 303)


def _editor(
    known_key: str | None,
    key: str,
    text: str,
    number: int,
    *,
    effect: Effect | None = None,
    problems: tuple[Problem, ...] = (),
    key_error: str = "",
    sentence: str = "",
) -> str:
    return render_template(
        "plans/edit.html",
        known_key=known_key, key=key, text=text, number=number, effect=effect, problems=problems,
        key_error=key_error, sentence=sentence,
    )  # fmt: skip
