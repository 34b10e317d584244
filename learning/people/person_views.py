"""One person's page for administrators: details, roles, teams, and whether the account is in use."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.people import administration, directory, mails, placing
from learning.people.access import allow, current_person, current_person_may_open
from learning.people.blueprint import blueprint
from learning.people.forms import PersonForm, TeamsForm
from learning.people.models import Membership, TeamManager
from learning.people.names import tidy_line
from learning.people.roles import Policy, Role
from learning.people.teams import managed_team_names_of
from learning.web.context import today


@blueprint.get("/admin/people/<int:person_id>")
@allow(Policy.PEOPLE_READER)
def person(person_id: int) -> ResponseReturnValue:
    """Who this is, and for administrators the forms to change it."""
    return _person_page(person_id)


@blueprint.post("/admin/people/<int:person_id>/details")
@allow(Policy.ADMINISTRATOR)
def change_details(person_id: int) -> ResponseReturnValue:
    """Change name, addresses and days of work."""
    form = PersonForm()
    if not form.validate():
        return _person_page(person_id, 422, details=form)
    try:
        with transaction():
            administration.change_details(
                person_id, form.details(), actor_id=current_person().id, now=clock.now(), today=today()
            )
    except Invalid as refusal:
        form.show(refusal)
        return _person_page(person_id, refusal.status, details=form)
    return _back_to(person_id, "person-changed")


@blueprint.post("/admin/people/<int:person_id>/teams")
@allow(Policy.ADMINISTRATOR)
def change_teams(person_id: int) -> ResponseReturnValue:
    """Say which teams the person is in and which they manage, from today on."""
    form = TeamsForm()
    if not form.validate():
        return _person_page(person_id, 422, teams=form)
    spellings = {name.casefold(): name for name in placing.team_parents()}
    teams, managed = form.teams.paths(spellings), form.managed.paths(spellings)
    try:
        with transaction():
            placing.put_person(
                person_id,
                teams,
                managed,
                may_make=_ticked_team_names(),
                actor_id=current_person().id,
                now=clock.now(),
                today=today(),
            )
    except Invalid as refusal:
        form.show(refusal)
        unknown = refusal.names if isinstance(refusal, placing.UnknownTeams) else ()
        return _person_page(person_id, refusal.status, teams=form, unknown_teams=unknown)
    return _back_to(person_id, "teams-changed")


def _ticked_team_names() -> frozenset[str]:
    # The box names the teams it stands for, so that a further slip of the keyboard is asked about again.
    return frozenset(tidy_line(name) for name in request.form.get("new_teams", "").split("|"))


@blueprint.get("/admin/people/<int:person_id>/make-administrator")
@allow(Policy.ADMINISTRATOR)
def confirm_administrator(person_id: int) -> ResponseReturnValue:
    """Ask before somebody may change everybody’s account."""
    return render_template("people/confirm_administrator.html", shown=administration.person_by_id(person_id))


@blueprint.post("/admin/people/<int:person_id>/role")
@allow(Policy.ADMINISTRATOR)
def change_role(person_id: int) -> ResponseReturnValue:
    """Give or take one role."""
    try:
        role = Role(request.form.get("role", ""))
    except ValueError:
        raise NotFound("There is no such role.") from None
    held = request.form.get("held") == "yes"
    with transaction():
        administration.set_role(
            person_id, role, held=held, actor_id=current_person().id, now=clock.now(), today=today()
        )
    return _back_to(person_id, "role-given" if held else "role-taken")


@blueprint.get("/admin/people/<int:person_id>/deactivate")
@allow(Policy.ADMINISTRATOR)
def confirm_deactivate(person_id: int) -> ResponseReturnValue:
    """Ask before an account is closed."""
    return render_template("people/confirm_deactivate.html", shown=administration.person_by_id(person_id))


@blueprint.post("/admin/people/<int:person_id>/deactivate")
@allow(Policy.ADMINISTRATOR)
def deactivate(person_id: int) -> ResponseReturnValue:
    """Close the account."""
    with transaction():
        administration.deactivate(person_id, actor_id=current_person().id, now=clock.now(), today=today())
    return _back_to(person_id, "person-deactivated")


@blueprint.post("/admin/people/<int:person_id>/reactivate")
@allow(Policy.ADMINISTRATOR)
def reactivate(person_id: int) -> ResponseReturnValue:
    """Open the account again."""
    with transaction():
        administration.reactivate(person_id, actor_id=current_person().id, now=clock.now(), today=today())
    return _back_to(person_id, "person-reactivated")


@blueprint.post("/admin/people/<int:person_id>/link")
@allow(Policy.ADMINISTRATOR)
def send_link(person_id: int) -> ResponseReturnValue:
    """Send a one-use link again."""
    with transaction():
        made = administration.send_link_again(person_id, actor_id=current_person().id, now=clock.now(), today=today())
    mails.send_link(*made)
    return _back_to(person_id, "link-sent")


@blueprint.post("/admin/people/<int:person_id>/sign-out")
@allow(Policy.ADMINISTRATOR)
def end_sessions(person_id: int) -> ResponseReturnValue:
    """Sign the person out everywhere."""
    with transaction():
        administration.end_sessions(person_id, actor_id=current_person().id, now=clock.now())
    return _back_to(person_id, "person-signed-out")


def _back_to(person_id: int, notice: str) -> ResponseReturnValue:
    return redirect(url_for("people.person", person_id=person_id, notice=notice), 303)


def _person_page(
    person_id: int,
    status: int = 200,
    *,
    details: PersonForm | None = None,
    teams: TeamsForm | None = None,
    unknown_teams: tuple[str, ...] = (),
) -> ResponseReturnValue:
    shown = administration.person_by_id(person_id)
    day = today()
    team_names, managed_names = (
        sorted(placing.places_by_person(place, day, person_id)[person_id]) for place in (Membership, TeamManager)
    )
    as_it_stands = {"teams": " | ".join(team_names), "managed": " | ".join(managed_names)}
    page = render_template(
        "people/person.html",
        shown=shown,
        status=directory.status_of_account(shown, day),
        is_active=shown.is_active(day),
        details=details or PersonForm.of(shown),
        teams=teams or TeamsForm(None, data=as_it_stands),
        unknown_teams=unknown_teams,
        faulty=details or teams,
        team_names=team_names,
        managed_names=sorted({*managed_names, *managed_team_names_of([person_id], day)[person_id]}),
        roles=list(Role),
        may_change=current_person_may_open(Policy.ADMINISTRATOR),
    )
    return page, status
