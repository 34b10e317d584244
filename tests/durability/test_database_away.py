"""PostgreSQL stops at once under load and comes back: people see a clear page, lose nothing, and nobody restarts us."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from learning.application import create_app
from learning.db import db
from learning.settings import settings_from
from tests.conftest import settings_environment
from tests.databases import postgresql_server
from tests.durability import courses
from tests.durability.conftest import LEARNER_COUNT, reading
from tests.durability.faults import faults_of
from tests.durability.learners import Load
from tests.durability.server import Server

STOP_COUNT = 4
SEED = "the database"
LEAST_ACKNOWLEDGED = 100


class OwnPostgresql:
    """A PostgreSQL that only this test uses, so that it may be stopped."""

    def __init__(self, server) -> None:
        self._server = server
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE own")
        self.url = make_url(server.get_uri()).set(database="own").render_as_string(False)

    def stop_at_once(self) -> None:
        """Cut every connection and stop without tidying up."""
        postmaster = self._server.get_postmaster_info().process
        os.kill(postmaster.pid, signal.SIGQUIT)
        postmaster.wait(30)

    def start(self) -> None:
        """Start again; comes back when it has recovered."""
        self._server.ensure_postgres_running()


@pytest.fixture
def postgresql(scratch: Path) -> Iterator[OwnPostgresql]:
    """The server, with an empty database."""
    folder = scratch / "to-be-stopped"
    folder.mkdir(mode=0o700)
    with postgresql_server(folder) as server:
        yield OwnPostgresql(server)


def prepare(environment: dict[str, str]) -> list[str]:
    """Tables, courses and people; gives their e-mails."""
    app = create_app(settings_from(environment))
    with app.app_context():
        upgrade()
        courses.publish()
        emails = courses.make_learners(range(1, LEARNER_COUNT + 1))
        db.session.remove()
        db.engine.dispose()
    return emails


def test_while_the_database_is_away_people_get_a_clear_page_and_afterwards_go_on(postgresql, tmp_path) -> None:
    environment = settings_environment(postgresql.url, tmp_path / "data")
    emails = prepare(environment)
    chance, pause = random.Random(SEED), threading.Event()
    with Server(environment, tmp_path / "log") as server:
        load = Load(server.port, emails, seed=SEED)
        with load.at_work():
            for _ in range(STOP_COUNT):
                load.wait_for(30)
                pause.wait(chance.uniform(0, 0.2))
                postgresql.stop_at_once()
                load.wait_for_status(503, 2 * LEARNER_COUNT)
                postgresql.start()
            load.wait_for(30)
        assert server.is_running
    assert load.acknowledged >= LEAST_ACKNOWLEDGED
    assert load.unanswered == 0
    assert load.statuses == {200, 303, 503}
    with reading(postgresql.url.replace("postgresql:", "postgresql+psycopg:", 1)) as session:
        assert faults_of(session, load.told) == []
