"""A register: one course, one day, many people, ticked in a list or named in a file; looked at first, then entered."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.published import published_courses
from learning.db import transaction
from learning.errors import Invalid
from learning.outside import claims, registering, ticking
from learning.outside.blueprint import blueprint
from learning.outside.declared import Declared
from learning.outside.forms import RegisterForm
from learning.outside.own_views import EVIDENCE_MEGABYTES, evidence_sent
from learning.outside.registering import RegisterPlan
from learning.people.access import allow, current_person
from learning.people.record_access import note_people_shown
from learning.people.roles import Policy
from learning.people.table_file import Fault
from learning.web.context import day_of, settings, today
from learning.web.uploads import takes_files_up_to

_KEPT_FIELDS = ("title", "provider", "kind", "held_on", "hours", "minutes", "course", "note")


@blueprint.get("/my-team/elsewhere/register")
@allow(Policy.MANAGER)
def register() -> ResponseReturnValue:
    """The form: what it was, and who was there."""
    return _page(RegisterForm(formdata=None))


@blueprint.post("/my-team/elsewhere/register", endpoint="look_at_register")
@takes_files_up_to(EVIDENCE_MEGABYTES)
@allow(Policy.MANAGER)
def look_at_register() -> ResponseReturnValue:
    """What entering it would do. Nothing is entered yet."""
    form = RegisterForm()
    form.offer(published_courses())
    if not form.validate():
        return _page(form), 422
    try:
        plan = _plan(form, _declared(form))
    except Invalid as refusal:
        form.show(refusal)
        return _page(form), 422
    if plan.faults:
        return _page(form, plan.faults), 422
    return _look_page(form, plan, claims.key_or_new())


@blueprint.post("/my-team/elsewhere/register/enter", endpoint="enter_register")
@takes_files_up_to(EVIDENCE_MEGABYTES)
@allow(Policy.MANAGER)
def enter_register() -> ResponseReturnValue:
    """Enter it for everybody at once."""
    viewer, now = current_person(), clock.now()
    form, key = RegisterForm(), claims.key_or_new(request.form.get("key", ""))
    form.offer(published_courses())
    if not form.validate():
        return _page(form), 422
    try:
        declared = _declared(form)
        plan = registering.plan_people(declared, form.ticked(), viewer=viewer, today=day_of(now))
    except Invalid as refusal:
        form.show(refusal)
        return _page(form), 422
    try:
        evidence = evidence_sent()
    except Invalid as refusal:
        form.show(refusal)
        return _look_page(form, plan, key), 422
    with transaction():
        registering.enter_register(
            declared, form.ticked(), viewer=viewer, evidence=evidence, key=key, now=now, today=day_of(now)
        )
    return redirect(url_for("outside.team_learnings", notice="register-entered"), 303)


def _plan(form: RegisterForm, declared: Declared) -> RegisterPlan:
    viewer, file = current_person(), request.files.get("list_file")
    has_file = bool(file and file.filename)
    if has_file == bool(form.people.data):
        sentence = "Tick people or choose a file, not both." if has_file else "Tick who was there, or choose a file."
        raise Invalid({"list_file": sentence})
    if not has_file or file is None:
        return registering.plan_people(declared, form.ticked(), viewer=viewer, today=today())
    return registering.plan_file(declared, file.read(), viewer=viewer, today=today())


def _declared(form: RegisterForm) -> Declared:
    """What was typed; without a title the name of our course, without a provider our own organisation."""
    declared = form.declared()
    titles = {course.slug: version.title for course, version in published_courses()}
    return replace(
        declared,
        title=declared.title or titles.get(declared.course_slug, ""),
        provider=declared.provider or settings().organisation,
    )


def _page(form: RegisterForm, faults: tuple[Fault, ...] = ()) -> str:
    viewer = current_person()
    teams = ticking.teams_of(viewer, today=today())
    team_id = request.args.get("team", None, type=int)
    people = ticking.people_to_tick(viewer, teams, team_id, today=today())
    form.offer(published_courses())
    form.offer_people(people)
    return render_template(
        "outside/register.html", form=form, teams=teams, team_id=team_id, people=people, faults=faults
    )


def _look_page(form: RegisterForm, plan: RegisterPlan, key: str) -> str:
    viewer, declared = current_person(), _declared(form)
    doubles = [one.person_id for one in plan.doubles]
    note_people_shown(viewer, doubles, "outside learning opened", time_zone=settings().time_zone, now=clock.now())
    return render_template(
        "outside/register_look.html",
        form=form,
        declared=declared,
        plan=plan,
        form_key=key,
        kept=[(name, form[name].data or "") for name in _KEPT_FIELDS],
        people=",".join(str(one.person_id) for one in plan.added),
    )
