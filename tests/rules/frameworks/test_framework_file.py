"""A practice framework is read from its file: the edition, and each element with its key and kind."""

from __future__ import annotations

from datetime import date

import pytest

from learning.courses.format.framework_keys import key_and_edition
from learning.frameworks.document import parse_framework

PAGE = """---
publisher: North Somerset Council
source: North Somerset Practice Framework, 2024
from: 2024-01-01        # the first edition
---
# North Somerset Practice Framework

Words above.

## Trauma-informed practice
<!-- id: trauma-informed -->
Kind: approach

What it asks of people.

### Deeper is plain

Text.

## Records that people can read
**Kind:** Key area
Met by: feature

## Practice: with families
Kind: vision

Words of their own.
"""


def test_a_framework_is_read_whole() -> None:
    parsed = parse_framework("frameworks/north-somerset-practice-framework.md", PAGE.encode())

    assert (parsed.problems, parsed.warnings) == ((), ())
    framework = parsed.framework
    assert framework is not None
    assert (framework.key, framework.edition) == ("north-somerset-practice-framework", "")
    assert framework.publisher == "North Somerset Council"
    assert framework.from_on == date(2024, 1, 1)
    assert framework.introduction is not None
    assert [(e.key, e.kind, e.met_by) for e in framework.elements] == [
        ("trauma-informed", "approach", ""),
        ("records-that-people-can-read", "key area", "feature"),
        ("practice-with-families", "vision", ""),
    ]
    first = framework.elements[0]
    assert first.text is not None
    assert first.text.html.startswith("<p>What it asks of people.</p>")


def test_courses_write_an_element_as_framework_and_element_key() -> None:
    framework = parse_framework("frameworks/ns.md", PAGE.encode()).framework

    assert framework is not None
    assert framework.element_keys()[0] == "ns/trauma-informed"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("frameworks/leeds.md", ("leeds", "")),
        ("frameworks/leeds-2026.md", ("leeds", "2026")),
        ("frameworks/plan-for-21.md", ("plan-for-21", "")),
        ("frameworks/room-3005.md", ("room-3005", "")),
    ],
)
def test_a_later_edition_keeps_the_key(path: str, expected: tuple[str, str]) -> None:
    assert key_and_edition(path) == expected


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("publisher: North Somerset Council\n", "", "missing-key", 1),
        ("from: 2024-01-01", "from: 2024", "wrong-type", 4),
        ("Kind: approach", "Kind: aproach", "bad-kind", 12),
        ("Kind: approach", "Approach", "no-kind", 10),
        ("Kind: approach", "Kind: approach\nKind: vision", "second-kind", 13),
        ("Met by: feature", "Met by: course", "bad-met-by", 22),
        ("Met by: feature", "Met by: feature\nMet by: who to ask", "second-met-by", 23),
        ("<!-- id: trauma-informed -->", "<!-- id: Trauma informed -->", "bad-key", 11),
        ("## Records that people can read\n", "## Trauma-informed\n", "doubled-key", 20),
        ("Words above.", "<!-- id: above -->", "key-out-of-place", 8),
        ("Words above.", "[dead](#nowhere)", "link-dead", 8),
        ("Words above.", "[dead](../gone/course.md)", "link-dead", 8),
        ("Words above.", "<i>HTML", "html", 8),
        ("What it asks", "```\nWhat it asks", "code-open", 14),
    ],
)
def test_one_mistake_gives_one_problem(old: str, new: str, code: str, line: int) -> None:
    parsed = parse_framework("frameworks/x.md", PAGE.replace(old, new, 1).encode(), courses=["there"])

    assert [(problem.code, problem.line) for problem in parsed.problems] == [(code, line)]
    assert parsed.framework is not None


def test_an_element_can_name_the_feature_that_meets_it_and_a_misspelt_one_is_told_the_nearest() -> None:
    named = parse_framework("frameworks/x.md", PAGE.replace("Met by: feature", "**Met by:** Content notes.").encode())
    misspelt = parse_framework("frameworks/x.md", PAGE.replace("Met by: feature", "Met by: contents notes").encode())

    assert (named.problems, named.framework.elements[1].met_by) == ((), "content notes")
    assert misspelt.problems[0].sentence == '"contents notes" is no feature. Did you mean "content notes"?'
    assert not misspelt.framework.elements[1].is_for_lessons


def test_a_framework_without_elements_says_so() -> None:
    parsed = parse_framework("frameworks/x.md", PAGE.split("## ", maxsplit=1)[0].encode())

    assert [problem.code for problem in parsed.problems] == ["no-element"]
