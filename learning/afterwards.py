"""What is done once an answer has been sent, or a command has done its work: nobody waits for it.

How people stand is stored anew, of whom a request or a command has changed it.
"""

from __future__ import annotations

from functools import partial

import click
from flask import Flask, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from learning.db import db
from learning.plans.prompt_settling import People, settle_again, take_unsettled
from learning.web.plain_errors import AFTERWARDS

_NOT_STORED = "How people stand is not stored yet, so some pages are slower: %s"


def register(app: Flask) -> None:
    """Have the application do so after each request, and after each command of its groups."""
    app.after_request(_settle_after_the_answer)
    app.extensions[AFTERWARDS] = (_settle_after_the_command,)


def _settle_after_the_answer(response: Response) -> Response:
    person_ids = _unsettled()
    if person_ids is None or person_ids:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(partial(_settle_in, app, person_ids))
    return response


def _settle_in(app: Flask, person_ids: People) -> None:
    with app.app_context():
        try:
            settle_again(person_ids)
        except SQLAlchemyError as error:
            app.logger.warning(_NOT_STORED, type(error).__name__)


def _settle_after_the_command() -> None:
    try:
        settle_again(_unsettled())
    except SQLAlchemyError as error:  # what the command did is done all the same
        click.echo(_NOT_STORED % type(error).__name__, err=True)


def _unsettled() -> People:
    return take_unsettled(db.session()) if db.session.registry.has() else frozenset()
