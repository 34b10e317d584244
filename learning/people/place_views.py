"""Where somebody is and was, with days: their own page for administrators, and the page of each team."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast, get_args

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.people import place_days, place_history
from learning.people.access import allow, current_person, current_person_may_open
from learning.people.administration import person_by_id
from learning.people.blueprint import blueprint
from learning.people.forms import DaysForm, PlaceForm
from learning.people.place_days import PlaceDays, PlaceKind
from learning.people.roles import Policy
from learning.typed_days import read_day
from learning.web.context import today

_DAY = timedelta(days=1)


@blueprint.get("/admin/people/<int:person_id>/places")
@allow(Policy.PEOPLE_READER)
def places(person_id: int) -> ResponseReturnValue:
    """The teams and job roles of one person, now, before and later."""
    return _places_page(person_id)


@blueprint.post("/admin/people/<int:person_id>/places", endpoint="add_place")
@allow(Policy.ADMINISTRATOR)
def add_place(person_id: int) -> ResponseReturnValue:
    """Put the person into a team, or have them manage it, from a day on."""
    form = PlaceForm()
    if not form.validate():
        return _places_page(person_id, form, 422)
    what = form.what.data
    days = PlaceDays(person_id, 0, form.from_on.day or today(), _until(form.last_on.day), is_acting=what == "acting")
    kind: PlaceKind = "member" if what == "member" else "manager"
    try:
        with transaction():
            place_days.add_place(kind, form.team.data or "", days, actor_id=current_person().id, now=clock.now())
    except Invalid as refusal:
        form.show(refusal)
        return _places_page(person_id, form, refusal.status)
    return _back_to(person_id, "team-days-saved")


@blueprint.get("/admin/people/<int:person_id>/places/<kind>/<int:place_id>")
@allow(Policy.ADMINISTRATOR)
def place(person_id: int, kind: str, place_id: int) -> ResponseReturnValue:
    """Change from when until when something holds."""
    return _place_page(person_id, _kind(kind), place_id)


@blueprint.post("/admin/people/<int:person_id>/places/<kind>/<int:place_id>", endpoint="change_place")
@allow(Policy.ADMINISTRATOR)
def change_place(person_id: int, kind: str, place_id: int) -> ResponseReturnValue:
    """Say the days anew."""
    form = DaysForm()
    if not form.validate():
        return _place_page(person_id, _kind(kind), place_id, form, 422)
    days = PlaceDays(person_id, 0, cast(date, form.from_on.day), _until(form.last_on.day))
    try:
        with transaction():
            place_days.change_days(
                _kind(kind), place_id, days, actor_id=current_person().id, now=clock.now(), today=today()
            )
    except Invalid as refusal:
        form.show(refusal)
        return _place_page(person_id, _kind(kind), place_id, form, refusal.status)
    return _back_to(person_id, "team-days-saved")


@blueprint.post("/admin/people/<int:person_id>/places/<kind>/<int:place_id>/remove")
@allow(Policy.ADMINISTRATOR)
def remove_place(person_id: int, kind: str, place_id: int) -> ResponseReturnValue:
    """Take back what never was."""
    with transaction():
        place_days.take_back(
            _kind(kind), place_id, person_id, actor_id=current_person().id, now=clock.now(), today=today()
        )
    return _back_to(person_id, "team-days-removed")


@blueprint.get("/admin/teams/<int:team_id>")
@allow(Policy.PEOPLE_READER)
def team(team_id: int) -> ResponseReturnValue:
    """One team: who manages it and who is in it, on a day or ever."""
    typed = request.args.get("on", "")[:20]
    try:
        on, fault = read_day(typed) or today(), ""
    except ValueError:
        on, fault = today(), "Enter a day, such as 24/11/2026."
    shows_everybody = request.args.get("show") == "everybody"
    page = request.args.get("page", 1, type=int)
    found = place_history.team_page(team_id, page, on=on, shows_everybody=shows_everybody)
    return render_template(
        "people/team.html",
        found=found,
        on=on,
        typed=typed,
        fault=fault,
        is_today=on == today(),
        shows_everybody=shows_everybody,
    )


def _kind(kind: str) -> PlaceKind:
    if kind not in get_args(PlaceKind):
        raise NotFound
    return kind  # type: ignore[return-value]


def _until(last_on: date | None) -> date | None:
    return last_on + _DAY if last_on and last_on < date.max else None


def _back_to(person_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("people.places", person_id=person_id, notice=notice), 303)


def _places_page(person_id: int, form: PlaceForm | None = None, status: int = 200) -> ResponseReturnValue:
    shown = person_by_id(person_id)
    page = render_template(
        "people/places.html",
        shown=shown,
        found=place_history.places_of(shown.id, today()),
        form=form or PlaceForm(None),
        may_change=current_person_may_open(Policy.ADMINISTRATOR),
    )
    return page, status


def _place_page(
    person_id: int, kind: PlaceKind, place_id: int, form: DaysForm | None = None, status: int = 200
) -> ResponseReturnValue:
    shown = person_by_id(person_id)
    days = place_days.own_place(kind, place_id, person_id)
    lines = place_history.places_of(person_id, today())
    of_kind = {"member": lines.teams, "manager": lines.managed, "job-role": lines.job_roles}[kind]
    line = next((one for one in of_kind if one.id == place_id), None)
    if line is None:
        raise NotFound  # somebody else took it back between the two reads
    page = render_template(
        "people/place.html",
        shown=shown,
        kind=kind,
        line=line,
        form=form or DaysForm.of(days.from_on, line.last_on),
    )
    return page, status
