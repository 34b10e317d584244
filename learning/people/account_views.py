"""One's own account: changing the password, seeing and ending one's sessions."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import transaction
from learning.errors import Invalid
from learning.people import accounts, mails, sessions, teams, tries
from learning.people.access import allow, current_person, current_sign_in
from learning.people.blueprint import blueprint
from learning.people.forms import ChangePasswordForm
from learning.people.roles import Policy
from learning.web.context import settings, today


@blueprint.get("/account")
@allow(Policy.OWN_ACCOUNT)
def account() -> ResponseReturnValue:
    """Who I am here, my password, where I am signed in."""
    return _account_page(ChangePasswordForm(), 200)


@blueprint.post("/account/password")
@allow(Policy.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change the password; signs out every other device."""
    form = ChangePasswordForm()
    if not form.validate():
        return _account_page(form, 422)
    person, now, address = current_person(), clock.now(), request.remote_addr or ""
    is_slowed = tries.is_one_too_many("sign-in", person.email, address, now)
    try:
        accounts.check_own_password(person, form.current_password.data or "", is_slowed=is_slowed)
        new_hash = accounts.hash_new_password(form.new_password.data or "", person, settings())
    except Invalid as refusal:
        form.show(refusal)
        return _account_page(form, refusal.status)
    with transaction():
        accounts.change_password(
            person.id,
            new_hash,
            proven_hash=person.password_hash,
            keep_session=_this_session(),
            address=address,
            now=now,
        )
    mails.send_password_changed(person)
    return redirect(url_for("people.account", notice="password-changed"), 303)


@blueprint.post("/account/sessions/<id_hash>/end")
@allow(Policy.OWN_ACCOUNT)
def end_session(id_hash: str) -> ResponseReturnValue:
    """Sign out one of my own browsers."""
    with transaction():
        accounts.sign_out(current_person().id, id_hash, address=request.remote_addr or "", now=clock.now())
    return redirect(url_for("people.account", notice="session-ended"), 303)


def _account_page(form: ChangePasswordForm, status: int) -> ResponseReturnValue:
    person = current_person()
    page = render_template(
        "people/account.html",
        form=form,
        team_names=teams.team_names_of([person.id], today())[person.id],
        managed_names=teams.managed_team_names_of([person.id], today())[person.id],
        sessions=sessions.open_sessions_of(person.id, settings=settings(), now=clock.now()),
        this_session=_this_session(),
    )
    return page, status


def _this_session() -> str:
    signed_in = current_sign_in()
    return signed_in.id_hash if signed_in else ""
