"""The list of people, adding one, and the tree of teams. Learning leads read; administrators change."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import transaction
from learning.errors import Invalid
from learning.people import administration, directory, mails, team_removal
from learning.people.access import allow, current_person, current_person_may_open
from learning.people.blueprint import blueprint
from learning.people.forms import PersonForm
from learning.people.roles import Policy
from learning.web.context import today


@blueprint.get("/admin/people")
@allow(Policy.PEOPLE_READER)
def people() -> ResponseReturnValue:
    """Everybody with an account, searched and paged."""
    text = request.args.get("search", "")[:200]
    page = request.args.get("page", 1, type=int)
    found = directory.search_people(text, page, today())
    may_change = current_person_may_open(Policy.ADMINISTRATOR)
    return render_template("people/people.html", found=found, search=text, may_change=may_change)


@blueprint.route("/admin/people/add", methods=["GET", "POST"])
@allow(Policy.ADMINISTRATOR)
def add_person() -> ResponseReturnValue:
    """Make an account and send its one-use link."""
    form = PersonForm()
    if not form.is_submitted():
        return render_template("people/add_person.html", form=form)
    if not form.validate():
        return render_template("people/add_person.html", form=form), 422
    try:
        with transaction():
            person, token = administration.invite_person(
                form.details(), actor_id=current_person().id, now=clock.now(), today=today()
            )
    except Invalid as refusal:
        form.show(refusal)
        return render_template("people/add_person.html", form=form), refusal.status
    mails.send_link(person, token)
    return redirect(url_for("people.person", person_id=person.id, notice="person-added"), 303)


@blueprint.get("/admin/teams")
@allow(Policy.PEOPLE_READER)
def teams() -> ResponseReturnValue:
    """All teams, with their people counted and their managers named."""
    may_change = current_person_may_open(Policy.ADMINISTRATOR)
    return render_template("people/teams.html", lines=directory.team_tree(today()), may_change=may_change)


@blueprint.post("/admin/teams/<int:team_id>/remove")
@allow(Policy.ADMINISTRATOR)
def remove_team(team_id: int) -> ResponseReturnValue:
    """Take away a team that nothing ever used."""
    with transaction():
        team_removal.remove_team(team_id, actor_id=current_person().id, now=clock.now())
    return redirect(url_for("people.teams", notice="team-removed"), 303)
