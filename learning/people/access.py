"""Who may open a route: each view states its policy, and a view without one is refused.

The order of the checks is the point of this file: where does a form come from, who is it, may they, and only then is
its CSRF token looked at. So a form sent after the session ended leads to the sign-in page with what was typed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, Unauthorized

from learning import clock
from learning.db import transaction
from learning.errors import NotAllowed
from learning.people import sessions
from learning.people.kept_forms import KeptForm, keep
from learning.people.models import Person
from learning.people.roles import Policy, may_open
from learning.people.session_cookies import SessionCookies
from learning.people.sessions import SignedIn
from learning.web.context import settings
from learning.web.uploads import allow_larger_request

_View = TypeVar("_View", bound=Callable[..., ResponseReturnValue])

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Leaving and signing out must work where nobody is signed in any more; the sign-in view shows its form again itself.
_VIEW_LOOKS_AT_TOKEN = frozenset({"people.leave", "people.sign_in", "people.sign_out"})

_REFUSED = "This page is not open to you. If you think it should be, ask your manager or the learning team."
_REFUSED_BY_POLICY = {
    Policy.MANAGER: "This page is for people who manage a team. You do not manage one today.",
    Policy.CONTENT: "This page is for people who write courses and for learning leads. "
    "If you should be one of them, ask the learning team.",
    Policy.AUTHOR: "Only people who write courses can do this. If you should be one of them, ask the learning team.",
    Policy.LEARNING_LEAD: "This page is for learning leads. If you should be one of them, ask an administrator.",
    Policy.PEOPLE_READER: "This page is for administrators.",
    Policy.ADMINISTRATOR: "Only an administrator can do this.",
}
_NAVIGATION = (
    ("My learning", "home.my_learning", Policy.STUDY),
    ("All courses", "home.catalogue", Policy.STUDY),
    ("My record", "study.my_record", Policy.STUDY),
    ("My reflections", "practice.my_reflections", Policy.STUDY),
    ("My team", "home.my_team", Policy.MANAGER),
    ("Write", "courses.write", Policy.CONTENT),
    ("Frameworks", "frameworks.frameworks", Policy.CONTENT),
    ("Plans", "plans.plans", Policy.LEARNING_LEAD),
    ("Organisation", "home.organisation", Policy.LEARNING_LEAD),
    ("People", "people.people", Policy.PEOPLE_READER),
)
_ALSO_WITHIN = {"/write": ("/bring", "/reviews")}
"""Parts of the menu that have pages at other addresses too."""

_log = logging.getLogger(__name__)
_csrf = CSRFProtect()


class SignInNeeded(Unauthorized):
    """The person has to sign in, or to give the password again; `next_path` and `kept` are for afterwards."""

    def __init__(self, next_path: str | None, kept: KeptForm | None) -> None:
        super().__init__()
        self.next_path = next_path
        self.kept = kept


class FormTooOld(BadRequest):
    """A signed-in person sent a form from before this sign-in; it may be sent again by hand."""

    def __init__(self, kept: KeptForm | None) -> None:
        super().__init__()
        self.kept = kept


def allow(policy: Policy) -> Callable[[_View], _View]:
    """State who may open a view; stands directly above its function."""

    def mark(view: _View) -> _View:
        view.access_policy = policy  # type: ignore[attr-defined]
        return view

    return mark


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """The policy a view states, or None."""
    mark = getattr(app.view_functions.get(endpoint), "access_policy", None)
    return None if mark is None else Policy(mark)


def current_person() -> Person:
    """The signed-in person, to be called only under a policy that asks for one.

    A snapshot of the beginning of the request: read it, and load the row anew by its id to change it.
    """
    signed_in = current_sign_in()
    if signed_in is None:
        abort(403)
    return signed_in.person


def current_sign_in() -> SignedIn | None:
    """The session of this request, or None for a visitor."""
    found: SignedIn | None = g.get("signed_in")
    return found


def is_signed_in() -> bool:
    """Whether somebody is signed in; for public pages that greet people differently."""
    return current_sign_in() is not None


def current_person_may_open(policy: Policy) -> bool:
    """Whether pages of this policy are open to whoever asks; for showing or leaving out a link."""
    signed_in = current_sign_in()
    if signed_in is None:
        return policy is Policy.PUBLIC
    return may_open(policy, signed_in.person.roles, manages_somebody=signed_in.manages_somebody)


def register(app: Flask) -> None:
    """Check every request and tell templates who is there; to be called after the settings are in the app."""
    app.session_interface = SessionCookies(app.config["SETTINGS"])
    # Where a form comes from is checked below, by headers that proxies and privacy settings leave alone.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    _csrf.init_app(app)
    app.before_request(_decide)
    app.context_processor(_for_templates)


def recognise(session_id: str) -> None:
    """Find out who this request is from, and note now and then that they are still there."""
    now = clock.now()
    signed_in = sessions.find_session(session_id, settings=settings(), now=now) if session_id else None
    g.signed_in = signed_in
    g.pop("csrf_token", None)  # Flask-WTF keeps the token of the visitor who has just become somebody
    if signed_in is None:
        return
    session.use_token(signed_in.csrf_token)  # type: ignore[attr-defined]
    if sessions.needs_to_be_noted(signed_in, settings(), now):
        try:
            with transaction():
                sessions.note_seen(signed_in, now)
        except SQLAlchemyError:
            # A full disk must not stop people from reading.
            _log.warning("Could not note that a session is in use.")


def comes_from_own_page() -> bool | None:
    """Whether the browser says that a page of ours sent this; None when it says nothing."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return None
    return origin == settings().base_url or origin.partition("://")[2] == request.host


