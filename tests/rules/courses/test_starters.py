"""What a new course begins with: it passes the check, shows the format by example, and says what to replace."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from learning.courses.document import Draw, Kind, Practice, Question, Reflection, Scenario
from learning.courses.format.checks import PLACEHOLDER
from learning.courses.format.parser import parse_course
from learning.courses.new_course import EXAMPLE, STARTERS, faults_of_names, starter_files
from tests.content.reading_ease import ease_of
from tests.rules.courses.sources import course_of

TITLE = "Children & loss: what helps?"
WORDS_TO_REPLACE = re.compile(rb"\[Replace this[^\]]*\]")


@pytest.mark.parametrize("starter", STARTERS)
def test_a_starter_has_no_problem_and_only_warns_of_what_is_to_be_written(starter: str) -> None:
    parsed = parse_course("children-and-loss", starter_files(starter, TITLE))
    assert [str(problem) for problem in parsed.problems] == []
    assert {warning.code for warning in parsed.warnings} == {PLACEHOLDER}
    assert parsed.course.title.plain == TITLE
    assert {warning.path for warning in parsed.warnings} == set(starter_files(starter, TITLE))


@pytest.mark.parametrize("starter", STARTERS)
def test_a_starter_with_words_in_every_place_has_nothing_to_warn_of(starter: str) -> None:
    files = {path: WORDS_TO_REPLACE.sub(b"Words.", text) for path, text in starter_files(starter, TITLE).items()}
    assert parse_course("children-and-loss", files).warnings == ()


def test_the_recommended_starter_shows_every_kind_of_question_and_block() -> None:
    course = course_of(parse_course("example", starter_files(EXAMPLE, TITLE)))
    blocks = [block for lesson in course.lessons for block in lesson.blocks]
    assert {block.kind for block in blocks if isinstance(block, Question)} == set(get_args(Kind))
    assert {Scenario, Reflection, Practice} <= {type(block) for block in blocks}
    assert any(lesson.content_note and lesson.short_version for lesson in course.lessons)
    assert [type(item) for item in course.quiz.items] == [*[Question] * 4, Draw]
    assert len(course.banks) == 1


def test_the_recommended_starter_is_easy_to_read() -> None:
    for lesson in course_of(parse_course("example", starter_files(EXAMPLE, TITLE))).lessons:
        assert ease_of(lesson).flesch >= 70


@pytest.mark.parametrize("title", ["<talk>", "The <b>first</b> visit", "<!-- x -->", "See [that](nowhere.md)", "#"])
def test_a_title_that_the_check_would_complain_of_is_refused_at_once(title: str) -> None:
    assert list(faults_of_names(title, "a-name")) == ["title"]


@pytest.mark.parametrize("title", ["When 1 < 2", "*Really* listening", "R & D", "悲しみ"])
def test_a_title_that_the_check_takes_is_taken(title: str) -> None:
    assert faults_of_names(title, "a-name") == {}


def test_both_faults_of_a_new_course_are_said_at_once() -> None:
    assert set(faults_of_names("", "Bad Name")) == {"title", "slug"}
    assert set(faults_of_names("<b>", "Bad Name")) == {"title", "slug"}
    assert set(faults_of_names("", "")) == {"title"}
