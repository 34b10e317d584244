"""What is done once an answer has been sent, or a command has done its work: nobody waits for it.

How people stand is stored anew, of whom a request or a command has changed it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import click
from flask import Flask, Response, current_app, has_app_context
from sqlalchemy.exc import SQLAlchemyError

from learning import clock
from learning.db import db
from learning.plans.prompt_settling import People, settle_again, take_unsettled


def register(app: Flask) -> None:
    """Have the application do so after each request."""
    app.after_request(_settle_after_the_answer)


def settle_at_the_end_of(group: click.Group) -> None:
    """Have each command of a group do so."""
    group.result_callback()(_settle_now)


def _settle_after_the_answer(response: Response) -> Response:
    person_ids = _unsettled()
    if person_ids is None or person_ids:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(partial(_settle_in, app, person_ids))
    return response


def _settle_in(app: Flask, person_ids: People) -> None:
    with app.app_context():
        try:
            settle_again(person_ids, clock.now())
        except SQLAlchemyError as error:
            app.logger.warning("How people stand is not stored yet, so some pages are slower: %s", type(error).__name__)


def _settle_now(*_result: Any, **_options: Any) -> None:
    if has_app_context():
        settle_again(_unsettled(), clock.now())


def _unsettled() -> People:
    return take_unsettled(db.session()) if db.session.registry.has() else frozenset()
