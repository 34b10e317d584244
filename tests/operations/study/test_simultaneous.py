"""Eight at once, on both databases: double clicks, many tabs, many people."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from learning import clock
from learning.audit import AuditEvent
from learning.courses.published import course_by_slug
from learning.db import db, transaction
from learning.errors import Conflict
from learning.study import attempts, enrolments
from learning.study.models import Attempt, CompletionRecord, Enrolment, FinishedLesson, Sitting
from learning.study.voiding import void_completion
from tests import makers
from tests.conftest import NOON
from tests.operations.study.test_completions import LONDON
from tests.operations.study.test_refreshes import DUE, LESSON, OUTCOME
from tests.study_course import TWO_LESSONS

WIDTH = 8


@pytest.fixture
def at_once(app):
    """Runs a function eight times at the same moment, each in a thread with a session of its own."""

    def run(deed):
        barrier = threading.Barrier(WIDTH)

        def one(number):
            with app.app_context():
                barrier.wait()
                return deed(number)

        with ThreadPoolExecutor(WIDTH) as pool:
            return list(pool.map(one, range(WIDTH)))

    return run


def locked(person_id):
    """The person's enrolment, locked."""
    return enrolments.own_enrolment(person_id, "small-steps", lock=True)


def count_of(model) -> int:
    """How many rows a table has."""
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def ready_person(name="Aisha Khan"):
    """Somebody who has finished all lessons."""
    person = makers.make_person(name)
    makers.start_course(person)
    makers.finish_lessons(person)
    return person


def test_eight_clicks_on_send_give_one_attempt_one_completion_and_one_audit_row(app, at_once):
    with app.app_context():
        makers.publish_course()
        person_id, key = (person := ready_person()).id, makers.sit_check(person)

    def send(_):
        with transaction():
            return attempts.send_sitting(locked(person_id), key, now=NOON, today=NOON.date()).id

    assert len(set(at_once(send))) == 1
    with app.app_context():
        assert (count_of(Attempt), count_of(CompletionRecord), count_of(Sitting)) == (1, 1, 0)
        actions = db.session.execute(select(AuditEvent.action)).scalars().all()
        assert actions.count("course completed") == 1
        assert actions.count("final check sent") == 1


def test_eight_tabs_that_each_begin_save_and_send_leave_no_gap_and_no_double(app, at_once):
    with app.app_context():
        makers.publish_course()
        person_id = (person := ready_person()).id
        makers.send_check(person, makers.sit_check(person))

    def whole_check(number):
        try:
            with transaction():
                enrolment = locked(person_id)
                sitting = attempts.open_sitting(enrolment, one_page=False, source=random.Random(number), now=NOON)
                key, questions = sitting.key, sitting.questions
            with transaction():
                asked = {place: ["typed"] if place == 2 else [0] for place in range(1, len(questions) + 1)}
                for place, question in enumerate(questions, start=1):
                    if question["bank"]:
                        asked[place] = ["true"]
                    elif question["question"] == "which-order-helps":
                        asked[place] = [3, 2, 1]
                attempts.save_answers(locked(person_id), key, asked)
            with transaction():
                return attempts.send_sitting(locked(person_id), key, now=NOON, today=NOON.date()).number
        except Conflict:
            return None  # another tab sent this sitting between our saving and theirs

    numbers = at_once(whole_check)
    with app.app_context():
        stored = db.session.execute(select(Attempt.number).order_by(Attempt.number)).scalars().all()
        assert stored == list(range(1, len(stored) + 1))
        assert {number for number in numbers if number} == set(stored) - {1}
        assert count_of(CompletionRecord) == 1


def test_eight_people_who_send_at_once_all_complete_with_codes_of_their_own(app, at_once):
    with app.app_context():
        makers.publish_course()
        people = [ready_person(f"Person {chr(65 + number)}") for number in range(WIDTH)]
        keys = [makers.sit_check(person) for person in people]
        ids = [person.id for person in people]

    def send(number):
        with transaction():
            return attempts.send_sitting(locked(ids[number]), keys[number], now=NOON, today=NOON.date()).passed

    assert at_once(send) == [True] * WIDTH
    with app.app_context():
        codes = db.session.execute(select(CompletionRecord.check_code)).scalars().all()
        assert len(set(codes)) == WIDTH


