"""A plan as a form and as text: nothing is lost between them, and a change touches its own lines alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.errors import BadSource
from learning.plans.document import Audience
from learning.plans.editions import Rule
from learning.plans.plan_source import MOST_RULES, PlanFields, read_source
from learning.plans.plan_writing import write_plan

TITLES = {"small-steps": "Small steps", "asking": "Asking [twice] | or *more*"}
LIBRARY = sorted((Path(__file__).parents[3] / "courses/plans").glob("*.md"))
TEXT = """---
# Agreed with the board
owner: Learning and development   # or her deputy
from: 2026-12-01
who:
  job_roles: [cook]  # both of them
  # the kitchen
review_on: 2027-11-01
---
<!-- for the wiki -->
# Everyone *here*

Some words.
<!-- a remark -->

|Course|Due|Renew after|Remind before|
|---|---|---|---|
| [My own words](../small-steps/course.md) | 28 days | | 7, 1 days|

And more below.
"""


def write(text: str, **changes) -> str:
    source = read_source(text, TITLES)
    return write_plan(replace(source.fields, **changes), source, TITLES).text


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.split("\n"), after.split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_plan_of_the_library_comes_back_letter_by_letter(path: Path) -> None:
    text = path.read_text("utf-8")
    source = read_source(text, None)
    assert write_plan(source.fields, source, {}).text == text


def test_what_the_form_does_not_show_is_named_and_kept() -> None:
    assert read_source(TEXT, TITLES).comments == (
        "# Agreed with the board", "# or her deputy", "# both of them", "# the kitchen",
    )  # fmt: skip
    assert write(TEXT) == TEXT
    assert write(TEXT.replace("\n", "\r\n")) == TEXT
    strange = TEXT.replace("board", "bo\u2028ard").replace("and dev", "and\x85dev")
    assert write(strange) == strange
    assert write(TEXT.replace("Some", "So\0me")) == TEXT.replace("Some", "So\ufffdme")


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        (
            {"owner": "Kitchen: lead"},
            ["owner: Learning and development   # or her deputy"],
            ['owner: "Kitchen: lead"  # or her deputy'],
        ),
        (
            {"audience": Audience()},
            ["who:", "  job_roles: [cook]  # both of them", "  # the kitchen"],
            ["who: everyone  # both of them", "# the kitchen"],
        ),
        (
            {"audience": Audience(("cook", "porter"))},
            ["  job_roles: [cook]  # both of them", "  # the kitchen"],
            ["# both of them", "  job_roles: [cook, porter]", "# the kitchen"],
        ),
        ({"review_on": None}, ["review_on: 2027-11-01"], []),
        ({"target_percent": 90}, [], ["target_percent: 90"]),
        ({"title": "All of us"}, ["# Everyone *here*"], ["# All of us"]),
        (
            {"rules": (("small-steps", Rule(None, 1, 1, (1,))),)},
            ["| [My own words](../small-steps/course.md) | 28 days | | 7, 1 days|"],
            ["| [My own words](../small-steps/course.md) | 1 day | 1 month | 1 day |"],
        ),
        (
            {"rules": (("small-steps", Rule(None, 28, None, (7, 1))), ("asking", Rule(date(2027, 3, 31))))},
            [],
            [r"| [Asking \[twice\] \| or \*more\*](../asking/course.md) | 2027-03-31 | | |"],
        ),
    ],
)
def test_a_change_touches_its_own_lines_alone(changes, old, new) -> None:
    after = write(TEXT, **changes)
    assert changed_lines(TEXT, after) == (old, new)
    assert replace(read_source(TEXT, TITLES).fields, **changes) == read_source(after, TITLES).fields


def test_a_table_with_other_columns_is_written_anew_with_its_own_words_for_courses() -> None:
    table = "| Due | Course |\n|---|---|\n| 28 days | [My own words](../small-steps/course.md) |\n"
    text = TEXT[: TEXT.index("|Course")] + table
    assert write(text) == text
    after = write(text, rules=(("small-steps", Rule(None, 14, 12)),))
    assert "| [My own words](../small-steps/course.md) | 14 days | 12 months | |" in after


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (TEXT.replace("review_on", "reviewed"), 8),
        ("---\n{owner: a, from: 2026-12-01, who: everyone}\n" + TEXT[TEXT.index("---\n<!--") :], 2),
    ],
)
def test_a_text_that_no_form_can_show_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BadSource) as refusal:
        read_source(text, TITLES)
    assert refusal.value.problems[0].line == line


def test_a_plan_with_more_courses_than_the_form_has_rows_stays_text() -> None:
    start = TEXT[: TEXT.index("| [My own words]")]
    rows = [f"| [Course {number}](../course-{number}/course.md) | 28 days | | |\n" for number in range(MOST_RULES + 1)]
    assert len(read_source(start + "".join(rows[1:]), None).fields.rules) == MOST_RULES
    with pytest.raises(BadSource, match="100 courses at most") as refusal:
        read_source(start + "".join(rows), None)
    assert refusal.value.problems[0].line == start.count("\n") + MOST_RULES + 1


def test_each_line_says_from_which_field_it_comes() -> None:
    source = read_source(TEXT, TITLES)
    written = write_plan(source.fields, source, TITLES)
    places = {line: written.places[number] for number, line in enumerate(written.text.split("\n"), 1)}
    assert places["from: 2026-12-01"] == "from"
    assert places["# Everyone *here*"] == "title"
    assert places["Some words."] == "introduction"
    assert places["| [My own words](../small-steps/course.md) | 28 days | | 7, 1 days|"] == "small-steps"
    assert places["And more below."] == "below"


LETTERS = st.sampled_from("aZé1 .,:;#&*!%@`|>'\"-?{}[]~_\\<\u2019")
WORDS = st.text(LETTERS, min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
TITLE = st.text(st.sampled_from("aé ,:'-?"), min_size=1, max_size=12).map(lambda text: "a" + " ".join(text.split()))
DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))
NAMES = st.lists(WORDS, max_size=3).map(tuple)
RULES = st.builds(
    lambda due, renew, remind: Rule(
        due if isinstance(due, date) else None, due if isinstance(due, int) else None, renew, remind
    ),
    DAYS | st.integers(0, 3660) | st.none(),
    st.integers(1, 120) | st.none(),
    st.sets(st.integers(0, 999), max_size=3).map(lambda days: tuple(sorted(days, reverse=True))),
)
FIELDS = st.builds(
    PlanFields, TITLE, WORDS, DAYS, st.builds(Audience, NAMES, NAMES, st.none() | st.booleans()),
    st.none() | DAYS, st.none() | st.integers(1, 100), st.none() | DAYS,
    st.sampled_from(["", "Words.", "More *words*.\n\n- one"]), st.sampled_from(["", "Below."]),
    st.lists(RULES, max_size=2).map(lambda rules: tuple(zip(TITLES, rules, strict=False))),
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(fields=FIELDS, then=FIELDS)
def test_what_a_form_says_is_what_the_text_says(fields: PlanFields, then: PlanFields) -> None:
    first = read_source(write_plan(fields, None, TITLES).text, TITLES)
    assert first.fields == fields
    second = read_source(write_plan(then, first, TITLES).text, TITLES)
    assert second.fields == then
