"""Carries the session id between browser and table, as Flask's session interface. Reads and writes no database.

Two cookies: `session` holds the random id of a signed-in browser; `visitor` holds, signed, the CSRF token of the forms
that people see before they sign in. Flask-WTF finds its token under `session["csrf_token"]` in both cases.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadData, URLSafeSerializer

from learning.settings import Settings


class BrowserSession(dict[str, str], SessionMixin):
    """What one browser brought and what it shall keep. Only `csrf_token` is ever put into it."""

    modified = False
    accessed = False

    def __init__(self, session_id: str, visitor_values: dict[str, str]) -> None:
        super().__init__(visitor_values)
        self.session_id = session_id
        self.is_started = self.is_ended = self.is_lasting = False

    def __setitem__(self, name: str, value: str) -> None:
        self.modified = True
        super().__setitem__(name, value)

    def use_token(self, csrf_token: str) -> None:
        """Take the CSRF token of the session's row; nothing needs to be kept by the browser."""
        self.accessed, self.modified = True, False
        super().__setitem__("csrf_token", csrf_token)

    def start(self, session_id: str, *, lasting: bool) -> None:
        """Have the browser keep a new id, past its closing when `lasting`."""
        self.session_id, self.is_started, self.is_lasting = session_id, True, lasting

    def end(self) -> None:
        """Have the browser forget its id."""
        self.is_ended = True


class SessionCookies(SessionInterface):
    """Opens and saves a BrowserSession."""

    def __init__(self, settings: Settings) -> None:
        prefix = "__Host-" if settings.uses_https else ""
        self._session_name, self._visitor_name = f"{prefix}session", f"{prefix}visitor"
        self._is_secure = settings.uses_https
        self._longest: timedelta = settings.phone_session_absolute
        self._signer = URLSafeSerializer(settings.secret_key, salt="visitor cookie")

    def open_session(self, app: Flask, request: Request) -> BrowserSession:  # noqa: ARG002
        """Read both cookies; what cannot be read counts as absent."""
        try:
            values = self._signer.loads(request.cookies.get(self._visitor_name, ""))
        except BadData:
            values = {}
        token = values.get("csrf_token") if isinstance(values, dict) else None
        known = {"csrf_token": token} if isinstance(token, str) else {}
        return BrowserSession(request.cookies.get(self._session_name, ""), known)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:  # noqa: ARG002
        """Write only what changed: reading pages as a signed-in person sets no cookie."""
        assert isinstance(session, BrowserSession)  # noqa: S101 - made above
        if session.accessed:
            response.vary.add("Cookie")
        if session.is_started:
            age = self._longest if session.is_lasting else None
            self._set(response, self._session_name, session.session_id, age)
            self._forget(response, self._visitor_name)
        elif session.is_ended:
            self._forget(response, self._session_name)
        elif session.modified:
            self._set(response, self._visitor_name, self._signer.dumps(dict(session)), None)

    def _set(self, response: Response, name: str, value: str | bytes, age: timedelta | None) -> None:
        text = value if isinstance(value, str) else value.decode()
        response.set_cookie(name, text, max_age=age, path="/", secure=self._is_secure, httponly=True, samesite="Lax")

    def _forget(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self._is_secure, httponly=True, samesite="Lax")
