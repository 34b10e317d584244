"""What both databases promise: one way to write, and tables that never change."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from learning import audit, clock
from learning.db import db, transaction


def test_a_transaction_inside_another_is_refused(session) -> None:
    with transaction(), pytest.raises(RuntimeError, match="never inside another"), transaction():
        pass


def test_a_change_made_before_the_transaction_is_refused_rather_than_lost(session) -> None:
    audit.record("tried", "nothing", actor_id=None, now=clock.now())
    with pytest.raises(RuntimeError, match="would be lost"), transaction():
        pass
    session.rollback()


def test_what_a_failed_transaction_wrote_is_gone(session) -> None:
    def write_and_fail() -> None:
        with transaction():
            audit.record("tried", "nothing", actor_id=None, now=clock.now())
            db.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert session.scalar(text("SELECT count(*) FROM audit_event")) == 0


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET action = 'other'", "DELETE FROM audit_event"], ids=["update", "delete"]
)
def test_the_database_itself_refuses_to_change_audit_rows(session, statement) -> None:
    with transaction():
        audit.record("tried", "nothing", actor_id=None, now=clock.now())
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text(statement))


def test_a_row_of_an_append_only_table_cannot_be_edited_in_the_session(session) -> None:
    with transaction():
        audit.record("tried", "nothing", actor_id=None, now=clock.now())
    event = session.query(audit.AuditEvent).one()
    with pytest.raises(RuntimeError, match="never changed"), transaction():
        event.action = "other"
