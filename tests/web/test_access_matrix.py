"""Who gets in: every role tries every route of the table, with its own things and with other people's.

The table of tests.routes is compared with the application's own routes, so that a new route cannot be forgotten here.
On the same walk: whoever is named on a page or in a file is noted in the log before, so that they can see who looked.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from learning.db import db
from learning.people.access import policy_of
from learning.people.models import Membership
from tests.organisation import (
    ADMINISTRATOR,
    COLLEAGUE,
    EVERYBODY,
    LEARNER,
    LEARNING_LEAD,
    MANAGER,
    NAMES,
    SIGNED_IN,
    SIGNED_OUT,
    STRANGER,
    TOKEN,
    VISITOR,
    Organisation,
    private_words,
    token_of,
)
from tests.routes import MINE, READS, ROUTES, WRITES, Route
from tests.web.conftest import on_postgresql
from tests.web.pages import PageClient

_VIEW_ANSWERS_WITHOUT_TOKEN = {
    "people.leave": 303,  # leads away from the product in any case, but ends no session
}
_NOWHERE = {
    "slug": "no-such-course",
    "reflection": 2_000_000_000,
    "comment": 2_000_000_000,
    "outside": 2_000_000_000,
    "proposal": 2_000_000_000,
    "to_decide": 2_000_000_000,
    "session": "0" * 64,
    "certificate": "BCDFGHJKLMNPQRST",
    "person": 2_000_000_000,
    "key": "no-such-key",
}
_NAMES_WITHOUT_RECORDS = {
    "outside.register",  # whom to tick in a list
    "outside.look_at_register",  # on whose record it would go; who has it already is noted
    "outside.enter_for_person",  # whose record the form is for
}
"""Beside those of accounts and teams, the pages that name people and say nothing of what they have learned."""


def test_the_table_names_every_route_and_no_other(applications: dict[str, Flask]) -> None:
    app = applications["sqlite"]
    real = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
    assert {(route.endpoint, route.method) for route in ROUTES} == real
    assert len(ROUTES) == len(real)


def test_every_route_of_the_table_has_a_policy(applications: dict[str, Flask]) -> None:
    app = applications["sqlite"]
    assert [route.endpoint for route in ROUTES if policy_of(app, route.endpoint) is None] == []


@on_postgresql
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_each_role_gets_what_the_table_says(organisation: Organisation, role: str) -> None:
    browser = organisation.browser(role)
    wrong = []
    with _watched_log(organisation) as log:
        for route in READS:
            for owner, let_in in route.reach.items():
                answer = browser.raw("GET", route.address_for(_things(organisation, role, owner)))
                wrong += _faults(route, role, owner, let_in, answer) + log.faults(route, role, answer)
        for route in WRITES:
            for owner, let_in in route.reach.items():
                things = _things(organisation, role, owner)
                answer = _send(organisation.browser(role), route, things)
                # A form that cannot be kept is given back to whoever sent it: that tells them nothing new.
                is_given_back = answer.status_code == 401 and role == VISITOR
                sent = tuple(route.form_for(things).values()) if is_given_back else ()
                wrong += _faults(route, role, owner, let_in, answer, sent) + log.faults(route, role, answer)
    assert wrong == []


@on_postgresql
@pytest.mark.parametrize("role", sorted(SIGNED_IN))
def test_a_form_without_its_token_is_refused(organisation: Organisation, role: str) -> None:
    things, wrong = organisation.things[role], []
    for route in WRITES:
        if role not in route.who:
            continue
        browser = organisation.browser(role)
        status = browser.raw("POST", route.address_for(things), data=route.form_for(things)).status_code
        if status != _VIEW_ANSWERS_WITHOUT_TOKEN.get(route.endpoint, 400):
            wrong.append(f"{route.endpoint}: {status}")
        if browser.raw("GET", "/account").status_code != 200:
            wrong.append(f"{route.endpoint} ended the session")
    assert wrong == []


@on_postgresql
@pytest.mark.parametrize("role", sorted(SIGNED_IN))
def test_not_yours_and_not_there_are_the_same_answer(organisation: Organisation, role: str) -> None:
    browser, wrong = organisation.browser(role), []
    nowhere = {**organisation.things[role], **_NOWHERE}
    for route in ROUTES:
        if role not in route.who:
            continue
        for owner, let_in in route.reach.items():
            if owner == MINE or role in let_in:
                continue
            theirs = _send(browser, route, _things(organisation, role, owner))
            nobodys = _send(browser, route, nowhere)
            if (theirs.status_code, _body(theirs)) != (nobodys.status_code, _body(nobodys)):
                wrong.append(f"{route.endpoint} {owner}: {theirs.status_code}, nobody's: {nobodys.status_code}")
    assert wrong == []


@pytest.mark.parametrize("role", sorted(SIGNED_IN))
def test_the_key_of_somebody_elses_final_check_opens_nothing(organisation: Organisation, role: str) -> None:
    browser = organisation.browser(role)
    others_key = {**organisation.things[role], "key": organisation.things[COLLEAGUE]["key"]}
    for route in WRITES:
        if "{key}" in route.form.values():
            assert _send(browser, route, others_key).status_code == 409, route.endpoint
    answers = organisation.browser(COLLEAGUE).raw("GET", "/courses/small-steps/check/answers")
    assert private_words(COLLEAGUE) in answers.get_data(as_text=True)


class _WatchedLog:
    """Whom the pages ask to be noted, whether that was done before on this day or not."""

    def __init__(self, organisation: Organisation) -> None:
        ids = {role: organisation.person_ids[role] for role in (LEARNER, COLLEAGUE, STRANGER)}
        ids["newcomer"] = int(str(organisation.things[LEARNER]["newcomer"]))
        teams = db.session.execute(select(Membership.person_id, Membership.team_id)).all()
        self._names = {**NAMES, "newcomer": "New Comer"}
        self._ways = {
            role: {"records", f"person:{own}", *(f"team:{team}" for person, team in teams if person == own)}
            for role, own in ids.items()
        }
        self._noted: set[str] = set()

    def see(self, statement: str, values: object) -> None:
        """A statement that goes to the database."""
        if "audit_event.look_key IN" in statement and isinstance(values, dict):
            self._noted.update(str(key).rpartition(" ")[-1] for key in values.values())

    def faults(self, route: Route, role: str, answer: TestResponse) -> list[str]:
        """Who is named in an answer and cannot see it among who looked at their record."""
        noted, self._noted = self._noted, set()
        if route.endpoint in _NAMES_WITHOUT_RECORDS or route.endpoint.startswith("people."):
            return []
        body = _body(answer)
        named = [other for other in self._ways if other != role and self._names[other] in body]
        return [f"{route.method} {route.endpoint}, {role} is shown {one}, not noted" for one in named
                if not noted & self._ways[one]]  # fmt: skip


@contextmanager
def _watched_log(organisation: Organisation) -> Iterator[_WatchedLog]:
    with organisation.app.app_context():
        log, engine = _WatchedLog(organisation), db.engine

    def see(_connection, _cursor, statement, values, _context, _many) -> None:
        log.see(statement, values)

    event.listen(engine, "before_cursor_execute", see)
    try:
        yield log
    finally:
        event.remove(engine, "before_cursor_execute", see)


def _things(organisation: Organisation, role: str, owner: str) -> dict[str, object]:
    own = organisation.things[role]
    if owner == MINE:
        return own
    theirs = organisation.things[owner]
    return {**own, **{name: theirs[name] for name in _NOWHERE}}


def _send(browser: PageClient, route: Route, things: dict[str, object]) -> TestResponse:
    """Ask for the route as its own page would: a form goes with the token of this browser."""
    if route.method == "GET":
        return browser.raw("GET", route.address_for(things))
    form: dict[str, object] = {"csrf_token": token_of(browser), **route.form_for(things)}
    if route.file:
        form[route.file] = (io.BytesIO(route.content), "window.svg")
    return browser.raw("POST", route.address_for(things), data=form)


def _faults(
    route: Route, role: str, owner: str, let_in: frozenset[str], answer: TestResponse, sent: tuple[str, ...] = ()
) -> list[str]:
    cell = f"{route.method} {route.endpoint}, {role} asks for {owner}"
    expected, fits = _expected(route, role, let_in, answer)
    faults = (
        [] if fits else [f"{cell}: wanted {expected}, got {answer.status_code} {answer.headers.get('Location', '')}"]
    )
    body = _body(answer)
    for value in sent:
        body = body.replace(value, "")
    faults += [
        f"{cell}: shows the words of {writer}"
        for writer in NAMES
        if writer != role and private_words(writer).split()[-1] in body
    ]
    if NAMES[STRANGER] in body and role not in (LEARNING_LEAD, ADMINISTRATOR):
        faults.append(f"{cell}: names a stranger")
    if NAMES[COLLEAGUE] in body and role not in (MANAGER, LEARNING_LEAD, ADMINISTRATOR):
        faults.append(f"{cell}: names a colleague")
    return faults


def _expected(route: Route, role: str, let_in: frozenset[str], answer: TestResponse) -> tuple[str, bool]:
    status, leads_to = answer.status_code, answer.headers.get("Location", "")
    if role in SIGNED_OUT and role not in route.who:
        return "the sign-in page", status == (303 if route.method == "GET" else 401) and (
            route.method != "GET" or leads_to.startswith("/sign-in?next=")
        )
    if role not in route.who:
        return "403", status == 403
    if role not in let_in:
        return "404", status == 404
    return "a page", status in (200, 303) and not leads_to.startswith("/sign-in?next=")


def _body(answer: TestResponse) -> str:
    # Tokens hold the second in which they were made.
    return TOKEN.sub("", answer.get_data().decode("utf-8", "replace"))
