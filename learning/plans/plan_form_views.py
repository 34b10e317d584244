"""Pages on which a learning lead changes a plan in a form, which writes the same text that an author would.

The text from which the form was filled goes along, so that what the form does not show is kept.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning.errors import BadSource, Conflict, Invalid
from learning.people.access import allow
from learning.people.roles import Policy
from learning.plans.blueprint import blueprint
from learning.plans.editing_views import number_sent, published, text_page, try_or_publish
from learning.plans.plan_forms import PlanSheet, sheet_of, sheet_sent
from learning.plans.plan_source import PlanFields, PlanSource, read_source
from learning.plans.plan_writing import write_plan
from learning.plans.planning import course_ids_by_slug, course_titles, current_edition, plan_by_key
from learning.plans.trying_out import Effect
from learning.web.context import today
from learning.web.forms import showable

_MORE_ROWS = 3
_AS_TEXT = "The form cannot show this text as it is. Mend these lines first, or go on as text."


@blueprint.get("/plans/new/form")
@allow(Policy.LEARNING_LEAD)
def new_plan_form() -> ResponseReturnValue:
    """An empty form for a new plan."""
    sheet = sheet_of(PlanFields(owner="Learning and development", from_on=today()), _titles())
    return _form_page(None, "", sheet, "", 0)


@blueprint.get("/plans/<key>/form")
@allow(Policy.LEARNING_LEAD)
def edit_plan_form(key: str) -> ResponseReturnValue:
    """A plan in the form, or as text where the form cannot show it."""
    plan = plan_by_key(key)
    return _open(key, key, current_edition(plan).source, plan.current_number)


@blueprint.post("/plans/new/form", endpoint="make_plan_by_form")
@allow(Policy.LEARNING_LEAD)
def make_plan_by_form() -> ResponseReturnValue:
    """Try a new plan out, publish it, or go on with it another way."""
    return _take(None, request.form.get("key", "").strip())


@blueprint.post("/plans/<key>/form", endpoint="save_plan_by_form")
@allow(Policy.LEARNING_LEAD)
def save_plan_by_form(key: str) -> ResponseReturnValue:
    """Try a changed plan out, publish it as the next edition, or go on with it another way."""
    plan_by_key(key)
    return _take(key, key)


def _take(known_key: str | None, key: str) -> ResponseReturnValue:
    do, number, titles = request.form.get("do", ""), number_sent(), _titles()
    if do == "form":
        return _open(known_key, key, request.form.get("text", ""), number)
    base = request.form.get("base", "")
    sheet = sheet_sent(titles, more=_MORE_ROWS if do == "rows" else 0)
    if sheet.plan.form_errors or (do != "rows" and not sheet.validate()):
        return _form_page(known_key, key, sheet, base, number), 422
    if do == "rows":
        return _form_page(known_key, key, sheet, base, number)
    written = write_plan(sheet.fields, _source(base, titles), titles)
    if do == "text":
        return text_page(known_key, key, written.text, number)
    try:
        effect = try_or_publish(key, written.text)
    except BadSource as refusal:
        sheet.show(refusal.problems, written.places)
        return _form_page(known_key, key, sheet, base, number), 422
    except Invalid as refusal:
        sheet.plan.show(refusal)
        return _form_page(known_key, key, sheet, base, number), 422
    except Conflict as refusal:
        sheet.plan.form_errors.append(refusal.sentence)
        return _form_page(known_key, key, sheet, base, number), 409
    return _form_page(known_key, key, sheet, base, number, effect) if effect else published(key)


def _open(known_key: str | None, key: str, text: str, number: int) -> ResponseReturnValue:
    """The form filled from a text, or the text with what keeps the form from showing it."""
    titles = _titles()
    try:
        source = read_source(text, titles)
    except BadSource as refusal:
        page = text_page(known_key, key, text, number, problems=refusal.problems, sentence=_AS_TEXT)
        return page, 422 if request.method == "POST" else 200
    return _form_page(known_key, key, sheet_of(source.fields, titles), text, number)


def _source(base: str, titles: dict[str, str]) -> PlanSource | None:
    """The text that the form was filled from, None for a new plan and for one that was spoiled on its way."""
    try:
        return read_source(base, titles)
    except BadSource:
        return None


def _titles() -> dict[str, str]:
    titles = course_titles()
    return {slug: titles[course_id] for slug, course_id in course_ids_by_slug().items()}


def _form_page(
    known_key: str | None, key: str, sheet: PlanSheet, base: str, number: int, effect: Effect | None = None
) -> str:
    source = _source(base, _titles())
    sheet.plan.key.data = key
    return render_template(
        "plans/plan_form.html",
        known_key=known_key,
        form=sheet.plan,
        rows=sheet.rows,
        faults=list(sheet.faults()),
        base=showable(base),
        comments=source.comments if source else (),
        number=number,
        effect=effect,
    )
