"""The database: one session, one way to write, and what both databases need to keep what they acknowledged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DDL, DateTime, Engine, MetaData, Table, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

HIGHEST_ID = 2**31 - 1
"""The highest number that both databases take for an id; a higher one in an address belongs to nothing."""

_BUSY_TIMEOUT_MILLISECONDS = 20_000
WRITES = "golden_thread_writes"
"""Execution option of connections that are going to write."""


class Model(DeclarativeBase):
    """Base of all tables; constraint names are fixed so that migrations can name them."""

    __append_only__: ClassVar[bool] = False

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class _Database(SQLAlchemy):
    """Flask-SQLAlchemy whose tidying up after a request cannot itself fail."""

    def _teardown_session(self, exc: BaseException | None) -> None:
        # Closing rolls back; on a connection that died this raises outside Flask's error handlers, after the answer
        # is made, and turns a clear 503 into a bare 500.
        try:
            super()._teardown_session(exc)
        except SQLAlchemyError:
            self.session.registry().invalidate()
            self.session.registry.clear()


db = _Database(model_class=Model, session_options={"expire_on_commit": False})


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in Python, stored without zone; naive moments are refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Store the UTC wall time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back, aware."""
        return None if value is None else value.replace(tzinfo=UTC)


_last_steps: list[Callable[[Session], None]] = []


def before_each_commit(step: Callable[[Session], None]) -> None:
    """Have each transaction end with a step of its own, after all is written and before the commit."""
    _last_steps.append(step)


@contextmanager
def transaction() -> Iterator[Session]:
    """The only place with commit and rollback: round exactly one operation, never nested, never in a GET.

    Ends whatever was being read first, so that what the operation reads is read under the write lock; rows loaded
    before are read again on their next use.
    """
    session: Session = db.session()
    if session.info.get(WRITES):
        raise RuntimeError("transaction() is opened once, at the edge, never inside another.")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("A change was made before transaction() was opened; it would be lost.")
    session.rollback()
    session.info[WRITES] = True
    try:
        session.connection(execution_options={WRITES: True})
        yield session
        for step in _last_steps:
            session.flush()
            step(session)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(WRITES, None)


def read_one_moment() -> None:
    """Have whatever is read from here on be as it is at one moment, until the session ends; for pages that only read.

    So that nobody is counted twice, or not at all, while something is recorded. SQLite reads so anyway.
    """
    session: Session = db.session()
    if session.get_bind().dialect.name == "postgresql":
        session.rollback()
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def write_over(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns, or write over those with the same primary key: in one call."""
    insert = _insert_into(table)
    key = [column.name for column in table.primary_key]
    values = {name: insert.excluded[name] for name in rows[0] if name not in key}
    db.session.connection().execute(insert.on_conflict_do_update(index_elements=key, set_=values), rows)


def write_missing(table: Table, rows: Sequence[Mapping[str, Any]], *, key: str) -> None:
    """Insert rows that all name the same columns, unless one has the same in the unique column `key`: in one call."""
    db.session.connection().execute(_insert_into(table).on_conflict_do_nothing(index_elements=[key]), rows)


def _insert_into(table: Table) -> Any:
    dialect = db.session.connection().dialect.name
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)


def lock_for_this_transaction(number: int) -> None:
    """Have others who lock the same number wait until this transaction ends.

    Numbers are shared by all that use a database of PostgreSQL. SQLite lets one transaction write at a time.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(number)))


def engine_options(database_url: str) -> dict[str, Any]:
    """Options for create_engine: a short connect time-out and a check of each pooled connection before use.

    What people type never stands in the text of a failure, as that text goes to the log.
    """
    if make_url(database_url).get_backend_name() == "sqlite":
        return {"hide_parameters": True, "connect_args": {"timeout": _BUSY_TIMEOUT_MILLISECONDS / 1000}}
    return {"hide_parameters": True, "pool_pre_ping": True, "connect_args": {"connect_timeout": 5}}


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: Any) -> None:
    if type(connection).__module__.split(".")[0] != "sqlite3":
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in (
        f"busy_timeout = {_BUSY_TIMEOUT_MILLISECONDS}",  # first: setting WAL waits for other connections
        "journal_mode = WAL",
        "synchronous = FULL",  # a power cut must not take an acknowledged completion
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # A transaction that reads and then writes fails at once when another wrote in between; taking the write
        # lock at the start makes it wait instead.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_Rows = TypeVar("_Rows", bound=type[Model])


def append_only(rows: _Rows) -> _Rows:
    """Decorates a table's class: the session and the database itself refuse to change or delete its rows."""
    rows.__append_only__ = True
    table = cast(Table, rows.__table__)
    for dialect, statements in append_only_statements(table.name).items():
        for statement in statements:
            event.listen(table, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect))
    return rows


def append_only_statements(table_name: str) -> dict[str, list[str]]:
    """The triggers that make a table append-only, by dialect; migrations execute them as they are."""
    sentence = f"{table_name} is append-only"
    return {
        "sqlite": [
            f"CREATE TRIGGER {table_name}_no_{action.lower()} BEFORE {action} ON {table_name} "
            f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            for action in ("UPDATE", "DELETE")
        ],
        "postgresql": [
            f"CREATE FUNCTION {table_name}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {table_name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table_name} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table_name}_is_append_only()",
        ],
    }


@event.listens_for(Session, "before_flush")
def _guard_append_only(session: Session, _context: Any, _instances: Any) -> None:
    # A clear sentence for the programmer before the database's own refusal.
    changed = [row for row in session.dirty if session.is_modified(row)]
    for row in [*changed, *session.deleted]:
        if row.__append_only__:
            raise RuntimeError(f"{type(row).__name__} rows are never changed or deleted.")
