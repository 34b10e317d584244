"""A real Chromium in front of the real application on 127.0.0.1.

Journeys run on SQLite; the whole course on a phone runs on PostgreSQL, and says so with `on_postgresql`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server
from werkzeug.wsgi import ClosingIterator

from learning import clock
from learning.courses.document import Course
from learning.courses.published import course_document
from learning.courses.source_folder import read_course
from learning.settings import PROJECT_FOLDER
from tests import databases
from tests.conftest import NOON, fresh, made_once
from tests.journeys.examination import PHONE, WIDE
from tests.journeys.windows import Windows
from tests.makers import publish_course
from tests.organisation import make_organisation

__all__ = ["PHONE", "WIDE"]

REAL_COURSE = "understanding-trauma"

on_postgresql = pytest.mark.parametrize("app", ["postgresql"], indirect=True)


@pytest.fixture(params=["sqlite"])
def app(
    request: pytest.FixtureRequest,
    applications: dict[str, Flask],
    database_kinds: dict[str, databases.TestDatabase],
) -> Iterator[Flask]:
    """The application on an empty, migrated database: SQLite, unless the journey asks for PostgreSQL."""
    with fresh(applications[request.param], database_kinds[request.param]) as app:
        yield app


@pytest.fixture
def real_course(app: Flask) -> Course:
    """The first real course of the library, published; gives what it says."""
    with app.app_context():
        files = read_course(PROJECT_FOLDER / "courses" / REAL_COURSE).files
        return course_document(publish_course(files, slug=REAL_COURSE).id)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the application is served, without a slash at the end."""
    with served(app) as address:
        yield address


@pytest.fixture(scope="module")
def windows(
    browser: Browser,
    applications: dict[str, Flask],
    database_kinds: dict[str, databases.TestDatabase],
    kept: dict[tuple[str, str], object],
) -> Iterator[Windows]:
    """The prepared organisation with a browser window a role, put there once a module: walks of many pages share it."""
    with fresh(applications["sqlite"], database_kinds["sqlite"]) as app:
        with clock.set_to(lambda: NOON):
            organisation = made_once(app, database_kinds, kept, "organisation", lambda: make_organisation(app))
        with served(app) as address:
            windows = Windows(browser, organisation, address)
            yield windows
            windows.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application behind a real socket; gives its address."""
    server = make_server("127.0.0.1", 0, _in_one_piece(app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _in_one_piece(app: Flask) -> Callable[..., list[bytes]]:
    """The application with each answer whole before it is sent.

    This server leaves a file open when a browser goes away in the middle of it, and an open file fails a test.
    """

    def answer(environ, start_response) -> list[bytes]:
        with closing(ClosingIterator(app(environ, start_response))) as pieces:
            return [b"".join(pieces)]

    return answer


@dataclass(frozen=True)
class Visitor:
    """A person at a browser."""

    page: Page
    address: str

    def open(self, path: str) -> None:
        """Go to a page of the product."""
        self.page.goto(self.address + path)

    def sign_in(self, email: str, password: str = databases.PASSWORD) -> None:
        """Sign in by the form."""
        self.open("/sign-in")
        self.page.get_by_label("E-mail address or staff number").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser window: width, colour scheme and whether scripts run are up to the test."""
    contexts: list[BrowserContext] = []

    def opened(*, viewport: dict[str, int] = WIDE, scripts: bool = True, **options) -> Visitor:
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return Visitor(page, address)

    yield opened
    for context in contexts:
        context.close()
