"""Fixtures for all tests: both real databases, a fresh copy for each test, a clock and a post box that stay here."""

from __future__ import annotations

import copy
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask, has_app_context
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import event, select

from learning import clock
from learning.application import create_app
from learning.courses import published
from learning.db import db
from learning.people.models import Person
from learning.settings import settings_from
from tests import databases
from tests.browser_present import chromium
from tests.makers import start_session
from tests.web.pages import PageClient

Made = TypeVar("Made")

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 2 * 1024**3


def pytest_configure() -> None:
    """Write everything of this run in memory where there is room: both databases wait for the disk at each commit.

    A disk is not what these tests are about, and half of their time would be waiting for it.
    """
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM_BYTES:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    """A folder for everything that this run writes."""
    with tempfile.TemporaryDirectory(prefix="golden-thread-tests-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def database_kinds(scratch: Path) -> Iterator[dict[str, databases.TestDatabase]]:
    """The two real databases, each with a migrated template that is copied for every test."""
    with databases.both(scratch) as kinds:
        yield kinds


@pytest.fixture(scope="session")
def applications(database_kinds: dict[str, databases.TestDatabase], scratch: Path) -> dict[str, Flask]:
    """One application a database; only the database is new for each test."""
    apps = {}
    for name, database in database_kinds.items():
        app = create_app(settings_from(settings_environment(database.url, scratch)))
        app.config["TESTING"] = False
        app.config["PROPAGATE_EXCEPTIONS"] = False
        with app.app_context():
            database.make_template()
        apps[name] = app
    return apps


def settings_environment(database_url: str, scratch: Path) -> dict[str, str]:
    """Environment variables for an application under test."""
    return {
        "DATA_FOLDER": str(scratch),
        "DATABASE_URL": database_url,
        "SECRET_KEY": "a key for tests only, 0123456789 abcdef",
        "BASE_URL": "http://localhost",
        "MAIL_URL": "console:",
        "DEMO": "no",
    }


@contextmanager
def fresh(app: Flask, database: databases.TestDatabase) -> Iterator[Flask]:
    """The application on a new copy of its migrated template."""
    with app.app_context():
        db.engine.dispose()
        database.copy_template()
        published.forget_documents()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run; each test has contexts of its own."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*_FLAGS, *as_root])
        yield browser
        browser.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def app(
    request: pytest.FixtureRequest,
    applications: dict[str, Flask],
    database_kinds: dict[str, databases.TestDatabase],
) -> Iterator[Flask]:
    """The application on an empty, migrated database; the test runs once on SQLite and once on PostgreSQL."""
    with fresh(applications[request.param], database_kinds[request.param]) as app:
        yield app


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Stands in for pytest-flask's own: with one context round a whole test, all its requests would share one session.

    Real requests each have their own, and what one has read must not be what the next one sees.
    """


@pytest.fixture
def session(app: Flask) -> Iterator[object]:
    """The database session inside an application context, for tests of operations."""
    with app.app_context():
        yield db.session


@pytest.fixture(scope="session")
def kept() -> dict[tuple[str, str], object]:
    """What `prepared` gave, by kind of database and name of the function that made it."""
    return {}


def made_once(
    app: Flask,
    database_kinds: dict[str, databases.TestDatabase],
    kept: dict[tuple[str, str], object],
    name: str,
    make: Callable[[], Made],
) -> Made:
    """What `make` makes on the fresh database of the application: made the first time, and a copy put there later."""
    with app.app_context():
        kind = db.engine.dialect.name
    if (kind, name) not in kept:
        kept[kind, name] = make()
        _let_go(app)
        database_kinds[kind].keep_template(name)
    else:
        _let_go(app)
        database_kinds[kind].copy_template(name)
    return kept[kind, name]


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def prepared(
    app: Flask,
    database_kinds: dict[str, databases.TestDatabase],
    kept: dict[tuple[str, str], object],
) -> Callable[[Callable[[], Made]], Made]:
    """Gives what a function makes on an empty database, in an application context.

    It is called once a run and kind of database; every further test finds a copy of what it left there. What it gives
    is plain: numbers and words, no rows.
    """

    def prepare(make: Callable[[], Made]) -> Made:
        def make_in_context() -> Made:
            with app.app_context():
                return make()

        return copy.deepcopy(made_once(app, database_kinds, kept, make.__qualname__, make_in_context))

    return prepare


@pytest.fixture
def visitor(app: Flask) -> PageClient:
    """A browser that is not signed in and checks every page it is given."""
    return PageClient(app)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], PageClient]:
    """Gives a browser in which the person with this e-mail has a session.

    What the sign-in form does has tests of its own; here its slow hash would be a good part of every test.
    """

    def signed_in(email: str) -> PageClient:
        # Where a test holds a context open, its requests share the session of that context, and so must this.
        with nullcontext() if has_app_context() else app.app_context():
            person = db.session.scalars(select(Person).where(Person.email == email)).one()
            session_id = start_session(person.id)
        client = PageClient(app)
        client.set_cookie("session", session_id)
        return client

    return signed_in


@pytest.fixture
def count_statements(app: Flask) -> Callable[[], Iterator[list[str]]]:
    """A context manager that gives the list of SQL statements run inside it, without BEGIN and COMMIT."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
            if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SELECT pg_catalog", "PRAGMA")):
                statements.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Every test happens at noon on 24 November 2026, unless it sets another clock."""
    with clock.set_to(lambda: NOON):
        yield


@pytest.fixture(autouse=True)
def no_outside_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine can be reached: a test that looks a host up outside fails."""
    look_up = socket.getaddrinfo

    def look_up_here(host, *arguments, **options):
        if host not in ("127.0.0.1", "localhost", "::1", None):
            raise AssertionError(f"A test tried to reach {host}.")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)
