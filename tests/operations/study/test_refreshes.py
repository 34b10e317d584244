"""The refresh: who owes it, beginning it, what it asks, and what becomes of it. On both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from learning import clock
from learning.courses.published import course_by_slug, course_document
from learning.courses.publishing import retire
from learning.db import db, transaction
from learning.errors import Conflict
from learning.plans.everything_known import facts_with_courses
from learning.study import attempts, enrolments
from learning.study.models import Attempt, CompletionRecord, Enrolment, Sitting
from learning.study.refreshes import required_part
from learning.study.statuses import statuses_of
from learning.study.verification import verify_records
from learning.study.voiding import void_completion
from tests import makers
from tests.conftest import NOON
from tests.operations.study.test_completions import LONDON
from tests.study_course import BANK, COURSE, SECOND, SMALL_STEPS, TWO_LESSONS

DUE = date(2027, 2, 12)
TODAY = NOON.date()
LESSON = {**SMALL_STEPS, "02-a-hard-visit.md": SECOND.replace(b"The longer story.", b"Another story.")}
LESSON_AND_QUESTION = {**LESSON, "banks/responses.md": BANK.replace(b"Flop looks", b"Flop may look")}
FIRST_LESSON_TOO = {**LESSON_AND_QUESTION, "01-noticing.md": SMALL_STEPS["01-noticing.md"].replace(b"Read", b"Study")}
OUTCOME = {**SMALL_STEPS, "course.md": COURSE.replace(b"- Say what helps", b"- Say what helps\n- Say no")}

pytestmark = pytest.mark.usefixtures("session")


def completed(files=SMALL_STEPS):
    """Somebody who has completed version 1."""
    person = makers.make_person()
    makers.publish_course(files)
    return person, makers.complete_course(person)


def publish(files, label="material", due=DUE):
    """The next version."""
    return makers.publish_course(files, label=label, refresh_due_on=due)


def begin(person, *, version_number=None):
    """Begin seeing what changed."""
    with transaction():
        return enrolments.begin_refresh(
            course_by_slug("small-steps"), person.id, version_number=version_number, time_zone=LONDON, now=clock.now()
        )


def finish(person, key):
    """Say that a lesson is finished."""
    with transaction():
        enrolment = enrolments.own_enrolment(person.id, "small-steps", lock=True)
        return enrolments.finish_lesson(enrolment, key, route="full", now=clock.now(), today=clock.now().date())


def status(person, *, on=TODAY):
    """The status of the small course."""
    return statuses_of([person.id], time_zone=LONDON, today=on)[person.id, course_by_slug("small-steps").id]


def part(person):
    """What the enrolment asks."""
    enrolment = enrolments.own_enrolment(person.id, "small-steps")
    return required_part(enrolment, course_document(enrolment.version_id))


def to_do(person):
    """The keys of the lessons that are left."""
    enrolment = enrolments.own_enrolment(person.id, "small-steps")
    return [one.key for one in part(person).lessons if one.key not in enrolments.finished_lessons(enrolment.id)]


def count_of(model) -> int:
    """How many rows a table has."""
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_only_a_material_version_after_the_first_asks_for_a_refresh():
    person, _ = completed()
    assert publish(LESSON, label="editorial").refresh_due_on is None
    assert publish(SMALL_STEPS, label="clarifying").refresh_due_on is None
    assert status(person).words == "Done, repeat by 23 November 2028"
    assert begin(person) is None
    assert publish(LESSON).refresh_due_on == DUE
    assert status(person).words == "Done, see what changed by 12 February 2027"
    assert status(person, on=DUE + timedelta(days=1)).words == "Overdue (what changed)"
    assert makers.publish_course(LESSON, slug="new", refresh_due_on=DUE).refresh_due_on is None


def test_a_refresh_asks_the_changed_lesson_and_question_and_gives_a_record_of_the_current_version():
    person, first = completed()
    version = publish(LESSON_AND_QUESTION)
    enrolment = begin(person)
    assert (enrolment.version_id, enrolment.refreshes_id) == (version.id, first.id)
    assert {key: row.route for key, row in enrolments.finished_lessons(enrolment.id).items()} == {"noticing": "kept"}
    assert to_do(person) == ["a-hard-visit"]
    with pytest.raises(Conflict, match="one more lesson"):
        makers.sit_check(person)
    assert finish(person, "a-hard-visit") is None
    failed = makers.send_check(person, makers.sit_check(person, right_count=0))
    assert [one["question"] for one in failed.questions] == ["flop-may-look-like-giving-up"]
    passed = makers.send_check(person, makers.sit_check(person))
    assert (failed.number, failed.passed, passed.number, passed.points_possible) == (1, False, 2, 1)
    record = db.session.scalars(select(CompletionRecord).order_by(CompletionRecord.id.desc())).first()
    assert (record.version_number, record.attempt_id, record.pass_mark_percent) == (2, passed.id, 80)
    assert record.rule.startswith("This is a refresh: you completed version 1 before.")
    assert record.declared_minutes == 8 + 2
    assert record.repeat_by_on == first.repeat_by_on
    assert status(person, on=DUE + timedelta(days=1)).words == "Done, repeat by 23 November 2028"
    assert verify_records(course_document) == []


def test_where_no_question_changed_the_last_changed_lesson_completes_it():
    person, _ = completed()
    publish(LESSON)
    enrolment = begin(person)
    with pytest.raises(Conflict, match="No question of the final check has changed"):
        makers.sit_check(person)
    record = finish(person, "a-hard-visit")
    assert (record.version_number, record.attempt_id, record.points_possible) == (2, None, None)
    assert db.session.get(Enrolment, enrolment.id).closed_because == "completed"
    assert verify_records(course_document) == []
    makers.send_check(person, makers.sit_check(person, right_count=0))
    practice = attempts.attempts_of(enrolment.id)[0]
    assert (practice.number, practice.points_possible) == (1, 5)
    assert count_of(CompletionRecord) == 2


def test_where_only_the_outcomes_changed_one_word_completes_it_once():
    person, first = completed()
    publish(OUTCOME)
    enrolment = begin(person, version_number=2)
    assert (enrolment.closed_because, enrolment.refreshes_id) == ("completed", first.id)
    assert begin(person) is None
    assert count_of(CompletionRecord) == 2
    assert verify_records(course_document) == []


def test_nobody_says_to_have_read_a_version_that_came_out_meanwhile():
    person, _ = completed()
    publish(OUTCOME)
    publish(SMALL_STEPS)
    with pytest.raises(Conflict, match="Version 3 of this course came out"):
        begin(person, version_number=2)
    assert count_of(Enrolment) == 1


def test_several_versions_add_up_and_lighter_ones_in_between_ask_nothing():
    person, _ = completed()
    publish(LESSON)
    publish(FIRST_LESSON_TOO, label="editorial")
    publish({**FIRST_LESSON_TOO, "quiz.md": FIRST_LESSON_TOO["quiz.md"].replace(b"A form", b"A rota")})
    begin(person)
    assert to_do(person) == ["a-hard-visit"]
    assert [one.key for one in part(person).quiz.items] == ["what-helps-first"]


def test_another_picture_under_the_same_name_is_a_change_of_its_page():
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>%s</title></svg>'
    first = SMALL_STEPS["01-noticing.md"].replace(b"Read this first.", b"![A window](images/window.svg)")
    files = {**SMALL_STEPS, "01-noticing.md": first, "images/window.svg": picture % b"Old"}
    person, _ = completed(files)
    publish({**files, "images/window.svg": picture % b"New"})
    begin(person)
    assert to_do(person) == ["noticing"]


def test_beginning_twice_and_starting_meanwhile_gives_the_same_enrolment_and_throws_practice_away():
    person, _ = completed()
    makers.sit_check(person)
    publish(LESSON)
    enrolment = begin(person)
    assert count_of(Sitting) == 0
    assert begin(person).id == enrolment.id
    assert makers.start_course(person).id == enrolment.id
    assert count_of(Enrolment) == 2


def test_who_does_the_course_again_is_asked_for_it_and_not_for_a_refresh():
    person, _ = completed()
    publish(LESSON)
    again = makers.start_course(person)
    assert begin(person).id == again.id
    assert again.refreshes_id is None
    makers.finish_lessons(person)
    makers.send_check(person, makers.sit_check(person))
    assert status(person).words == "Done, repeat by 23 November 2028"
    assert begin(person) is None


def test_who_completes_an_old_version_late_is_asked_only_for_what_changed():
    person = makers.make_person()
    makers.publish_course()
    makers.start_course(person)
    publish(LESSON)
    makers.complete_course(person)
    assert status(person).refresh_by_on == DUE
    begin(person)
    assert to_do(person) == ["a-hard-visit"]


def test_moving_on_in_a_refresh_asks_what_changed_since_and_keeps_what_was_seen():
    person, first = completed()
    publish(LESSON_AND_QUESTION)
    begin(person)
    finish(person, "a-hard-visit")
    key = makers.sit_check(person)
    mended = {**LESSON_AND_QUESTION, "02-a-hard-visit.md": SECOND.replace(b"The longer story.", b"Another story!")}
    publish(mended, label="editorial")
    newest = publish({**mended, "01-noticing.md": FIRST_LESSON_TOO["01-noticing.md"]}, due=DUE + timedelta(days=9))
    with transaction():
        enrolment = enrolments.own_enrolment(person.id, "small-steps", lock=True)
        taken = enrolments.take_newer(enrolment, now=NOON, today=TODAY)
    assert (taken.version_id, taken.refreshes_id) == (newest.id, first.id)
    assert to_do(person) == ["noticing"]
    assert [one.key for one in part(person).lessons] == ["noticing", "a-hard-visit"]
    assert part(person).quiz.question_count == 1
    with pytest.raises(Conflict):
        makers.send_check(person, key)
    finish(person, "noticing")
    assert makers.send_check(person, makers.sit_check(person)).passed
    assert status(person).version_number == 4
    assert verify_records(course_document) == []


def test_a_version_that_comes_out_during_a_refresh_is_asked_after_it():
    person, _ = completed()
    publish(LESSON)
    begin(person)
    publish(FIRST_LESSON_TOO, due=DUE + timedelta(days=30))
    finish(person, "a-hard-visit")
    assert status(person).refresh_by_on == DUE + timedelta(days=30)
    begin(person)
    assert to_do(person) == ["noticing"]
    assert part(person).quiz.question_count == 1


def test_a_retired_course_asks_nobody_and_a_refresh_under_way_can_be_finished():
    person, _ = completed()
    other = makers.make_person("Ben Okoro")
    publish(LESSON)
    begin(person)
    with transaction():
        retire(course_by_slug("small-steps"), actor=None, now=NOON)
    assert status(person).words == "Done, repeat by 23 November 2028"
    assert finish(person, "a-hard-visit").version_number == 2
    assert begin(other) is None


def test_a_refresh_does_not_move_the_day_of_the_repeat():
    person, first = completed()
    with clock.set_to(lambda: NOON + timedelta(days=400)):
        publish(LESSON, due=NOON.date() + timedelta(days=500))
        begin(person)
        record = finish(person, "a-hard-visit")
    assert record.repeat_by_on == first.repeat_by_on
    assert verify_records(course_document) == []


def test_who_must_repeat_the_course_cannot_refresh_it():
    person, _ = completed()
    publish(LESSON)
    with clock.set_to(lambda: NOON.replace(year=2028)):
        assert begin(person) is None


def test_voiding_a_completion_ends_the_refresh_that_is_open_and_its_check():
    person, first = completed()
    publish(LESSON_AND_QUESTION)
    enrolment = begin(person)
    finish(person, "a-hard-visit")
    key = makers.sit_check(person)
    with transaction():
        void_completion(first, reason="Not hers.", voided_by_id=None, now=NOON)
    db.session.refresh(enrolment)
    assert (enrolment.closed_because, count_of(Sitting)) == ("moved on", 0)
    assert status(person).words == "Not started"
    with pytest.raises(Conflict):
        makers.send_check(person, key)
    assert finish(person, "a-hard-visit") is None
    assert begin(person) is None
    assert makers.start_course(person).refreshes_id is None


def test_voiding_a_completion_voids_the_refreshes_that_rest_on_it():
    person, first = completed()
    publish(LESSON)
    begin(person)
    second = finish(person, "a-hard-visit")
    publish(FIRST_LESSON_TOO)
    begin(person)
    finish(person, "noticing")
    makers.send_check(person, makers.sit_check(person))
    third = db.session.scalars(select(CompletionRecord).order_by(CompletionRecord.id.desc())).first()
    with transaction():
        void_completion(first, reason="Not hers.", voided_by_id=None, now=NOON)
    assert {one.void.reason for one in (second, third)} == {"It rests on a completion that was voided. Not hers."}
    assert status(person).words == "Not started"
    assert verify_records(course_document) == []


def test_voiding_a_refresh_brings_back_what_it_settled():
    person, first = completed()
    publish(LESSON)
    begin(person)
    record = finish(person, "a-hard-visit")
    with transaction():
        void_completion(record, reason="Not hers.", voided_by_id=None, now=NOON)
    assert (status(person).number, status(person).refresh_by_on) == (first.id, DUE)
    assert begin(person).refreshes_id == first.id
    assert to_do(person) == ["a-hard-visit"]


def test_a_refresh_changed_behind_our_back_is_named():
    person, _ = completed(TWO_LESSONS)
    publish({**TWO_LESSONS, "02-asking.md": TWO_LESSONS["02-asking.md"].replace(b"that", b"those")})
    begin(person)
    record = finish(person, "asking")
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE completion_record DISABLE TRIGGER USER"))
    else:
        db.session.execute(text("DROP TRIGGER completion_record_no_update"))
    change = "rule = 'Just so.', repeat_by_on = '2099-01-01', declared_minutes = 900, pass_mark_percent = 1"
    db.session.execute(text(f"UPDATE completion_record SET {change} WHERE id = {record.id}"))
    db.session.commit()
    faults = [fault for fault in verify_records(course_document) if f"Completion {record.id} " in fault]
    for said in ("completion rule", "day of repeat", "minutes", "pass mark"):
        assert any(said in fault for fault in faults), said


def test_an_attempt_is_numbered_in_its_refresh_alone():
    person, _ = completed()
    publish(LESSON_AND_QUESTION)
    begin(person)
    finish(person, "a-hard-visit")
    makers.send_check(person, makers.sit_check(person))
    numbers = db.session.execute(select(Attempt.enrolment_id, Attempt.number).order_by(Attempt.id)).all()
    assert [number for _, number in numbers] == [1, 1]
    latest = enrolments.own_enrolment(person.id, "small-steps")
    assert [version for _, version in attempts.earlier_attempts(latest)] == [1]


def test_who_saw_what_changed_renews_from_the_day_on_which_they_did_the_course_in_full():
    person, _ = completed()
    for number, days in ((2, 30), (3, 60)):
        publish({**SMALL_STEPS, "course.md": OUTCOME["course.md"].replace(b"Say no", b"Say no" * number)})
        with clock.set_to(lambda days=days: NOON + timedelta(days=days)):
            begin(person, version_number=number)
    course_id = course_by_slug("small-steps").id
    known = facts_with_courses([person.id], [course_id], time_zone=LONDON).completions[person.id, course_id]
    assert [(one.version_number, one.renewed_from_on) for one in known] == [(1, TODAY), (2, TODAY), (3, TODAY)]
