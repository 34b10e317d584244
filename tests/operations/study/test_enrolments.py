"""Starting a course, finishing lessons, and moving on to a newer version."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from learning import clock
from learning.courses.published import course_by_slug
from learning.courses.publishing import retire
from learning.db import db, transaction
from learning.errors import Conflict, NotFound
from learning.study import attempts, enrolments
from learning.study.models import CompletionRecord, Enrolment, FinishedLesson, Sitting
from tests import makers
from tests.conftest import NOON
from tests.study_course import SMALL_STEPS, TWO_LESSONS

TODAY = NOON.date()

pytestmark = pytest.mark.usefixtures("session")


def finish(person, key, *, route="full", slug="small-steps"):
    """Say that a lesson is finished."""
    with transaction():
        enrolment = enrolments.own_enrolment(person.id, slug, lock=True)
        return enrolments.finish_lesson(enrolment, key, route=route, now=NOON, today=TODAY)


def count_of(model) -> int:
    """How many rows a table has."""
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def changed(files, path, old, new):
    """The files with one of them changed."""
    assert old in files[path]
    return {**files, path: files[path].replace(old, new)}


def test_starting_twice_gives_the_same_enrolment():
    person = makers.make_person()
    makers.publish_course()
    first = makers.start_course(person)
    assert makers.start_course(person).id == first.id
    assert count_of(Enrolment) == 1


def test_a_course_not_started_is_not_found_and_neither_is_somebody_elses():
    makers.publish_course()
    other = makers.make_person("Ben Okoro")
    makers.start_course(other)
    person = makers.make_person()
    with pytest.raises(NotFound):
        enrolments.own_enrolment(person.id, "small-steps")
    with pytest.raises(NotFound):
        enrolments.own_enrolment(person.id, "small\0steps")


def test_a_retired_course_cannot_be_started_and_open_enrolments_go_on():
    person, late = makers.make_person(), makers.make_person("Late Comer")
    makers.publish_course(TWO_LESSONS)
    makers.start_course(person)
    with transaction():
        retire(course_by_slug("small-steps"), actor=None, now=NOON)
    with pytest.raises(Conflict):
        makers.start_course(late)
    assert makers.finish_lessons(person) is not None


def test_a_lesson_said_finished_twice_is_finished_once():
    person = makers.make_person()
    makers.publish_course()
    enrolment = makers.start_course(person)
    finish(person, "noticing")
    finish(person, "noticing")
    assert list(enrolments.finished_lessons(enrolment.id)) == ["noticing"]


def test_the_shorter_route_finishes_a_lesson_that_has_one():
    person = makers.make_person()
    makers.publish_course()
    enrolment = makers.start_course(person)
    finish(person, "a-hard-visit", route="short")
    assert enrolments.finished_lessons(enrolment.id)["a-hard-visit"].route == "short"


@pytest.mark.parametrize(
    ("key", "route"), [("noticing", "short"), ("gone", "full"), ("noticing", "kept"), ("noticing", "")]
)
def test_lessons_and_routes_that_are_not_there_cannot_be_finished(key, route):
    person = makers.make_person()
    makers.publish_course()
    makers.start_course(person)
    with pytest.raises(NotFound):
        finish(person, key, route=route)
    assert count_of(FinishedLesson) == 0


def test_the_last_lesson_of_a_course_without_a_check_completes_it():
    person = makers.make_person()
    version = makers.publish_course(TWO_LESSONS)
    enrolment = makers.start_course(person)
    assert finish(person, "noticing") is None
    record = finish(person, "asking")
    assert (record.version_id, record.version_hash, record.version_number) == (version.id, version.source_hash, 1)
    assert (record.points_earned, record.pass_mark_percent, record.attempt_id) == (None, None, None)
    assert record.declared_minutes == 12
    assert enrolments.own_enrolment(person.id, "small-steps").closed_because == "completed"
    assert enrolment.closed_at == NOON
    assert finish(person, "asking") is None
    assert count_of(CompletionRecord) == 1


def test_the_lessons_of_a_course_with_a_check_do_not_complete_it():
    person = makers.make_person()
    makers.publish_course()
    makers.start_course(person)
    assert makers.finish_lessons(person) is None
    assert count_of(CompletionRecord) == 0


def test_a_completed_course_can_be_done_again_in_the_current_version():
    person = makers.make_person()
    makers.publish_course(TWO_LESSONS)
    first = makers.complete_course(person)
    newer = makers.publish_course(changed(TWO_LESSONS, "02-asking.md", b"Read that.", b"Read this too."))
    assert enrolments.own_enrolment(person.id, "small-steps").id == first.enrolment_id
    again = makers.start_course(person)
    assert again.version_id == newer.id
    assert enrolments.finished_lessons(again.id) == {}
    second = makers.finish_lessons(person)
    assert (first.version_number, second.version_number) == (1, 2)


def test_a_republished_course_leaves_an_enrolment_as_it_is():
    person = makers.make_person()
    version = makers.publish_course()
    makers.start_course(person)
    finish(person, "noticing")
    makers.publish_course(changed(SMALL_STEPS, "02-a-hard-visit.md", b"The longer story.", b"Another story."))
    enrolment = enrolments.own_enrolment(person.id, "small-steps")
    assert enrolment.version_id == version.id
    assert enrolments.newer_version(enrolment) is not None
    makers.finish_lessons(person)
    makers.send_check(person, makers.sit_check(person))
    record = db.session.execute(select(CompletionRecord)).scalar_one()
    assert (record.version_id, record.version_hash) == (version.id, version.source_hash)


def test_moving_on_keeps_unchanged_lessons_and_carries_no_answers():
    person = makers.make_person()
    makers.publish_course()
    old = makers.start_course(person)
    makers.finish_lessons(person)
    key = makers.sit_check(person)
    newer = makers.publish_course(changed(SMALL_STEPS, "02-a-hard-visit.md", b"The longer story.", b"Another story."))
    with transaction():
        enrolment = enrolments.own_enrolment(person.id, "small-steps", lock=True)
        taken = enrolments.take_newer(enrolment, now=NOON, today=TODAY)
    assert taken.version_id == newer.id
    assert {key: row.route for key, row in enrolments.finished_lessons(taken.id).items()} == {"noticing": "kept"}
    assert count_of(Sitting) == 0
    db.session.refresh(old)
    assert (old.closed_at, old.closed_because) == (NOON, "moved on")
    with pytest.raises(Conflict):
        makers.send_check(person, key)
    assert enrolments.own_enrolment(person.id, "small-steps").id == taken.id


def test_moving_on_twice_moves_once():
    person = makers.make_person()
    makers.publish_course()
    makers.start_course(person)
    makers.publish_course(changed(SMALL_STEPS, "course.md", b"What this course is.", b"What it is."))
    for _ in range(2):
        with transaction():
            enrolment = enrolments.own_enrolment(person.id, "small-steps", lock=True)
            enrolments.take_newer(enrolment, now=NOON, today=TODAY)
    assert count_of(Enrolment) == 2


def test_moving_on_to_a_version_of_which_everything_is_done_completes_it():
    person = makers.make_person()
    makers.publish_course(TWO_LESSONS)
    makers.start_course(person)
    finish(person, "noticing")
    shorter = {path: text for path, text in TWO_LESSONS.items() if path != "02-asking.md"}
    makers.publish_course(shorter)
    with transaction():
        enrolment = enrolments.own_enrolment(person.id, "small-steps", lock=True)
        enrolments.take_newer(enrolment, now=NOON, today=TODAY)
    record = db.session.execute(select(CompletionRecord)).scalar_one()
    assert record.version_number == 2


def test_a_completed_or_retired_course_offers_nothing_newer():
    person, other = makers.make_person(), makers.make_person("Ben Okoro")
    makers.publish_course(TWO_LESSONS)
    makers.complete_course(person)
    makers.start_course(other)
    makers.publish_course(changed(TWO_LESSONS, "02-asking.md", b"Read that.", b"Read more."))
    assert enrolments.newer_version(enrolments.own_enrolment(person.id, "small-steps")) is None
    assert enrolments.newer_version(enrolments.own_enrolment(other.id, "small-steps")) is not None
    with transaction():
        retire(course_by_slug("small-steps"), actor=None, now=clock.now())
    assert enrolments.newer_version(enrolments.own_enrolment(other.id, "small-steps")) is None


def test_a_check_that_is_passed_first_waits_for_the_lessons_and_the_last_lesson_completes():
    person = makers.make_person()
    makers.publish_course(changed(SMALL_STEPS, "quiz.md", b"pass_mark: 80", b"pass_mark: 80\nopens: any time"))
    makers.start_course(person)
    attempt = makers.send_check(person, makers.sit_check(person))
    assert attempt.passed
    assert count_of(CompletionRecord) == 0
    record = makers.finish_lessons(person)
    assert (record.attempt_id, record.points_earned, record.points_possible) == (attempt.id, 5, 5)
    assert attempts.attempts_of(record.enrolment_id) == [attempt]
