"""Runs migrations: in one transaction, on SQLite with foreign keys off and checked afterwards.

Alembic rebuilds SQLite tables; with foreign keys on, dropping the old table would delete every row that points to it.
"""

from __future__ import annotations

from alembic import context
from alembic.util import CommandError
from flask import current_app
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from learning import audit
from learning.courses import models as course_models
from learning.db import WRITES, Model
from learning.exchange import models as exchange_models
from learning.improvement import models as improvement_models
from learning.outside import models as outside_models
from learning.people import models as people_models
from learning.plans import models as plan_models
from learning.plans import settled_models
from learning.practice import models as practice_models
from learning.reminders import models as reminder_models
from learning.study import models as study_models
from learning.web.plain_errors import sentence_of

# Every module with tables, so that the metadata is whole whichever command runs.
TABLES = (
    *(audit, people_models, course_models, practice_models, study_models, improvement_models),
    *(plan_models, settled_models, exchange_models, outside_models, reminder_models),
)


def _set_foreign_keys(connection: Connection, state: str) -> None:
    # Before any transaction: SQLite ignores this pragma inside one.
    connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys = {state}")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"The migration would leave {len(broken)} rows that point to nothing; nothing was changed.")


def _migrate(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        _set_foreign_keys(connection, "OFF")
    else:
        connection.exec_driver_sql("SET lock_timeout = '10s'")
        connection.commit()
    try:
        context.configure(
            connection=connection.execution_options(**{WRITES: True}),
            target_metadata=Model.metadata,
            render_as_batch=sqlite,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                _check_foreign_keys(connection)
    finally:
        if sqlite:
            _set_foreign_keys(connection, "ON")


try:
    with current_app.extensions["migrate"].db.engine.connect() as _connection:
        _migrate(_connection)
except SQLAlchemyError as _failure:
    # Flask-Migrate says this in one line and ends with 1; a traceback would say no more to whoever runs the product.
    raise CommandError(sentence_of(_failure)) from _failure
