"""Front matter is read as text and then checked; what YAML would make of it does not matter."""

from __future__ import annotations

import pytest

from learning.courses.document import Course
from learning.courses.format.parser import parse_course
from tests.rules.courses.sources import COURSE_PAGE, course_of


def page(lines: str) -> bytes:
    return COURSE_PAGE.replace(b"level: informed\n", b"level: informed\n" + lines.encode() + b"\n")


def parsed(lines: str):
    return parse_course("course", {"course.md": page(lines), "01-a.md": b"---\nminutes: 08\n---\n# A\n"})


def course(lines: str) -> Course:
    return course_of(parsed(lines))


def test_values_stay_what_the_author_wrote() -> None:
    assert course("content_note: no").content_note == "no"
    assert course("content_note: 3:30").content_note == "3:30"
    assert course("content_note: 'It''s: so'").content_note == "It's: so"
    assert course("content_note: >\n  two\n  lines").content_note == "two lines"
    assert course("").lessons[0].minutes == 8


def test_a_comment_behind_a_value_is_no_part_of_it() -> None:
    assert course("content_note: hard   # for us\n").content_note == "hard"


def test_an_empty_optional_value_is_as_good_as_none() -> None:
    assert course("content_note:\nauthors:\n").content_note is None


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        ("content_note: Mentions: a crash", "needs-quotes", (4, 15)),
        ("content_note: [a] b", "needs-quotes", (4, 15)),
        ("content_note: [a, b", "yaml", (4, 15)),
        ("content_note: {a: b}", "wrong-type", (4, 15)),
        ("content_note: @home", "needs-quotes", (4, 15)),
        ("content_note: *x", "needs-quotes", (4, 15)),
        ("content_note: !x y", "needs-quotes", (4, 15)),
        ('content_note: "open', "yaml", (4, 15)),
        ("content_note\n", "yaml", (4, 1)),
        ("content_note: a\n content: b", "yaml", (5, 9)),
        ("authors: one", "wrong-type", (4, 10)),
        ("authors: [a: b]", "needs-quotes", (4, 10)),
        ("authors:\n  - Mentions: a", "needs-quotes", (5, 3)),
        ("review_on: 1 May", "wrong-type", (4, 12)),
        ("review_on: 2027-2-1", "wrong-type", (4, 12)),
        ("refresh_after_months: 0", "wrong-type", (4, 23)),
        ("refresh_after_months: ２", "wrong-type", (4, 23)),
        ("refresh_after_months: two", "wrong-type", (4, 23)),
        ("Content_note: x", "unknown-key", (4, 1)),
        ("? [a]\n: b", "yaml", (4, 3)),
        ("content_note: a\x07b", "yaml", (4, 16)),
    ],
)
def test_a_fault_in_front_matter_is_one_problem_at_its_place(lines: str, code: str, place: tuple[int, int]) -> None:
    problems = parsed(lines).problems

    assert [(problem.code, (problem.line, problem.column)) for problem in problems] == [(code, place)]


def test_line_numbers_stay_right_after_signs_that_only_yaml_takes_for_line_ends() -> None:
    problems = parsed("content_note: a\u2028b\u0085c\nreview_on: x\n").problems

    assert [(problem.line, problem.column) for problem in problems] == [(5, 12)]


@pytest.mark.parametrize(
    "hostile", ["[" * 3_000, "{a: " * 3_000, "&a [*a]", "&a [" + "*a, " * 900 + "]", "x: " * 9_000]
)
def test_hostile_yaml_is_refused_and_never_raises(hostile: str) -> None:
    assert parsed(f"content_note: {hostile}\n").problems != ()
