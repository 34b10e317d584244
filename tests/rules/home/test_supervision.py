"""Which of a course's own questions a manager is given to try first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.courses.document import Practice, Reflection, Text
from learning.courses.format.parser import parse_course
from learning.home.supervision import questions_of
from tests.study_course import SMALL_STEPS

WORDS = Text("Words", "Words", "Words")
COURSE = parse_course("small-steps", SMALL_STEPS).course


def with_blocks(kinds: str):
    """A course of one lesson with a reflection for each R and a task for each P, keyed by their places."""
    blocks = tuple(
        (Reflection if kind == "R" else Practice)(f"{kind}{place}", WORDS, None, 1) for place, kind in enumerate(kinds)
    )
    return replace(COURSE, lessons=(replace(COURSE.lessons[0], blocks=blocks),))


@pytest.mark.parametrize(
    ("kinds", "first", "others"),
    [
        ("", "", ""),
        ("P", "P0", ""),
        ("RRP", "R0 P2", "R1"),
        ("PPR", "R2 P0", "P1"),
        ("RRR", "R0 R1", "R2"),
        ("PPP", "P0 P1", "P2"),
    ],
)
def test_something_to_think_about_and_something_tried_come_first(kinds, first, others) -> None:
    found = questions_of(with_blocks(kinds))
    assert [" ".join(one.block.key for one in some) for some in found] == [first, others]
