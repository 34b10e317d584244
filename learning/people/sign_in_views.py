"""Signing in and out, leaving quickly, and setting a password by link."""

from __future__ import annotations

from contextlib import suppress

from flask import abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.people import accounts, kept_forms, links, mails, sessions, tries
from learning.people.access import (
    FormTooOld,
    SignInNeeded,
    allow,
    comes_from_own_page,
    current_sign_in,
    page_it_stood_on,
    recognise,
    writer_of_form,
)
from learning.people.blueprint import blueprint
from learning.people.forms import ForgottenForm, SetPasswordForm, SignInForm
from learning.people.kept_forms import KeptForm
from learning.people.own_paths import own_path
from learning.people.roles import Policy
from learning.web.context import settings, today
from learning.web.error_pages import refusal_page
from learning.web.uploads import LARGEST_FORM_BYTES


@blueprint.route("/sign-in", methods=["GET", "POST"])
@allow(Policy.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """The sign-in page; afterwards the page that was asked for, or what was typed before the session ended."""
    form = SignInForm()
    if not form.is_submitted():
        form.next.data = own_path(request.args.get("next")) or ""
        if _is_signed_in():
            return redirect(form.next.data or url_for("home.start"), 303)
        return _sign_in_page(form)
    kept = kept_forms.unseal(form.kept.data or "", settings().secret_key)
    if not g.get("csrf_valid"):
        if kept and _is_signed_in():
            return _give_to_writer(kept)
        return _sign_in_page(form, "This page had been open for a long time. Please type your password once more.", 400)
    if not form.validate():
        return _sign_in_page(form, status=422)
    checked = _checked_password(form)
    if checked is None:
        return _sign_in_page(form, accounts.COULD_NOT_SIGN_IN, 422)
    _start_session(checked, own_phone=form.own_phone.data)
    if kept:
        return _give_to_writer(kept)
    return redirect(own_path(form.next.data) or url_for("home.start"), 303)


def _checked_password(form: SignInForm) -> accounts.CheckedPassword | None:
    address, now = request.remote_addr or "", clock.now()
    name, password = form.name.data or "", form.password.data or ""
    is_slowed = tries.is_one_too_many("sign-in", accounts.subject_of(name), address, now)
    checked = accounts.check_sign_in(name, password, is_slowed=is_slowed, today=today())
    if checked is None and not is_slowed:
        with transaction():
            accounts.note_failed_sign_in(name, address=address, now=now)
    return checked


def _start_session(checked: accounts.CheckedPassword, *, own_phone: bool) -> None:
    before = current_sign_in()
    with transaction():
        session_id = accounts.sign_in(
            checked,
            own_phone=own_phone,
            user_agent=request.user_agent.string,
            address=request.remote_addr or "",
            replaces=before.id_hash if before else None,
            settings=settings(),
            now=clock.now(),
        )
    session.start(session_id, lasting=own_phone)  # type: ignore[attr-defined]
    recognise(session_id)


def _is_signed_in() -> bool:
    signed_in = current_sign_in()
    return signed_in is not None and sessions.is_enough_for_more_than_study(signed_in, settings(), clock.now())


def _sign_in_page(
    form: SignInForm, sentence: str = "", status: int = 200, *, kept: KeptForm | None = None
) -> ResponseReturnValue:
    if sentence:
        form.form_errors.append(sentence)
    kept = kept or kept_forms.unseal(form.kept.data or "", settings().secret_key)
    if kept:
        form.kept.data = kept_forms.seal(kept, settings().secret_key)
    form.next.data = own_path(form.next.data) or ""
    signed_in = current_sign_in()
    if signed_in and not form.is_submitted():
        form.own_phone.data = signed_in.own_phone
    page = render_template("people/sign_in.html", form=form, kept=kept, again=signed_in is not None)
    return page, status


@blueprint.app_errorhandler(SignInNeeded)
def sign_in_needed(needed: SignInNeeded) -> ResponseReturnValue:
    """Answer whoever has to sign in first: a link leads to the sign-in page, a form is kept on it."""
    if needed.next_path is not None:
        return redirect(url_for("people.sign_in", next=own_path(needed.next_path)), 303)
    if needed.kept is None:
        return _ask_to_send_again() if (request.content_length or 0) > LARGEST_FORM_BYTES else _give_back(401)
    return _sign_in_page(SignInForm(formdata=None), status=401, kept=needed.kept)


@blueprint.app_errorhandler(FormTooOld)
def form_too_old(old: FormTooOld) -> ResponseReturnValue:
    """Answer a form from before this sign-in: show it, to be sent by hand."""
    if old.kept is None:
        return _give_back(400) if _is_from(writer_of_form()) else _somebody_elses_page(400)
    return _give_to_writer(old.kept, 400)


def _ask_to_send_again() -> ResponseReturnValue:
    form = SignInForm(formdata=None, data={"next": page_it_stood_on()})
    sentence = "You were signed out, and what you sent is too large to be kept. Sign in, then send it once more."
    return _sign_in_page(form, sentence, 401)


def _give_back(status: int) -> ResponseReturnValue:
    sentence = "What you sent cannot be kept. It stands below: copy it, open the page again and put it back."
    return refusal_page(status, sentence, heading="You were signed out meanwhile")


def _give_to_writer(kept: KeptForm, status: int = 200) -> ResponseReturnValue:
    # Browsers are shared: whoever signs in next must neither read what somebody else typed nor send it as their own.
    if not _is_from(kept.writer_id):
        return _somebody_elses_page(status)
    return render_template("people/send_again.html", kept=kept), status


def _is_from(writer_id: int | None) -> bool:
    signed_in = current_sign_in()
    return signed_in is not None and writer_id in (None, signed_in.person.id)


def _somebody_elses_page(status: int) -> ResponseReturnValue:
    return render_template("people/somebody_elses.html"), status


@blueprint.post("/sign-out")
@allow(Policy.PUBLIC)
def sign_out() -> ResponseReturnValue:
    """End this session; also when it had ended already."""
    if current_sign_in() and not _end_this_session():
        abort(400)
    return redirect(url_for("people.sign_in", notice="signed-out"), 303)


@blueprint.post("/leave")
@allow(Policy.PUBLIC)
def leave() -> ResponseReturnValue:
    """Get away from the product at once, from whatever page, however old."""
    _end_this_session()
    return redirect(url_for("people.left"), 303)


@blueprint.get("/left")
@allow(Policy.PUBLIC)
def left() -> ResponseReturnValue:
    """An empty page that moves on to an everyday website."""
    return render_template("people/left.html", exit_address=settings().exit_address)


def _end_this_session() -> bool:
    signed_in = current_sign_in()
    if signed_in is None or not (g.get("csrf_valid") or comes_from_own_page()):
        return False
    # Somebody in a hurry clicks twice: what has ended already has ended.
    with suppress(NotFound), transaction():
        accounts.sign_out(signed_in.person.id, signed_in.id_hash, address=request.remote_addr or "", now=clock.now())
    session.end()  # type: ignore[attr-defined]
    return True


@blueprint.route("/password/forgot", methods=["GET", "POST"])
@allow(Policy.PUBLIC)
def forgot() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whether there is such an account or not."""
    form = ForgottenForm()
    if not form.is_submitted():
        return render_template("people/forgot.html", form=form)
    if not form.validate():
        return render_template("people/forgot.html", form=form), 422
    name, now = form.name.data or "", clock.now()
    is_slowed = tries.is_one_too_many("forgotten", accounts.subject_of(name), request.remote_addr or "", now)
    with transaction():
        made = accounts.ask_for_link(name, is_slowed=is_slowed, now=now, today=today())
    mails.answer_forgotten(made)
    return redirect(url_for("people.forgot", notice="link-asked"), 303)


@blueprint.route("/password/set/<token>", methods=["GET", "POST"])
@allow(Policy.PUBLIC)
def set_password(token: str) -> ResponseReturnValue:
    """Choose a password by a one-use link. Opening the page does not use it up: mail scanners open links."""
    now = clock.now()
    try:
        person = links.person_of_link(token, now=now, today=today())
    except NotFound as spent:
        return render_template("people/link_spent.html", sentence=spent.sentence), 404
    form = SetPasswordForm()
    if not form.is_submitted():
        return _set_password_page(form, 200, person.email)
    if not form.validate():
        return _set_password_page(form, 422, person.email)
    try:
        new_hash = accounts.hash_new_password(form.new_password.data or "", person, settings())
    except Invalid as refusal:
        form.show(refusal)
        return _set_password_page(form, refusal.status, person.email)
    here = current_sign_in()
    with transaction():
        person = accounts.set_password_by_link(
            token,
            new_hash,
            address=request.remote_addr or "",
            now=now,
            today=today(),
            replaces=here.id_hash if here else None,
        )
    mails.send_password_changed(person)
    session.end()  # type: ignore[attr-defined]
    return redirect(url_for("people.sign_in", notice="password-set"), 303)


def _set_password_page(form: SetPasswordForm, status: int, email: str) -> ResponseReturnValue:
    return render_template("people/set_password.html", form=form, email=email), status
