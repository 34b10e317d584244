"""CPU and statements of the pages that people wait for, with a real course and teams of two sizes.

CPU is that of the whole request in this process, without the network and without the server in front.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from bench.measuring import application, cpu_milliseconds, report
from learning import clock
from learning.db import db, transaction
from learning.people import sessions
from learning.people.models import Person
from learning.people.roles import Role
from learning.plans.library_start import publish_library
from learning.settings import PROJECT_FOLDER
from tests.makers import (
    complete_course,
    finish_lessons,
    make_manager,
    make_person,
    make_team,
    put_in_team,
    sit_check,
    start_course,
)
from tests.web.pages import PageClient

SLUG = "understanding-trauma"
SMALL_TEAM, LARGE_TEAM = 5, 50
ROUNDS = 15


def browser_of(app: Flask, person: Person) -> PageClient:
    """A browser in which this person is signed in."""
    with transaction():
        session_id = sessions.start_session(
            person.id,
            own_phone=False,
            user_agent="",
            replaces=None,
            settings=app.config["SETTINGS"],
            now=clock.now(),
        )
    browser = PageClient(app)
    browser.set_cookie("session", session_id)
    return browser


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are run inside, without the bounds of transactions."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def measure(words: str, call: Callable[[], object]) -> None:
    """One line: the median of some rounds, and the statements of one."""
    call()
    with counted() as statements:
        call()
    report(words, f"{cpu_milliseconds(call, rounds=ROUNDS):.1f} ms, {len(statements)} stmts")


def learner_pages(app: Flask) -> None:
    """What somebody on the way through a course opens and sends."""
    aisha = make_person("Aisha Khan")
    start_course(aisha, SLUG)
    browser = browser_of(app, aisha)
    measure("My learning", lambda: browser.raw("GET", "/my-learning"))
    measure("All courses", lambda: browser.raw("GET", "/courses"))
    measure("A course", lambda: browser.raw("GET", f"/courses/{SLUG}"))
    measure("A lesson", lambda: browser.raw("GET", f"/courses/{SLUG}/lessons/bodies-that-protect?route=full"))
    finish_lessons(aisha, SLUG)
    sit_check(aisha, SLUG)
    measure("Final check, a question", lambda: browser.raw("GET", f"/courses/{SLUG}/check/questions/1"))
    measure("Final check, all on one page", lambda: browser.raw("GET", f"/courses/{SLUG}/check/questions"))


def manager_pages(app: Flask) -> None:
    """A matrix for a few people and for a full page of them."""
    manager, team = make_person("Morgan Price"), make_team()
    make_manager(manager, team)
    browser = browser_of(app, manager)
    for size in (SMALL_TEAM, LARGE_TEAM):
        for number in range(db.session.query(Person).count(), size + 2):
            person = make_person(f"Person Number{number}", password=None)
            put_in_team(person, team)
            if number % 2:
                complete_course(person, SLUG)
        measure(f"My team, {size} people", lambda: browser.raw("GET", "/my-team"))


def lead_pages(app: Flask) -> None:
    """Coverage of the largest framework by every course that ships."""
    browser = browser_of(app, make_person("Harpreet Gill", roles=(Role.LEARNING_LEAD,)))
    measure("Frameworks", lambda: browser.raw("GET", "/frameworks"))
    measure("One framework", lambda: browser.raw("GET", "/frameworks/north-somerset-practice-framework"))


if __name__ == "__main__":
    with application() as bench_app:
        publish_library(PROJECT_FOLDER / "courses", clock.now())
        learner_pages(bench_app)
        manager_pages(bench_app)
        lead_pages(bench_app)