def test_eight_clicks_on_start_open_one_enrolment(app, at_once):
    with app.app_context():
        makers.publish_course()
        person_id = makers.make_person().id

    def start(_):
        with transaction():
            enrolment = enrolments.start(course_by_slug("small-steps"), person_id, now=clock.now())
            db.session.flush()
            return enrolment.id

    assert len(set(at_once(start))) == 1
    with app.app_context():
        assert count_of(Enrolment) == 1


def test_eight_clicks_on_begin_open_one_sitting(app, at_once):
    with app.app_context():
        makers.publish_course()
        person_id = ready_person().id

    def begin(number):
        with transaction():
            source = random.Random(number)
            return attempts.open_sitting(locked(person_id), one_page=False, source=source, now=NOON).key

    assert len(set(at_once(begin))) == 1


def test_eight_clicks_on_the_last_lesson_complete_the_course_once(app, at_once):
    with app.app_context():
        makers.publish_course(TWO_LESSONS)
        person_id = (person := makers.make_person()).id
        makers.start_course(person)

    def finish(number):
        key = ("noticing", "asking")[number % 2]
        with transaction():
            record = enrolments.finish_lesson(locked(person_id), key, route="full", now=NOON, today=NOON.date())
            return record.check_code if record else None

    assert len([code for code in at_once(finish) if code]) == 1
    with app.app_context():
        assert (count_of(FinishedLesson), count_of(CompletionRecord)) == (2, 1)


def test_eight_clicks_on_move_on_open_one_newer_enrolment(app, at_once):
    with app.app_context():
        makers.publish_course(TWO_LESSONS)
        person_id = (person := makers.make_person()).id
        makers.start_course(person)
        makers.publish_course({**TWO_LESSONS, "02-asking.md": b"---\nminutes: 7\n---\n# Asking\n\nNew words.\n"})

    def move_on(_):
        with transaction():
            return enrolments.take_newer(locked(person_id), now=NOON, today=NOON.date()).version_id

    assert len(set(at_once(move_on))) == 1
    with app.app_context():
        assert count_of(Enrolment) == 2


def test_eight_words_that_the_changes_were_read_give_one_completion(app, at_once):
    with app.app_context():
        person_id = _who_owes_a_refresh(OUTCOME)

    def begin(_):
        return _begin_refresh(person_id)

    assert len(set(at_once(begin)) - {None}) == 1
    with app.app_context():
        assert (count_of(CompletionRecord), count_of(Enrolment)) == (2, 2)


def test_a_refresh_begun_and_finished_while_its_completion_is_voided_leaves_nothing_that_counts(app, at_once):
    with app.app_context():
        person_id = _who_owes_a_refresh(LESSON)
        first_id = db.session.execute(select(CompletionRecord.id)).scalar_one()

    def deed(number):
        if number == 0:
            with transaction():
                record = db.session.get_one(CompletionRecord, first_id)
                void_completion(record, reason="A mistake.", voided_by_id=None, now=NOON)
            return
        _begin_refresh(person_id)
        with transaction():
            enrolments.finish_lesson(
                locked(person_id), "a-hard-visit", route="full", now=clock.now(), today=clock.now().date()
            )

    at_once(deed)
    with app.app_context():
        assert db.session.execute(select(Enrolment).where(Enrolment.closed_at.is_(None))).all() == []
        records = db.session.execute(select(CompletionRecord)).scalars().all()
        assert all(record.void for record in records)


def _who_owes_a_refresh(files) -> int:
    person = makers.make_person()
    makers.publish_course()
    makers.complete_course(person)
    makers.publish_course(files, refresh_due_on=DUE)
    return person.id


def _begin_refresh(person_id):
    with transaction():
        enrolment = enrolments.begin_refresh(
            course_by_slug("small-steps"), person_id, version_number=2, time_zone=LONDON, now=NOON
        )
        return enrolment and enrolment.id
