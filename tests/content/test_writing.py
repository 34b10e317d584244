"""How the shipped courses are written: easy to read, kind, about nobody real, and no figure without its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from learning.courses.document import Course, Lesson, Passage, Practice, Question, Reflection, Scenario
from tests.content.library import COURSES, course
from tests.content.reading_ease import ease_of

each_course = pytest.mark.parametrize("slug", COURSES)

MOST_WORDS_A_SENTENCE, LEAST_FLESCH = 20, 50

_NAME_OR_YEAR = re.compile(r"\b[A-Z][\w’'-]{3,}|\b(?:19|20)\d\d\b")
_FIGURE = re.compile(
    r"\d\s?(?:%|per ?cent)|\b\d{1,3},\d{3}\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) (?:in|out of) (?:every )?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|twenty|\d+)\b",
    re.IGNORECASE,
)
_GRAPHIC = re.compile(
    r"\b(?:bleed\w*|strangl\w*|stabb\w*|mutilat\w*|corpses?|naked|raped|raping|broken (?:bone|arm|leg|rib)s?)\b",
    re.IGNORECASE,
)
_REAL_CHILDREN = re.compile(
    r"\b(?:Climbi[eé]|Connelly|Baby P|Pelka|Star Hobson|Labinjo|Logan Mwangi|Sara Sharif|Khyra|Beckford|Colwell"
    r"|Finley Boden|Peter Connolly|Hamza Ali Khan|Ayeeshia|Poppi Worthington|Keanu Williams)\b"
)
_NO_SUCH_THING = re.compile(r"\blearning styles?\b|\b(?:certif|accredit)\w+ (?:as )?trauma[- ]informed", re.IGNORECASE)


@each_course
def test_every_lesson_is_easy_to_read(slug: str) -> None:
    for lesson in course(slug).lessons:
        ease = ease_of(lesson)
        assert ease.words_a_sentence <= MOST_WORDS_A_SENTENCE, lesson.key
        assert ease.flesch >= LEAST_FLESCH, lesson.key


@each_course
def test_a_figure_is_told_with_a_name_or_year_that_stands_in_the_sources(slug: str) -> None:
    known = set(_NAME_OR_YEAR.findall(" ".join(source.plain for source in course(slug).sources)))
    known -= {word for word in known if word.capitalize() in _BEGINNINGS}
    for lesson in course(slug).lessons:
        for passage in _passages(lesson):
            if _FIGURE.search(passage):
                assert known & set(_NAME_OR_YEAR.findall(passage)), f"{lesson.key}: {passage[:200]}"


@each_course
def test_nothing_is_graphic_and_no_child_is_real(slug: str) -> None:
    for key, words in _all_words(course(slug)):
        assert _GRAPHIC.search(words) is None, key
        assert _REAL_CHILDREN.search(words) is None, key


@each_course
def test_nobody_has_a_learning_style_or_is_certified(slug: str) -> None:
    for key, words in _all_words(course(slug)):
        assert _NO_SUCH_THING.search(words) is None, key


_BEGINNINGS = frozenset(
    {"This", "That", "What", "When", "They", "There", "With", "From", "Known", "Official", "Strong"}
)


def _passages(lesson: Lesson) -> Iterator[str]:
    """The text of a lesson, from one block to the next."""
    yield from (block.text.plain for block in lesson.blocks if isinstance(block, Passage))


def _all_words(shown: Course) -> Iterator[tuple[str, str]]:
    """Everything that a learner of the course reads, with the key of where it stands."""
    yield "overview", shown.overview.plain if shown.overview else ""
    for lesson in shown.lessons:
        yield lesson.key, lesson.short_version.plain if lesson.short_version else ""
        for block in lesson.blocks:
            match block:
                case Passage() | Reflection() | Practice():
                    yield lesson.key, block.text.plain if block.text else ""
                case Scenario():
                    yield from ((block.key, scene.text.plain) for scene in block.scenes)
                case Question():
                    yield block.key, "\n".join((block.title.plain, block.prompt.plain if block.prompt else ""))
    for item in shown.quiz.items if shown.quiz else ():
        if isinstance(item, Question):
            yield item.key, "\n".join((item.title.plain, item.prompt.plain if item.prompt else ""))
