"""Turns refusals and failures into pages: one table, one template, a sentence that says what to do."""

from __future__ import annotations

import logging
import traceback
from typing import NamedTuple

from flask import Flask, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed

from learning.db import db
from learning.errors import Conflict, Refusal
from learning.web import uploads
from learning.web.typed_fields import is_never_given_back

_log = logging.getLogger(__name__)

_LONGEST_CHOICE = 20
_NEVER_TYPED = ("token", "key", "revision")
_RETRY_AFTER_SECONDS = {429: "900", 503: "60"}


class _Page(NamedTuple):
    heading: str
    sentence: str


_PAGES: dict[int, _Page] = {
    400: _Page(
        "We could not read that",
        "Something in what was sent was not right. Go back, load the page again and try once more.",
    ),
    403: _Page("This page is not open to you", "If you think it should be, ask your manager or the learning team."),
    404: _Page("There is no such page", "It may have moved, or not be yours to open. Start again from My learning."),
    405: _Page("That did not work", "This address cannot be used that way. Start again from My learning."),
    409: _Page("Something changed in the meantime", "Nothing was lost. Load the page again to see how it stands."),
    413: _Page(
        "That is too big", "At most 1 MB can be sent at once: some 200 pages of words. Nothing of it was saved."
    ),
    415: _Page("We could not read that", "This kind of file or form cannot be used here."),
    422: _Page("That cannot be saved yet", "Something needs changing first."),
    429: _Page(
        "Please wait a little", "There were many tries in a short time. Wait a quarter of an hour and try again."
    ),
    500: _Page(
        "Something went wrong on our side",
        "It is not your fault. What you had saved is safe. Please try again in a minute.",
    ),
    503: _Page("We cannot save or read just now", "Nothing that was saved is lost. Please try again in a minute."),
}

_TOO_BIG_A_FILE = "A file can have at most {} MB. Make its pictures smaller, or bring it in parts. Nothing was changed."
_NOT_SAVED = "What you just sent was not saved. Nothing that was saved before is lost. Please try again in a minute."


def register(app: Flask) -> None:
    """Answer every refusal, HTTP error and database failure with its page."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(BadHost, _no_such_host)
    app.register_error_handler(SQLAlchemyError, _database_failed)
    app.register_error_handler(Exception, _failed)


def refusal_page(
    status: int, sentence: str | None = None, *, heading: str | None = None, helps_to_load_again: bool = True
) -> ResponseReturnValue:
    """The page for a status, with what the person typed given back where the form was not saved."""
    page = _PAGES.get(status, _PAGES[400 if status < 500 else 500])
    body = render_template(
        "errors/refusal.html",
        status=status,
        heading=heading or page.heading,
        sentence=sentence or page.sentence,
        helps_to_load_again=helps_to_load_again,
        typed=_typed_text(),
    )
    headers = {"Retry-After": _RETRY_AFTER_SECONDS[status]} if status in _RETRY_AFTER_SECONDS else {}
    return body, status, headers


def _refused(refusal: Refusal) -> ResponseReturnValue:
    heading = refusal.heading if isinstance(refusal, Conflict) else None
    return refusal_page(refusal.status, refusal.sentence, heading=heading, helps_to_load_again=heading is None)


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return refusal_page(400, "The page you sent was too old to be trusted. Load it again and send it once more.")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    megabytes = uploads.file_megabytes() if error.code == 413 else 0
    response = make_response(refusal_page(error.code, _TOO_BIG_A_FILE.format(megabytes) if megabytes else None))
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def _no_such_host(_error: BadHost) -> ResponseReturnValue:
    # Our pages are made of addresses, and this one allows none.
    return Response("There is no website of this name here.\n", 400, mimetype="text/plain")


def _database_failed(error: SQLAlchemyError) -> ResponseReturnValue:
    _log.error("Database failure at %s %r: %s", request.method, request.path, _without_values(error))
    _forget_session()
    if not isinstance(error, DBAPIError | PoolTimeoutError):
        return refusal_page(500)
    return refusal_page(503, _NOT_SAVED if request.method == "POST" else None)


def _without_values(error: SQLAlchemyError) -> str:
    """What failed and where, but nothing that was being saved: databases quote the row, which may be private words."""
    cause = getattr(error, "orig", None) or error
    said = next(iter(str(cause).splitlines()), "")
    return f"{type(cause).__name__}: {said}\n{''.join(traceback.format_tb(error.__traceback__))}"


def _failed(error: Exception) -> ResponseReturnValue:
    _log.error("Unhandled failure at %s %r", request.method, request.path, exc_info=error)
    _forget_session()
    return refusal_page(500)


def _forget_session() -> None:
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.registry().invalidate()


def _typed_text() -> list[tuple[str, str]]:
    # Reading the form can itself be what failed.
    if request.method != "POST":
        return []
    try:
        fields = list(request.form.items(multi=True))
    except HTTPException:
        return []
    return [
        (name.replace("_", " ").replace("-", " "), text)
        for name, text in fields
        if not is_never_given_back(name) and name not in _NEVER_TYPED and _looks_typed(text.strip())
    ]


def _looks_typed(text: str) -> bool:
    # Choices and keys are short and one word; a short answer of several words was typed by somebody.
    return len(text) > _LONGEST_CHOICE or any(sign.isspace() for sign in text)
