"""Warnings: said once, where they help, and never when they would be wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from learning.courses.format.parser import parse_course
from tests.rules.courses.sources import COURSE_PAGE, COURSES, course_of, folder, parse_folder, parse_lesson

QUESTION = b"\n## Question: True?\nTrue or false?\nAnswer: true\n"


def codes(body: str) -> list[str]:
    """The codes of all warnings but that a text without a question gets."""
    parsed = parse_lesson(body)
    assert parsed.problems == ()
    return [warning.code for warning in parsed.warnings if warning.code != "no-practice"]


@pytest.mark.parametrize("words", ["here", "Click here", "**here**", "read more…", "this link"])
def test_link_text_that_says_nothing_is_a_warning(words: str) -> None:
    assert codes(f"[{words}](https://www.nhs.uk/)\n") == ["link-text"]


def test_link_text_that_says_where_it_leads_is_not() -> None:
    assert codes("[Here is what the NHS says](https://www.nhs.uk/)\n") == []


def test_a_table_of_pairs_may_leave_a_left_cell_empty_but_needs_heads() -> None:
    pairs = "## Question: What?\nMatch the pairs.\n\n{}\n|---|---|\n| a | b |\n| c | d |\n| | e |\n"

    assert codes(pairs.format("| A | B |")) == []
    assert codes(pairs.format("| | |")) == ["table-without-head"]


def test_an_unknown_element_is_told_at_its_own_line_and_where_to_look() -> None:
    front = b"---\nminutes: 5\nframeworks:\n  - ours/known\n\n  - ours/qqq\n  - xyz/zzz\n---\n# A\n"
    files = {"course.md": COURSE_PAGE, "01-a.md": front + QUESTION}
    found = parse_course("course", files, framework_elements={"ours/known"}).warnings
    places = [(warning.line, warning.column) for warning in found if warning.code == "element-unknown"]
    assert places == [(6, 5), (7, 5)]
    assert "page Frameworks" in found[-1].sentence


def test_the_nearest_element_is_found_in_a_library_of_many_frameworks() -> None:
    elements = {f"{name}/element-{number}" for name in ("ours", "theirs", "yours") for number in range(90)}
    lesson = b"---\nminutes: 5\nframeworks: [theirs/recognise-traum]\n---\n# A\n\nText.\n"
    files = {"course.md": COURSE_PAGE, "01-a.md": lesson}
    elements |= {"theirs/recognise-trauma", "ours/recognise-trauma"}
    found = parse_course("course", files, framework_elements=elements).warnings
    assert 'Did you mean "theirs/recognise-trauma"?' in found[0].sentence


@pytest.mark.parametrize(
    ("body", "warned"),
    [
        ("Text.\n", True),
        ("## Reflection: Where?\n\nWrite.\n", True),
        ("Text.\n\n## Question: True?\nTrue or false?\nAnswer: true\n", False),
        ("## Question: True?\nTrue or false?\nAnswer: perhaps\n", False),
        ("```\nNever closed.\n", False),
    ],
)
def test_a_lesson_wants_a_practice_question(body: str, warned: bool) -> None:
    found = [warning for warning in parse_lesson(body).warnings if warning.code == "no-practice"]

    assert [(warning.path, warning.line) for warning in found] == ([("01-lesson.md", 4)] if warned else [])


def test_a_content_note_wants_a_short_version() -> None:
    files = {
        "course.md": COURSE_PAGE,
        "01-a.md": b"---\nminutes: 5\ncontent_note: Hard.\n---\n# A\n\nText.\n" + QUESTION,
    }
    assert [warning.code for warning in parse_course("course", files).warnings] == ["no-short-version"]

    files["01-a.md"] += b"\n## Short version\n\nShort.\n"
    assert parse_course("course", files).warnings == ()


def test_a_content_note_on_the_course_wants_a_short_version_somewhere() -> None:
    page = COURSE_PAGE.replace(b"level: informed\n", b"level: informed\ncontent_note: Hard.\n")
    files = {"course.md": page, "01-a.md": b"---\nminutes: 5\n---\n# A\n\nText.\n" + QUESTION}
    assert [str(warning)[:14] for warning in parse_course("course", files).warnings] == ["course.md:4:1:"]

    files["01-a.md"] += b"\n## Short version\n\nShort.\n"
    assert parse_course("course", files).warnings == ()


@pytest.mark.parametrize(("count", "longest_right_count", "warned"), [(4, 4, False), (5, 3, False), (5, 4, True)])
def test_the_longest_option_may_be_right_in_most_but_not_nearly_all(
    count: int, longest_right_count: int, warned: bool
) -> None:
    questions = ""
    for number in range(count):
        right = "A long right one" if number < longest_right_count else "Right"
        questions += f"## Question: Q{number}\nChoose one.\n\n- [x] {right}\n  > Yes.\n- [ ] Wrong one\n  > No.\n\n"

    assert codes(questions) == (["longest-is-right"] if warned else [])


def test_a_course_is_over_its_review_date_on_the_day_after_it() -> None:
    files = folder(COURSES / "every-kind")

    on_the_day = parse_course("every-kind", files, today=date(2027, 11, 1))
    day_after = parse_course("every-kind", files, today=date(2027, 11, 2))

    assert on_the_day.warnings == ()
    assert [warning.code for warning in day_after.warnings] == ["review-over"]


def test_long_sentences_are_warned_of_on_average_only() -> None:
    long = "word " * 30 + "end. "
    short = "Short one. "

    assert codes(long * 4 + "\n") == ["long-sentences"]
    assert codes(long * 4 + short * 9 + "\n") == []
    assert codes(long + "\n") == []


def test_publishing_warns_of_each_key_that_the_last_version_had() -> None:
    files = folder(COURSES / "every-kind")
    earlier = course_of(parse_folder(COURSES / "every-kind"))
    files["01-choices.md"] = files["01-choices.md"].replace(b"Is it a weakness", b"Is it weak")
    files["quiz.md"] = files["quiz.md"].replace(b"or what it did to us", b"or what it did")
    files["04-last.md"] = files.pop("10-last.md")
    files["02-words.md"] = files.pop("02-words-and-numbers.md")

    warnings = parse_course("every-kind", files, earlier=earlier).warnings

    assert [(warning.path, warning.code) for warning in warnings] == [
        ("01-choices.md", "lost-key"),
        ("course.md", "lost-key"),
        ("quiz.md", "lost-key"),
    ]
    assert "<!-- id: is-it-a-weakness -->" in warnings[0].sentence
    assert '"words-and-numbers"' in warnings[1].sentence


def test_a_reworded_heading_with_its_old_key_fixed_loses_nothing() -> None:
    files = folder(COURSES / "every-kind")
    earlier = course_of(parse_folder(COURSES / "every-kind"))
    old = b"## Question: Is it a weakness?\n"
    files["01-choices.md"] = files["01-choices.md"].replace(old, b"## Question: Weak?\n<!-- id: is-it-a-weakness -->\n")

    assert parse_course("every-kind", files, earlier=earlier).warnings == ()


def test_an_earlier_version_with_a_quiz_that_is_gone_is_no_fault() -> None:
    files = folder(COURSES / "every-kind")
    earlier = course_of(parse_folder(COURSES / "every-kind"))
    later = {path: data for path, data in files.items() if not path.startswith(("quiz", "banks"))}
    later["course.md"] = later["course.md"].replace(b" and the [check](quiz.md)", b"")

    parsed = parse_course("every-kind", later, earlier=replace(earlier, slug="renamed"))

    assert parsed.problems == ()
    assert [warning.code for warning in parsed.warnings] == []


def test_words_of_a_starter_are_warned_of_until_they_are_replaced() -> None:
    page = COURSE_PAGE.replace(b"level: informed\n", b'level: informed\ncontent_note: "[replace this: a note]"\n')
    lesson = b"---\nminutes: 5\n---\n# A\n\nSome [Replace this: say what helps] words.\n\n[replace that]\n" + QUESTION
    found = parse_course("course", {"course.md": page, "01-a.md": lesson}).warnings
    placeholders = [warning for warning in found if warning.code == "placeholder"]

    assert [(one.path, one.line, one.column) for one in placeholders] == [("01-a.md", 6, 6), ("course.md", 4, 16)]
    assert '"say what helps"' in placeholders[0].sentence
