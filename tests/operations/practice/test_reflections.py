"""Private words: the writer's alone, never overwritten unseen."""

from __future__ import annotations

import pytest

from learning.db import db, transaction
from learning.errors import Invalid, NotFound
from learning.practice.reflections import (
    StaleWords,
    delete_reflection,
    own_reflection,
    own_reflections,
    reflections_of_lesson,
    save_reflection,
)
from tests import makers
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def course_id(session):
    """A published course."""
    return makers.publish_course().course_id


def save(person, course_id, words, *, revision=0, block="where"):
    """Save words on one reflection."""
    with transaction():
        return save_reflection(
            person.id, course_id, "a-hard-visit", block, prompt="Where?", words=words, revision=revision, now=NOON
        )


def test_words_are_saved_and_read_by_their_writer(course_id):
    person = makers.make_person()
    saved = save(person, course_id, "  First line.\r\nSecond. \x00")
    assert (saved.words, saved.revision) == ("First line.\nSecond.", 1)
    assert reflections_of_lesson(person.id, course_id, "a-hard-visit")["where"].words == "First line.\nSecond."


def test_nobody_else_finds_them(course_id):
    saved = save(makers.make_person(), course_id, "Mine.")
    other = makers.make_person("Ben Okoro")
    assert own_reflections(other.id) == []
    assert reflections_of_lesson(other.id, course_id, "a-hard-visit") == {}
    for reflection_id in (saved.id, 2**40):
        with pytest.raises(NotFound):
            own_reflection(other.id, reflection_id)


def test_a_second_window_cannot_overwrite_unseen(course_id):
    person = makers.make_person()
    save(person, course_id, "From the phone.")
    with pytest.raises(StaleWords) as refusal:
        save(person, course_id, "From the desk.", revision=0)
    assert refusal.value.stored.words == "From the phone."
    assert save(person, course_id, "Both.", revision=1).revision == 2


def test_a_double_click_saves_once(course_id):
    person = makers.make_person()
    save(person, course_id, "Once.")
    assert save(person, course_id, "Once.").revision == 1


@pytest.mark.parametrize(("words", "said"), [("  \n ", "Write something"), ("x" * 10_001, "10,001")])
def test_no_words_and_too_many_are_refused(course_id, words, said):
    person = makers.make_person()
    with pytest.raises(Invalid, match=said):
        save(person, course_id, words)
    assert own_reflections(person.id) == []


def test_deleted_words_are_gone(course_id):
    person = makers.make_person()
    saved = save(person, course_id, "Mine.")
    save(person, course_id, "Other.", block="other")
    with transaction():
        delete_reflection(own_reflection(person.id, saved.id))
    assert [one.words for one in own_reflections(person.id)] == ["Other."]


def test_the_list_costs_one_statement(course_id, count_statements):
    person = makers.make_person()
    for number in range(4):
        save(person, course_id, f"Words {number}.", block=f"block-{number}")
    person_id = person.id
    db.session.expire_all()
    with count_statements() as statements:
        titles = [one.course.current_version.title for one in own_reflections(person_id)]
    assert titles == ["Small steps"] * 4
    assert len(statements) == 1
