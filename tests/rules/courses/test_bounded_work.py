"""The work of reading a page grows with its size and no faster, whatever stands in it.

Counted in calls, not in seconds: twice the text must not take much more than twice the calls.
"""

from __future__ import annotations

import sys

import pytest

from learning.courses.format.parser import parse_course
from tests.rules.courses.sources import COURSE_PAGE, LESSON_START

MAX_CALLS_A_CHARACTER = 300
HEAD = "## Question: Q\n"
# What stands once, and what is said again and again with its number in place of N.
HOSTILE = {
    "brackets": ("", "["),
    "pictures": ("", "!["),
    "open links": ("", "[a]("),
    "emphasis": ("", "*a **b "),
    "closing emphasis": ("", "a* b** "),
    "backticks": ("", "`` ` "),
    "less than": ("", "<a "),
    "comments": ("", "<!--"),
    "quotes": ("", "> "),
    "short paragraphs": ("", "a\n\n"),
    "html": ("", "<i>N "),
    "dead links": ("", "[a](#head-N)\n## haed N\n"),
    "dead pictures": ("", "![a](images/N.png) "),
    "links": ("", "[aN](https://a.org/N) "),
    "references": ("", "[aN]: /N\n[aN]\n\n"),
    "equal headings": ("", "## a\n"),
    "equal questions": ("", "## Question: a\nTrue or false?\nAnswer: true\n"),
    "questions without an instruction": ("", "## Question: N\nChose one\n"),
    "rules under text": ("", "a\n---\n"),
    "instructions": (HEAD, "Choose one.\n"),
    "answers": (HEAD + "True or false?\n", "Answer: true\n"),
    "options": (HEAD + "Choose one.\n\n", "- [x] N\n  > N\n"),
    "outdented quotes": (HEAD + "Choose one.\n\n", "- [ ] N\n> N\n\n"),
    "hints": (HEAD + "True or false?\nAnswer: true\n", "\n> Hint: N\n"),
    "joined hints": (HEAD + "True or false?\nAnswer: true\n\n", "> Hint: N\n"),
    "pairs": (HEAD + "Match the pairs.\n\n| a | b |\n|---|---|\n", "| N | N |\n"),
    "steps": (HEAD + "Put in order.\n\n", "1. N\n"),
    "gaps": (HEAD + "Fill the gaps.\n\n", "[[N / a]] "),
    "open gaps": (HEAD + "Fill the gaps.\n\n", "[[N "),
    "accepted words": (HEAD + "Type a short answer.\n\nAnswer: a", " / N"),
    "digits": (HEAD + "Enter a number.\n\nAnswer: ", "1"),
    "scenes": ("## Scenario: S\n", "### Scene: N\n- [a](#scene-N)\n\n"),
    "dead choices": ("## Scenario: S\n", "### Scene: N\n- [a](#N)\n\n"),
    "endings": ("## Scenario: S\n\n### Scene: S\n", "Ending: strong\n"),
    "keys": ("", "<!-- id: N -->\n"),
}


def calls_to_read(start: str, repeated: str, length: int) -> int:
    count = length // len(repeated)
    body = start + "".join(repeated.replace("N", str(number)) for number in range(count))
    files = {"course.md": COURSE_PAGE, "01-a.md": (LESSON_START + body).encode()}
    calls = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        parse_course("course", files)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(("start", "repeated"), HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_text_takes_about_twice_the_work(start: str, repeated: str) -> None:
    calls_to_read(start, repeated, 1_000)  # what is made on first use only is not counted

    once, twice = calls_to_read(start, repeated, 4_000), calls_to_read(start, repeated, 8_000)

    assert twice <= 2.5 * once
    assert twice <= MAX_CALLS_A_CHARACTER * 8_000
