"""Everything that ships in courses/: no problem and no warning, and courses of the shape that learners expect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learning.courses.document import Choices, Lesson, Passage, Practice, Question, Reflection, Scenario, Scene
from learning.frameworks.document import parse_framework
from learning.plans.library_check import check_library
from tests.content.library import COURSES, FRAMEWORKS, LAST_RELEASE_ON, LIBRARY, course, framework, parsed

each_course = pytest.mark.parametrize("slug", COURSES)
FEWEST_IN_CHECK, FEWEST_PRACTICE_QUESTIONS, FEWEST_DECISIONS = 8, 2, 4
CORE_COURSES = (
    "understanding-trauma",
    "vicarious-trauma",
    "safeguarding-assessment-and-analysis",
    "ddp-pace",
    "systemic-practice",
)
FEWEST_WORDS, MOST_WORDS, MOST_WORDS_IN_CORE = 400, 700, 800
WHERE_PEOPLE_DECIDE = (
    "understanding-trauma",
    "vicarious-trauma",
    "safeguarding-assessment-and-analysis",
    "ddp-pace",
    "systemic-practice",
    "strengths-based-practice",
    "relationship-based-practice",
    "restorative-practice",
    "motivational-interviewing",
    "solution-focused-practice",
    "signs-of-safety",
    "childrens-voice-and-participation",
    "working-together",
    "reflective-supervision",
)


def test_the_whole_library_has_no_problem_and_no_warning() -> None:
    assert [str(finding) for finding in check_library(LIBRARY, today=LAST_RELEASE_ON)] == []


@each_course
def test_a_shipped_course_has_no_problem_and_no_warning(slug: str) -> None:
    assert [str(fault) for fault in (*parsed(slug).problems, *parsed(slug).warnings)] == []


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.stem)
def test_a_shipped_framework_has_no_problem_and_no_warning(path: Path) -> None:
    found = parse_framework(path.name, path.read_bytes())
    assert [str(fault) for fault in (*found.problems, *found.warnings)] == []
    assert framework(path).elements


@each_course
def test_every_lesson_has_practice_and_says_what_it_teaches(slug: str) -> None:
    for lesson in course(slug).lessons:
        questions = [block for block in lesson.blocks if isinstance(block, Question)]
        assert len(questions) >= FEWEST_PRACTICE_QUESTIONS, lesson.key
        assert lesson.frameworks, lesson.key


@each_course
def test_a_lesson_can_be_read_between_two_visits(slug: str) -> None:
    most = MOST_WORDS_IN_CORE if slug in CORE_COURSES else MOST_WORDS
    counts = {lesson.key: _word_count(lesson) for lesson in course(slug).lessons}
    assert {key: count for key, count in counts.items() if not FEWEST_WORDS <= count <= most} == {}


@each_course
def test_a_course_ends_in_the_work_it_is_for(slug: str) -> None:
    blocks = [block for lesson in course(slug).lessons for block in lesson.blocks]
    assert any(isinstance(block, Reflection) for block in blocks)
    assert any(isinstance(block, Practice) for block in blocks)
    assert course(slug).sources


@pytest.mark.parametrize("slug", WHERE_PEOPLE_DECIDE)
def test_a_course_about_deciding_has_a_story_with_decisions_and_with_more_than_one_kind_of_ending(slug: str) -> None:
    blocks = [block for lesson in course(slug).lessons for block in lesson.blocks if isinstance(block, Scenario)]
    assert len(blocks) == 1
    scenes = {scene.key: scene for scene in blocks[0].scenes}
    assert _most_decisions(scenes, blocks[0].scenes[0].key, frozenset()) >= FEWEST_DECISIONS
    assert {"strong", "risky"} <= {scene.ending for scene in scenes.values()}
    assert all(len(scene.choices) >= 2 for scene in scenes.values() if scene.ending is None)


@each_course
def test_every_question_of_the_final_check_says_why(slug: str) -> None:
    quiz = course(slug).quiz
    assert quiz
    assert quiz.question_count >= FEWEST_IN_CHECK
    for question in [*quiz.items, *(each for bank in course(slug).banks for each in bank.questions)]:
        if not isinstance(question, Question):
            continue
        if isinstance(question.answer, Choices):
            assert all(option.feedback for option in question.answer.options), question.key
        else:
            assert question.because, question.key


@each_course
def test_right_answers_are_not_given_away_by_their_place(slug: str) -> None:
    places = [[option.right for option in question.answer.options].index(True) for question in _single_choices(slug)]
    assert max(places.count(place) for place in set(places)) <= len(places) / 2


@each_course
def test_right_answers_are_not_given_away_by_their_length(slug: str) -> None:
    questions = _single_choices(slug)
    for betrayed in (_is_longest, _is_shortest):
        assert len([question for question in questions if betrayed(question)]) <= len(questions) / 2, betrayed.__name__


def _word_count(lesson: Lesson) -> int:
    """The words of its text: headings and tables too, questions, stories and the short version not."""
    passages = [block.text.plain for block in lesson.blocks if isinstance(block, Passage)]
    return sum(len(re.findall(r"[^\W_]+(?:[’'.,-][^\W_]+)*", passage)) for passage in passages)


def _most_decisions(scenes: dict[str, Scene], key: str, seen: frozenset[str]) -> int:
    """How many choices the longest way from a scene to an end takes, no scene entered twice."""
    ways = [choice.scene_key for choice in scenes[key].choices if choice.scene_key not in seen | {key}]
    return max((1 + _most_decisions(scenes, way, seen | {key}) for way in ways), default=0)


def _single_choices(slug: str) -> list[Question]:
    quiz = course(slug).quiz
    assert quiz
    return [item for item in quiz.items if isinstance(item, Question) and item.kind == "single choice"]


def _is_longest(question: Question) -> bool:
    right, others = _lengths(question)
    return right > max(others)


def _is_shortest(question: Question) -> bool:
    right, others = _lengths(question)
    return right < min(others)


def _lengths(question: Question) -> tuple[int, list[int]]:
    """Signs of the right option, and of each of the others."""
    lengths = {option.right: [] for option in question.answer.options}
    for option in question.answer.options:
        lengths[option.right].append(len(option.text.plain))
    return lengths[True][0], lengths[False]