def _decide() -> None:
    if request.endpoint == "static":
        return
    is_writing = request.method not in _READING
    if is_writing and comes_from_own_page() is False:
        raise NotAllowed("This came from another website, so nothing was done. Open the page here and try again.")
    recognise(session.session_id)  # type: ignore[attr-defined]
    if request.endpoint is None:
        return  # there is no such address, which is what the answer will be
    policy = policy_of(current_app, request.endpoint)
    if policy is None:
        raise NotAllowed(_REFUSED)
    _require(policy)
    allow_larger_request()
    if is_writing:
        _check_token()


def _require(policy: Policy) -> None:
    if policy is Policy.PUBLIC:
        return
    signed_in = current_sign_in()
    if signed_in is None or not (
        policy is Policy.STUDY or sessions.is_enough_for_more_than_study(signed_in, settings(), clock.now())
    ):
        if request.method in _READING:
            raise SignInNeeded(request.full_path.removesuffix("?"), None)
        raise SignInNeeded(None, form_to_keep())
    if not current_person_may_open(policy):
        raise NotAllowed(_REFUSED_BY_POLICY.get(policy, _REFUSED))


def _check_token() -> None:
    try:
        _csrf.protect()
    except CSRFError:
        if request.endpoint in _VIEW_LOOKS_AT_TOKEN:
            return
        if current_sign_in() is not None:
            raise FormTooOld(form_to_keep()) from None
        raise


def form_to_keep() -> KeptForm | None:
    """What this request sent, to be sent again later; None where it cannot be kept.

    A form of a page that is not for everybody is only kept where its token tells who wrote it. One that is larger than
    a form of words, as it is with a file in it, is not even read.
    """
    try:
        writer_id = writer_of_form()
    except RequestEntityTooLarge:
        return None
    if writer_id is None and policy_of(current_app, request.endpoint or "") is not Policy.PUBLIC:
        return None
    return keep(
        request.full_path.removesuffix("?"),
        page_it_stood_on(),
        request.form.items(multi=True),
        had_files=any(file.filename for file in request.files.values()),
        writer_id=writer_id,
    )


def writer_of_form() -> int | None:
    """The number of the person on whose page the form of this request stood; None where its token does not tell."""
    # Signed by Flask-WTF with this salt. How old it is plays no part: it proves nothing here but whose page it was.
    signer = URLSafeTimedSerializer(settings().secret_key, salt="wtf-csrf-token")
    try:
        token = signer.loads(request.form.get("csrf_token", ""))
    except BadData:
        return None
    return sessions.person_of_token(token) if isinstance(token, str) else None


def page_it_stood_on() -> str | None:
    """The path of the page on which the form of this request stood, where the browser tells."""
    for base in (settings().base_url, request.host_url.rstrip("/")):
        if request.referrer and request.referrer.startswith(f"{base}/"):
            return request.referrer.removeprefix(base)
    return None


def _is_within(address: str) -> bool:
    """Whether the page that is made belongs to this part of the menu, by its address or by _ALSO_WITHIN."""
    starts = (address, *_ALSO_WITHIN.get(address, ()))
    return any(f"{request.path}/".startswith(f"{start}/") for start in starts)


def _for_templates() -> dict[str, Any]:
    signed_in = current_sign_in()
    if signed_in is None:
        return {"person": None, "navigation": []}
    links = [(label, url_for(endpoint)) for label, endpoint, policy in _NAVIGATION if current_person_may_open(policy)]
    return {
        "person": signed_in.person,
        "navigation": [(label, address, _is_within(address)) for label, address in links],
    }
