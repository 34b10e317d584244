"""Pages on which a learning lead writes a plan as text: tried out first, then published as the next edition."""

from __future__ import annotations

from collections.abc import Iterable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.format.source_text import MAX_TEXT_BYTES
from learning.courses.problems import Problem
from learning.db import transaction
from learning.errors import BadSource, Conflict, Invalid
from learning.people.access import allow, current_person
from learning.people.record_access import note_people_shown
from learning.people.roles import Policy
from learning.plans.blueprint import blueprint
from learning.plans.planning import current_edition, plan_by_key, publish_plan
from learning.plans.trying_out import Effect, effect_of
from learning.web.context import settings, today
from learning.web.forms import showable

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


@blueprint.get("/plans/new")
@allow(Policy.LEARNING_LEAD)
def new_plan() -> ResponseReturnValue:
    """An empty plan to be written."""
    return text_page(None, "", _STARTER.format(today=today().isoformat()), 0)


@blueprint.get("/plans/<key>/edit")
@allow(Policy.LEARNING_LEAD)
def edit_plan(key: str) -> ResponseReturnValue:
    """The text of a plan."""
    plan = plan_by_key(key)
    return text_page(key, key, current_edition(plan).source, plan.current_number)


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


def number_sent() -> int:
    """The edition that whoever writes had before them, 0 for none."""
    return request.form.get("number", 0, type=int)


def try_or_publish(key: str, text: str) -> Effect | None:
    """What a text would do, whoever is named in it noted; or, where saving was asked for, None once it is published.

    Raises BadSource, Invalid for its key, and Conflict.
    """
    written = text.encode("utf-8", "replace")[: MAX_TEXT_BYTES + 1]
    effect = effect_of(key, written, now=clock.now(), today=today(), time_zone=settings().time_zone)
    if request.form.get("do") != "publish":
        _note_named(effect.named_ids)
        return effect
    with transaction():
        publish_plan(
            key,
            written,
            origin="browser",
            actor_id=current_person().id,
            now=clock.now(),
            today=today(),
            expected_number=number_sent(),
        )
    return None


def _note_named(person_ids: Iterable[int]) -> None:
    """Note of whom it is about to be shown what a change would mean for them."""
    note_people_shown(current_person(), person_ids, "plan tried out", time_zone=settings().time_zone, now=clock.now())


def published(key: str) -> ResponseReturnValue:
    """Lead to the plan that was just published."""
    return redirect(url_for("plans.plan", key=key, notice="plan-published"), 303)


def text_page(
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
    """The page of a plan as text; `known_key` is None for a new one."""
    return render_template(
        "plans/edit.html",
        known_key=known_key,
        key=showable(key),
        text=showable(text),
        number=number,
        effect=effect,
        problems=problems,
        key_error=key_error,
        sentence=sentence,
    )


def _save(known_key: str | None, key: str) -> ResponseReturnValue:
    text, number = request.form.get("text", ""), number_sent()
    try:
        effect = try_or_publish(key, text)
    except BadSource as refusal:
        return text_page(known_key, key, text, number, problems=refusal.problems), 422
    except Invalid as refusal:
        return text_page(known_key, key, text, number, key_error=refusal.sentence), 422
    except Conflict as refusal:
        return text_page(known_key, key, text, number, sentence=refusal.sentence), 409
    return text_page(known_key, key, text, number, effect=effect) if effect else published(key)
