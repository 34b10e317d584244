"""The outline by file names alone: names made of titles, lessons moved, and links that follow."""

from __future__ import annotations

import pytest

from learning.courses.outline import (
    code_spans,
    follow_moves,
    lessons_of,
    moves_to_place,
    new_path,
    outline_of,
    outside_code,
    page_key,
    renamed_path,
)
from learning.courses.preview import findings_in_reading_order, reading_order
from learning.courses.problems import Problem

PATHS = ["course.md", "01-a.md", "02-b.md", "10-c.md", "quiz.md", "banks/doors.md", "images/x.png"]


@pytest.mark.parametrize(
    ("kind", "title", "path"),
    [
        ("lesson", "What helps?", "11-what-helps.md"),
        ("lesson", "A", "11-a-2.md"),
        ("lesson", "Ça & là", "11-ca-la.md"),
        ("lesson", "漢字", "11-lesson.md"),
        ("lesson", "word " * 40, "11-" + "word-" * 11 + "word.md"),
        ("check", "Anything", "quiz.md"),
        ("bank", "Doors", "banks/doors-2.md"),
        ("bank", "Survival responses", "banks/survival-responses.md"),
    ],
)
def test_a_new_page_gets_the_next_number_and_a_name_of_its_own(kind, title, path) -> None:
    assert new_path(kind, title, PATHS) == path


@pytest.mark.parametrize(
    ("path", "words", "new"),
    [
        ("02-b.md", "Better words", "02-better-words.md"),
        ("02-b.md", "07-b.md", "07-b.md"),
        ("banks/doors.md", "Front doors", "banks/front-doors.md"),
        ("02-b.md", "?!", ""),
    ],
)
def test_a_new_name_is_words_or_a_file_name(path, words, new) -> None:
    assert renamed_path(path, words) == new


@pytest.mark.parametrize(
    ("key", "place", "order"),
    [
        ("c", 1, ["01-c.md", "02-a.md", "10-b.md"]),
        ("a", 2, ["01-b.md", "02-a.md", "10-c.md"]),
        ("a", 99, ["01-b.md", "02-c.md", "10-a.md"]),
        ("b", 0, ["01-b.md", "02-a.md", "10-c.md"]),
        ("b", 2, ["01-a.md", "02-b.md", "10-c.md"]),
        ("none", 1, ["01-a.md", "02-b.md", "10-c.md"]),
    ],
)
def test_moving_changes_numbers_and_no_key(key, place, order) -> None:
    moves = moves_to_place(key, place, PATHS)
    assert lessons_of([moves.get(path, path) for path in PATHS]) == order
    assert all(page_key(old) == page_key(new) for old, new in moves.items())


def test_lessons_that_share_a_number_are_numbered_anew() -> None:
    moves = moves_to_place("b", 1, ["01-a.md", "1-b.md"])
    assert {moves.get(path, path) for path in ("01-a.md", "1-b.md")} == {"01-b.md", "02-a.md"}


def test_the_outline_knows_the_place_of_each_lesson() -> None:
    lines = {line.path: (line.place, line.is_last) for line in outline_of(PATHS)}
    assert lines["01-a.md"] == (1, False)
    assert lines["10-c.md"] == (3, True)
    assert lines["quiz.md"] == (None, False)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("01-a.md", "See [b](02-b.md).", "See [b](01-b.md)."),
        ("01-a.md", "[b](02-b.md#a-heading) and [a](<02-b.md>)", "[b](01-b.md#a-heading) and [a](<01-b.md>)"),
        ("01-a.md", '[b](02-b.md "A title")', '[b](01-b.md "A title")'),
        ("01-a.md", "See [b].\n\n[b]: 02-b.md\n", "See [b].\n\n[b]: 01-b.md\n"),
        (
            "01-a.md",
            "[b](./02-b.md) [b](../small-steps/02-b.md) [b](%302-b.md)",
            "[b](01-b.md) [b](01-b.md) [b](01-b.md)",
        ),
        ("banks/doors.md", "[b](../02-b.md)", "[b](../01-b.md)"),
        ("quiz.md", "## Draw 2 questions from [d](banks/doors.md)", "## Draw 2 questions from [d](banks/gates.md)"),
        ("01-a.md", "[x](../other/02-b.md) 02-b.md (02-b.md)", "[x](../other/02-b.md) 02-b.md (02-b.md)"),
        ("01-a.md", "```\n[b](02-b.md)\n```\n\n`[b](02-b.md)`", "```\n[b](02-b.md)\n```\n\n`[b](02-b.md)`"),
        ("01-a.md", "> - [b](02-b.md)\n", "> - [b](01-b.md)\n"),
    ],
)
def test_links_follow_and_nothing_else_changes(path, before, after) -> None:
    moves = {"02-b.md": "01-b.md", "01-a.md": "02-a.md", "banks/doors.md": "banks/gates.md"}
    followed = follow_moves("small-steps", path, before, moves)
    assert followed.text == after
    assert followed.missed_count == 0


def test_two_lessons_that_change_places_are_not_mixed_up() -> None:
    moves = {"02-b.md": "01-b.md", "01-b.md": "02-b.md"}
    assert follow_moves("s", "quiz.md", "[1](01-b.md) [2](02-b.md)", moves).text == "[1](02-b.md) [2](01-b.md)"


def test_a_link_that_cannot_be_followed_is_counted() -> None:
    text = "[b](02&#45;b.md) and 02-b.md"
    followed = follow_moves("small-steps", "01-a.md", text, {"02-b.md": "01-b.md"})
    assert (followed.text, followed.missed_count) == (text, 1)


def test_code_goes_from_a_run_of_backticks_to_the_next_one_as_long() -> None:
    line = "`a` ``b ` c`` ``` d ` e `f`"
    assert [line[start:end] for start, end in code_spans(line)] == ["`a`", "``b ` c``", "` e `"]


def test_a_line_full_of_code_and_links_is_gone_through_once() -> None:
    line = "`a` [b](01-b.md) " * 1_000
    looked_at: list[tuple[int, int]] = []

    def spans():
        for span in code_spans(line):
            looked_at.append(span)
            yield span

    places = [(at, at + 7) for at in range(8, len(line), 17)]
    assert list(outside_code(places, spans())) == places
    assert len(looked_at) == 1_000, "each span once, not once a link"
    assert follow_moves("s", "02-a.md", line, {"01-b.md": "03-b.md"}).text == line.replace("01-b", "03-b")


def test_findings_come_in_the_order_in_which_readers_meet_the_pages() -> None:
    pages = ["course.md", "01-a.md", "02-b.md", "10-c.md", "quiz.md", "banks/doors.md", "gone.md"]
    found = [Problem(path, line, 1, "x", "Mend it.") for path in sorted(pages) for line in (1, 2)]
    ordered = findings_in_reading_order(found, reading_order(PATHS))
    assert [(one.path, one.line) for one in ordered] == [(path, line) for path in pages for line in (1, 2)]
