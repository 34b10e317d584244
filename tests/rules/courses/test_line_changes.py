"""The text of a page before and after, line by line: nothing is lost, and no text can make it slow."""

from __future__ import annotations

import random

import pytest

from learning.courses.line_changes import MOST_PAIRS, Line, LineComparison, stretches

LARGEST_PAGE = 64 * 1024


def marked(old: str, new: str) -> list[str]:
    signs = {"same": " ", "removed": "-", "added": "+"}
    return [f"{signs[line.what]}{line.words}" for line in LineComparison().lines(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("a\nb\nc\n", "a\nB\nc\n", [" a", "-b", "+B", " c"]),
        ("a\n\nb\n\nc\n", "a\n\nb\n\nnew\n\nc\n", [" a", " ", " b", " ", "+new", "+", " c"]),
        ("", "a\n", ["+a"]),
        ("a\n", "", ["-a"]),
        ("a\na\na\n", "a\na\n", [" a", " a", "-a"]),
        ("one\ntwo\nthree\n", "three\none\ntwo\n", ["+three", " one", " two", "-three"]),
        ("same\n", "same\n", [" same"]),
        ("no end", "no end\n", [" no end"]),
    ],
)
def test_lines_are_taken_out_and_put_in_where_they_stood(old, new, lines):
    assert marked(old, new) == lines


def test_both_texts_can_be_read_out_of_the_comparison_whatever_they_are():
    chance = random.Random(4)
    for _ in range(200):
        old, new = ("".join(f"{chance.choice('aab c')}\n" for _ in range(chance.randrange(12))) for _ in "12")
        lines = LineComparison(pairs_left=chance.choice([0, 20, MOST_PAIRS])).lines(old, new)
        assert "".join(f"{line.words}\n" for line in lines if line.what != "added") == old
        assert "".join(f"{line.words}\n" for line in lines if line.what != "removed") == new


def test_each_line_has_its_number_in_the_text_that_it_stands_in():
    lines = LineComparison().lines("a\nb\nc\n", "x\na\nc\n")

    assert lines == [Line("added", 1, "x"), Line("same", 2, "a"), Line("removed", 2, "b"), Line("same", 3, "c")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\n" * (LARGEST_PAGE // 2), "a\nb\n" * (LARGEST_PAGE // 4)),
        ("a\nb\nc\nd\n" * (LARGEST_PAGE // 8), "d\nc\nb\na\n" * (LARGEST_PAGE // 8)),
        ("".join(f"{n % 181}\n" for n in range(16_000)), "".join(f"{n * 7 % 181}\n" for n in range(16_000))),
    ],
)
def test_no_page_compares_more_pairs_of_lines_than_it_may(old, new):
    comparison = LineComparison()
    lines = comparison.lines(old, new)

    assert 0 <= comparison.pairs_left <= MOST_PAIRS
    assert "".join(f"{line.words}\n" for line in lines if line.what != "added") == old


def test_what_one_file_used_up_is_not_there_for_the_next_which_counts_as_written_anew():
    comparison = LineComparison(pairs_left=20)
    old, new = "a\na\n1\n", "2\na\na\na\n"

    assert [line.what for line in comparison.lines(old, new)] == ["added", "same", "same", "removed", "added"]
    assert comparison.pairs_left == 20 - 3 * 4
    assert [line.what for line in comparison.lines(old, new)] == ["removed"] * 3 + ["added"] * 4


def test_only_the_places_that_changed_are_shown_with_two_lines_round_them():
    old = "".join(f"{number}\n" for number in range(1, 31))
    new = old.replace("\n10\n", "\nten\n").replace("\n25\n", "\n")
    found = stretches(LineComparison().lines(old, new))

    assert [[line.words for line in stretch] for stretch in found] == [
        ["8", "9", "10", "ten", "11", "12"],
        ["23", "24", "25", "26", "27"],
    ]
    assert stretches(LineComparison().lines(old, old)) == []
