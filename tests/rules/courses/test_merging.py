"""Two people's changes in one text: nothing of either is missing, and what both changed stands between marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.courses.merging import CLOSING, MIDDLE, OPENING, merged
from tests.rules.courses.sources import LESSON_START_LINES, parse_lesson

OPENED = "# Title\n\nOne.\n\nTwo.\n\nThree.\n"
TEXTS = st.lists(st.sampled_from(["one", "two", "three", "", "- four"]), max_size=12).map("\n".join)


def test_changes_in_different_places_go_together() -> None:
    both = merged(OPENED, OPENED.replace("One.", "Mine."), OPENED.replace("Three.", "Theirs."), their_name="Tom")
    assert both.text == "# Title\n\nMine.\n\nTwo.\n\nTheirs.\n"
    assert both.conflict_count == 0


def test_what_both_changed_stands_there_twice_with_words_that_say_whose_it_is() -> None:
    both = merged(OPENED, OPENED.replace("Two.", "Mine."), OPENED.replace("Two.", "Theirs."), their_name="Tom Reed")
    marked = f"{OPENING}\nMine.\n{MIDDLE.format('Tom Reed')}\nTheirs.\n{CLOSING}"
    assert both.text == OPENED.replace("Two.", marked)
    assert both.conflict_count == 1


def test_the_same_change_by_both_is_no_conflict() -> None:
    changed = OPENED.replace("Two.", "Second.")
    assert merged(OPENED, changed, changed, their_name="").text == changed


@given(TEXTS, TEXTS, TEXTS)
def test_no_line_that_either_wrote_is_missing(opened: str, yours: str, theirs: str) -> None:
    lines = merged(opened, yours, theirs, their_name="Tom").text.split("\n")
    before = set(opened.split("\n"))
    assert set(yours.split("\n")) - before <= set(lines)
    assert set(theirs.split("\n")) - before <= set(lines)
    assert merged(opened, yours, opened, their_name="Tom").text == yours
    assert merged(opened, opened, theirs, their_name="Tom").text == theirs


def test_texts_that_nothing_ties_together_stand_there_whole_one_below_the_other() -> None:
    yours, theirs = "a\n" * 5_000 + "mine", "b\n" * 5_000 + "theirs"
    both = merged("a\nb\n" * 5_000, yours, theirs, their_name="Tom")
    assert both.conflict_count >= 1
    assert {"mine", "theirs"} <= set(both.text.split("\n"))


@pytest.mark.parametrize("mark", [OPENING, MIDDLE.format("Tom"), CLOSING, "<<<<<<< HEAD", ">>>>>>> branch"])
def test_marks_left_in_a_page_are_a_problem_at_their_line(mark: str) -> None:
    found = [problem for problem in parse_lesson(f"{mark}\n\nWords.\n").problems if problem.code == "merge-mark"]
    assert [problem.line for problem in found] == [LESSON_START_LINES + 1]


def test_a_whole_conflict_is_one_problem_and_marks_in_code_are_none() -> None:
    both = merged(OPENED, OPENED.replace("Two.", "Mine."), OPENED.replace("Two.", "Theirs."), their_name="Tom")
    codes = [problem.code for problem in parse_lesson(both.text.removeprefix("# Title\n")).problems]
    assert codes == ["merge-mark"]
    assert parse_lesson(f"```\n{OPENING}\n```\n").problems == ()
