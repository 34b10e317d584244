"""The product, really running in front of each database, with courses to complete and people to complete them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from tests import databases
from tests.conftest import fresh, settings_environment
from tests.durability import courses
from tests.durability.server import Server

LEARNER_COUNT = 8

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Product:
    """A running product and its database; `app` is the same application in this process, to look and to prepare."""

    app: Flask
    server: Server
    database_url: str

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that reads the database past the product."""
        with reading(self.database_url) as session:
            yield session


@pytest.fixture
def noon() -> None:
    """Stands in for the fixed clock of the other tests: the server is another process, and lives now."""


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def started(
    request: pytest.FixtureRequest,
    applications: dict[str, Flask],
    database_kinds: dict[str, databases.TestDatabase],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Product]:
    """The product, started once for all tests on a database; each test has people of its own."""
    folder, url = tmp_path_factory.mktemp(request.param), database_kinds[request.param].url
    with fresh(applications[request.param], database_kinds[request.param]) as app:
        with app.app_context():
            courses.publish()
        with Server(settings_environment(url, folder / "data"), folder / "log") as server:
            yield Product(app, server, url)


@pytest.fixture
def product(started: Product) -> Product:
    """The running product; started again where the test before left it dead."""
    if not started.server.is_running:
        started.server.start()
    return started


@pytest.fixture
def learners(product: Product) -> list[str]:
    """E-mails of people who have begun nothing yet."""
    with product.app.app_context():
        return courses.make_learners([next(_numbers) for _ in range(LEARNER_COUNT)])


@contextmanager
def reading(database_url: str) -> Iterator[Session]:
    """A session on a connection of its own."""
    engine = create_engine(database_url)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()
