"""The final check: one sitting, saved page by page, sent once."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from learning.audit import AuditEvent
from learning.courses.published import course_document
from learning.db import db, transaction
from learning.errors import Conflict, Invalid, NotFound
from learning.study import attempts, enrolments
from learning.study.completions import completion_of_enrolment
from learning.study.models import Attempt, CompletionRecord, Enrolment, Sitting
from tests import makers
from tests.conftest import NOON
from tests.study_course import TWO_LESSONS

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def person(session):
    """Somebody who has finished all lessons of the course."""
    found = makers.make_person()
    makers.publish_course()
    makers.start_course(found)
    makers.finish_lessons(found)
    return found


def open_sitting(person, seed=1):
    """Begin, or go on with, the final check."""
    with transaction():
        enrolment = enrolments.own_enrolment(person.id, "small-steps", lock=True)
        return attempts.open_sitting(enrolment, one_page=False, source=random.Random(seed), now=NOON)


def save(person, key, answers):
    """Save answers by place."""
    with transaction():
        enrolment = enrolments.own_enrolment(person.id, "small-steps", lock=True)
        return attempts.save_answers(enrolment, key, answers)


def count_of(model) -> int:
    """How many rows a table has."""
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_the_check_waits_for_the_lessons():
    person = makers.make_person()
    makers.publish_course()
    makers.start_course(person)
    with pytest.raises(Conflict, match="Opens when you have finished the 2 lessons that are left"):
        open_sitting(person)
    assert count_of(Sitting) == 0


def test_a_course_without_a_check_has_none_to_open():
    person = makers.make_person()
    makers.publish_course(TWO_LESSONS)
    makers.start_course(person)
    with pytest.raises(NotFound):
        open_sitting(person)


def test_questions_and_their_order_are_fixed_when_the_sitting_is_opened(person):
    first = open_sitting(person, seed=1)
    key, questions = first.key, first.questions
    again = open_sitting(person, seed=2)
    assert (again.key, again.questions) == (key, questions)
    assert count_of(Sitting) == 1
    assert len(questions) == 5


def test_answers_are_saved_page_by_page_and_can_be_changed(person):
    key = open_sitting(person).key
    save(person, key, {1: [0]})
    save(person, key, {2: ["a choice"]})
    save(person, key, {1: [1], 99: ["nowhere"], 0: ["neither"]})
    db.session.expire_all()
    sitting = open_sitting(person)
    assert sitting.answers == {"1": [1], "2": ["a choice"]}
    course = course_document(enrolments.own_enrolment(person.id, "small-steps").version_id)
    assert attempts.missing_places(course, sitting) == [3, 4, 5]


def test_a_check_with_answers_missing_is_not_sent_and_keeps_what_was_saved(person):
    key = open_sitting(person).key
    save(person, key, {1: [0]})
    with pytest.raises(Invalid) as refusal:
        makers.send_check(person, key)
    assert refusal.value.fields["2"] == "Answer question 2."
    assert list(refusal.value.fields) == ["2", "3", "4", "5"]
    assert open_sitting(person).answers == {"1": [0]}
    assert count_of(Attempt) == 0


def test_a_passed_check_completes_the_course_with_everything_copied_in(person):
    enrolment_id = enrolments.own_enrolment(person.id, "small-steps").id
    attempt = makers.send_check(person, makers.sit_check(person, right_count=4))
    assert (attempt.number, attempt.points_earned, attempt.points_possible, attempt.passed) == (1, 4, 5, True)
    record = completion_of_enrolment(enrolment_id)
    assert (record.attempt_id, record.points_earned, record.points_possible) == (attempt.id, 4, 5)
    assert (record.course_title, record.pass_mark_percent, record.declared_minutes) == ("Small steps", 80, 23)
    assert record.rule.endswith("and reached 80% in the final check.")
    assert str(record.repeat_by_on) == "2028-11-24"
    assert len(record.check_code) == 16
    assert count_of(Sitting) == 0
    assert enrolments.own_enrolment(person.id, "small-steps").closed_because == "completed"
    events = db.session.execute(select(AuditEvent.action, AuditEvent.thing).order_by(AuditEvent.id)).all()
    assert ("final check sent", f"enrolment:{enrolment_id}") in events
    assert ("course completed", f"completion:{record.id}") in events


def test_a_check_below_the_mark_changes_nothing_else_and_can_be_tried_again(person):
    low = makers.send_check(person, makers.sit_check(person, right_count=3))
    assert not low.passed
    assert count_of(CompletionRecord) == 0
    high = makers.send_check(person, makers.sit_check(person))
    assert (high.number, high.passed) == (2, True)
    assert count_of(CompletionRecord) == 1


def test_sending_the_same_sitting_again_gives_the_same_attempt(person):
    key = makers.sit_check(person)
    first = makers.send_check(person, key)
    assert makers.send_check(person, key).id == first.id
    assert count_of(Attempt) == 1
    assert count_of(CompletionRecord) == 1


def test_a_key_of_nobody_or_of_somebody_else_is_refused(person):
    other = makers.make_person("Ben Okoro")
    makers.start_course(other)
    makers.finish_lessons(other)
    theirs = makers.sit_check(other)
    mine = makers.sit_check(person)
    for key in (theirs, "", "nonsense"):
        with pytest.raises(Conflict):
            makers.send_check(person, key)
        with pytest.raises(Conflict):
            save(person, key, {1: [0]})
    assert count_of(Attempt) == 0
    assert makers.send_check(person, mine).number == 1


def test_answers_cannot_be_changed_once_they_are_sent(person):
    key = makers.sit_check(person, right_count=0)
    attempt = makers.send_check(person, key)
    with pytest.raises(Conflict):
        save(person, key, {1: [0]})
    db.session.refresh(attempt)
    assert attempt.points_earned == 0


def test_a_later_lower_score_after_completing_changes_nothing(person):
    first = makers.send_check(person, makers.sit_check(person))
    record = completion_of_enrolment(first.enrolment_id)
    code = record.check_code
    practice = makers.send_check(person, makers.sit_check(person, right_count=0))
    assert (practice.number, practice.passed) == (2, False)
    again = makers.send_check(person, makers.sit_check(person))
    assert again.number == 3
    assert count_of(CompletionRecord) == 1
    db.session.refresh(record)
    assert (record.check_code, record.attempt_id) == (code, first.id)
    assert enrolments.own_enrolment(person.id, "small-steps").closed_at == NOON


def test_a_sitting_thrown_away_is_counted_nowhere(person):
    key = makers.sit_check(person)
    with transaction():
        attempts.discard_sitting(enrolments.own_enrolment(person.id, "small-steps", lock=True), "another key")
    assert count_of(Sitting) == 1
    with transaction():
        attempts.discard_sitting(enrolments.own_enrolment(person.id, "small-steps", lock=True), key)
    assert count_of(Sitting) == 0
    assert count_of(Attempt) == 0


def test_an_attempt_of_a_number_that_is_not_there_is_not_found(person):
    enrolment = enrolments.own_enrolment(person.id, "small-steps")
    for number in (1, 0, 2**63):
        with pytest.raises(NotFound):
            attempts.own_attempt(enrolment, number)


def test_where_the_last_step_fails_nothing_of_it_is_there_and_it_can_be_sent_again(person):
    key = makers.sit_check(person)
    _refuse_audit_of_completions()
    with pytest.raises(SQLAlchemyError):
        makers.send_check(person, key)
    db.session.rollback()
    assert (count_of(Attempt), count_of(CompletionRecord), count_of(Sitting)) == (0, 0, 1)
    assert enrolments.own_enrolment(person.id, "small-steps").closed_at is None
    _allow_audit_of_completions()
    assert makers.send_check(person, key).passed
    assert (count_of(Attempt), count_of(CompletionRecord), count_of(Sitting)) == (1, 1, 0)


def _refuse_audit_of_completions() -> None:
    if db.engine.dialect.name == "postgresql":
        check = "ALTER TABLE audit_event ADD CONSTRAINT refused CHECK (action <> 'course completed')"
    else:
        check = (
            "CREATE TRIGGER refused BEFORE INSERT ON audit_event WHEN NEW.action = 'course completed' "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    with transaction() as session:
        session.execute(text(check))


def _allow_audit_of_completions() -> None:
    is_postgresql = db.engine.dialect.name == "postgresql"
    with transaction() as session:
        session.execute(
            text("ALTER TABLE audit_event DROP CONSTRAINT refused" if is_postgresql else "DROP TRIGGER refused")
        )


def test_an_attempt_can_be_neither_changed_nor_deleted(person):
    attempt = makers.send_check(person, makers.sit_check(person))
    attempt.points_earned = 0
    with pytest.raises(RuntimeError):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(db.update(Attempt).values(points_earned=0))
    db.session.rollback()
    assert db.session.get(Enrolment, attempt.enrolment_id)
