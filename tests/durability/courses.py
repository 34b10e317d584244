"""Two small courses to complete again and again, and the people who do it."""

from __future__ import annotations

from collections.abc import Iterable

from tests import makers
from tests.study_course import TWO_LESSONS

WITH_CHECK = "safe-visits"
WITHOUT_CHECK = "small-steps"
LESSONS = {WITH_CHECK: ("before-the-visit", "after-the-visit"), WITHOUT_CHECK: ("noticing", "asking")}
WORDS_PLACE = "2"
"""The place of the question whose answer is typed."""

_CHECK = b"""---
pass_mark: 50
---
# Final check

## Question: A calm child is a safe child.
True or false?

Answer: false

## Question: What would you ask first?
Type a short answer.

Answer: how are you
"""
_WITH_REFLECTION = b"""---
minutes: 5
---
# After the visit

Read that.

## Reflection: What stayed with you?

One or two sentences.
"""
_FILES = {
    "course.md": TWO_LESSONS["course.md"].replace(b"# Small steps", b"# Safe visits"),
    "01-before-the-visit.md": b"---\nminutes: 5\n---\n# Before the visit\n\nRead this.\n",
    "02-after-the-visit.md": _WITH_REFLECTION,
    "quiz.md": _CHECK,
}


def publish() -> None:
    """Publish both courses; in an application context."""
    makers.publish_course(_FILES, slug=WITH_CHECK)
    makers.publish_course(TWO_LESSONS, slug=WITHOUT_CHECK)


def make_learners(numbers: Iterable[int]) -> list[str]:
    """People with these numbers who can sign in with the tests' password; gives their e-mails."""
    return [makers.make_person(f"Learner Number{number}").email for number in numbers]


def answers(*, rightly: bool, words: str) -> dict[str, str]:
    """The fields of the final check, all on one page."""
    return {"q1": "false" if rightly else "true", f"q{WORDS_PLACE}": words}
