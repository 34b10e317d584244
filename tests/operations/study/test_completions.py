"""The record: kept as it was, voided by a further record, and derived anew by a command."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from learning import clock
from learning.audit import AuditEvent
from learning.courses.published import course_document, forget_documents
from learning.db import db, transaction
from learning.errors import Invalid
from learning.settings import settings_from
from learning.study.attempts import send_sitting
from learning.study.completions import completion_with_code, completions_of
from learning.study.enrolments import own_enrolment
from learning.study.models import CompletionRecord
from learning.study.statuses import statuses_of
from learning.study.verification import verify_records
from learning.study.voiding import void_completion
from tests import makers
from tests.conftest import NOON
from tests.study_course import SMALL_STEPS, TWO_LESSONS

pytestmark = pytest.mark.usefixtures("session")
LONDON = settings_from({"SECRET_KEY": "a key for tests only, 0123456789 abcdef"}).time_zone


def as_stored(record) -> dict:
    """All columns of a record."""
    db.session.refresh(record)
    return {column.key: getattr(record, column.key) for column in CompletionRecord.__table__.columns}


def test_publishing_again_leaves_a_record_as_it_was_to_the_byte():
    makers.publish_course()
    record = makers.complete_course(makers.make_person())
    before = as_stored(record)
    renamed = {**SMALL_STEPS, "course.md": SMALL_STEPS["course.md"].replace(b"# Small steps", b"# Large steps")}
    makers.publish_course(renamed)
    assert as_stored(record) == before
    assert before["course_title"] == "Small steps"


def test_a_record_can_be_neither_changed_nor_deleted():
    makers.publish_course(TWO_LESSONS)
    record = makers.complete_course(makers.make_person())
    for statement in ("UPDATE completion_record SET points_earned = 9", "DELETE FROM completion_record"):
        with pytest.raises(Exception, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()
    db.session.delete(record)
    with pytest.raises(RuntimeError):
        db.session.flush()
    db.session.rollback()


def test_a_voided_completion_stays_and_no_longer_counts():
    makers.publish_course()
    person = makers.make_person()
    record = makers.complete_course(person)
    pair = (person.id, record.course_id)
    assert statuses_of([person.id], time_zone=LONDON, today=date(2026, 11, 24))[pair].key == "done"
    with transaction():
        void_completion(record, reason="Entered for the wrong person.", voided_by_id=None, now=NOON)
    assert [one.void.reason for one in completions_of([person.id])] == ["Entered for the wrong person."]
    assert statuses_of([person.id], time_zone=LONDON, today=date(2026, 11, 24))[pair].key == "none"
    assert db.session.query(AuditEvent).filter_by(action="completion voided").count() == 1


def test_voiding_twice_is_voiding_once():
    makers.publish_course(TWO_LESSONS)
    record = makers.complete_course(makers.make_person())
    for reason in ("First.", "Second."):
        with transaction():
            void_completion(record, reason=reason, voided_by_id=None, now=NOON)
    assert completion_with_code(record.check_code).void.reason == "First."


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_voiding_asks_for_a_reason(reason):
    makers.publish_course(TWO_LESSONS)
    record = makers.complete_course(makers.make_person())
    with pytest.raises(Invalid), transaction():
        void_completion(record, reason=reason, voided_by_id=None, now=NOON)
    assert completion_with_code(record.check_code).void is None


def test_the_day_of_a_completion_is_the_organisations_day():
    makers.publish_course(TWO_LESSONS)
    person = makers.make_person()
    with clock.set_to(lambda: datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):
        record = makers.complete_course(person)
    status = statuses_of([person.id], time_zone=LONDON, today=date(2026, 7, 1))[person.id, record.course_id]
    assert status.completed_on == date(2026, 7, 1)


def test_statuses_cost_the_same_for_one_person_and_for_five(count_statements):
    makers.publish_course(TWO_LESSONS)
    people = [makers.make_person(f"Person {chr(65 + number)}") for number in range(5)]
    for person in people:
        makers.complete_course(person)
    ids = [person.id for person in people]
    counts = []
    for some in (ids[:1], ids):
        with count_statements() as statements:
            statuses_of(some, time_zone=LONDON, today=date(2026, 11, 24))
        counts.append(len(statements))
    assert counts == [1, 1]


def test_every_record_can_be_derived_anew():
    makers.publish_course()
    makers.publish_course(TWO_LESSONS, slug="two-lessons")
    person, other = makers.make_person(), makers.make_person("Ben Okoro")
    makers.complete_course(person)
    makers.complete_course(other, "two-lessons")
    makers.send_check(person, makers.sit_check(person, right_count=0))
    assert verify_records(course_document) == []


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("completion_record", "version_hash = 'x'", "version number or hash"),
        ("completion_record", "course_title = 'Other'", "course or title"),
        ("completion_record", "points_earned = 1", "points are not those of its attempt"),
        ("completion_record", "pass_mark_percent = 10", "pass mark"),
        ("completion_record", "rule = 'Just so.'", "completion rule"),
        ("completion_record", "repeat_by_on = '2099-01-01'", "day of repeat"),
        ("completion_record", "repeat_by_on = NULL", "day of repeat"),
        ("completion_record", "declared_minutes = 900", "minutes"),
        ("course_version_document", "document_json = '{}'", "cannot be read"),
        ("attempt", "answers = '{\"1\": 5}'", "cannot be scored again"),
        ("attempt", "points_earned = 1", "its answers earn 5 of 5"),
        ("attempt", "number = 7", "its number should be 1"),
        ("attempt", "answers = '{}'", "its answers earn 0 of 5"),
        ("attempt", 'questions = \'[{"bank": null, "question": "gone", "order": []}]\'', "cannot be scored again"),
        ("finished_lesson", "lesson_key = 'other' WHERE lesson_key = 'noticing'", "not all there"),
        ("enrolment", "closed_because = 'moved on'", "not closed as completed"),
        ("audit_event", "action = 'nothing'", "no audit row"),
    ],
)
def test_a_row_changed_behind_our_back_is_named(table, change, said):
    makers.publish_course()
    record = makers.complete_course(makers.make_person())
    _without_triggers(table)
    db.session.execute(text(f"UPDATE {table} SET {change}"))
    db.session.commit()
    forget_documents()
    faults = verify_records(course_document)
    assert any(said in fault for fault in faults), faults
    assert any(f"Completion {record.id}" in fault or "Attempt" in fault for fault in faults)


def test_a_completion_that_is_gone_is_named():
    makers.publish_course(TWO_LESSONS)
    record = makers.complete_course(makers.make_person())
    _without_triggers("completion_record")
    db.session.execute(text("DELETE FROM completion_record"))
    db.session.commit()
    [fault] = verify_records(course_document)
    assert fault.startswith(f"Enrolment {record.enrolment_id} (person {record.person_id})")
    assert "no completion" in fault


def test_a_completion_whose_enrolment_is_gone_is_named():
    makers.publish_course()
    record = makers.complete_course(makers.make_person())
    statement = "DELETE FROM enrolment"
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
        db.session.execute(text(statement))
    else:
        with closing(sqlite3.connect(db.engine.url.database)) as connection:
            connection.execute(statement)  # a connection of somebody else's does not look at foreign keys
            connection.commit()
    db.session.commit()
    faults = verify_records(course_document)
    assert any(f"Completion {record.id} " in fault and "gone" in fault for fault in faults), faults


@pytest.mark.parametrize(("hour", "day"), [(0, 24), (12, 24), (23, 25)])
def test_a_day_of_repeat_holds_in_any_time_zone(hour, day):
    makers.publish_course()
    with clock.set_to(lambda: NOON.replace(hour=hour)):
        person = makers.make_person()
        makers.start_course(person)
        makers.finish_lessons(person)
        key = makers.sit_check(person)
        with transaction():
            enrolment = own_enrolment(person.id, "small-steps", lock=True)
            send_sitting(enrolment, key, now=clock.now(), today=date(2026, 11, day))
    assert verify_records(course_document) == []


def _without_triggers(table: str) -> None:
    # Somebody with the database's own password could do this; the guard is then the verification.
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    names = db.session.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"), {"table": table}
    )
    for name in names.scalars().all():
        db.session.execute(text(f"DROP TRIGGER {name}"))


def test_the_commands_verify_and_void(app):
    makers.publish_course(TWO_LESSONS)
    person = makers.make_person()
    code = makers.complete_course(person).check_code
    run = app.test_cli_runner().invoke
    assert run(args=["records", "verify"]).exit_code == 0
    result = run(args=["records", "void", code.lower(), "--reason", "Made in error."])
    assert result.exit_code == 0, result.output
    assert "voided" in result.output
    assert run(args=["records", "void", code, "--reason", "Again."]).exit_code == 1
    assert run(args=["records", "void", "NOTACODE", "--reason", "x"]).exit_code == 1
    db.session.expire_all()
    assert completions_of([person.id])[0].void.reason == "Made in error."
    assert own_enrolment(person.id, "small-steps").closed_because == "completed"
