"""Where blocks begin and end, what their keys are, and how headings become anchors."""

from __future__ import annotations

import pytest

from learning.courses.document import Passage, Practice, Question, Reflection, Scenario
from learning.courses.format.page import anchor
from tests.rules.courses.sources import LESSON_START_LINES, lesson_of, parse_lesson

TRUE = "True or false?\n\nAnswer: true\n\n"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Three Es", "three-es"),
        ("What we do & why", "what-we-do--why"),
        ("It's 4–7, isn't it?", "its-47-isnt-it"),
        ("snake_case stays-so", "snake_case-stays-so"),
        ("Über Größe", "über-größe"),
        ("创伤", "创伤"),
        ("   ", ""),
        ("???", ""),
    ],
)
def test_an_anchor_is_the_one_code_hosts_make(heading: str, expected: str) -> None:
    assert anchor(heading) == expected


def test_a_block_ends_at_the_next_heading() -> None:
    blocks = lesson_of(f"## Reflection: One\n\nText.\n\n## Plain\n\nMore.\n\n### Question: Two?\n{TRUE}").blocks

    assert [type(block) for block in blocks] == [Reflection, Passage, Question]


def test_a_block_ends_at_a_rule_and_the_lesson_goes_on() -> None:
    blocks = lesson_of(
        "## Practice: One\n\nText.\n\n---\n\n### Deeper is plain here\n\nMore.\n\n***\n\nYet more.\n"
    ).blocks

    assert [type(block) for block in blocks] == [Practice, Passage]
    assert isinstance(blocks[1], Passage)
    assert "<hr>" in blocks[1].text.html


def test_blocks_in_code_lists_and_quotes_are_text() -> None:
    body = "```\n## Question: a\n```\n\n> ## Question: b\n\n- ## Question: c\n\n    ## Question: d\n"

    assert [type(block) for block in lesson_of(body).blocks] == [Passage]


def test_a_key_is_the_anchor_of_the_words_cut_at_60() -> None:
    words = "word " * 20
    block = lesson_of(f"## Question: {words}\n{TRUE}").blocks[0]

    assert block.key == ("word-" * 20)[:60].strip("-")


def test_a_fixed_key_stays_whatever_the_heading_says() -> None:
    block = lesson_of(f"## Question: Reworded?\n\n<!-- a note -->\n<!-- ID: three-es -->\n{TRUE}").blocks[0]

    assert block.key == "three-es"


def test_keys_are_unique_in_a_file_but_scenes_may_be_called_like_blocks() -> None:
    body = f"## Question: At the door\n{TRUE}## Scenario: At home\n\n### Scene: At the door\nEnding: strong\n"

    assert [block.key for block in lesson_of(body).blocks] == ["at-the-door", "at-home"]


@pytest.mark.parametrize(
    "heading",
    [
        "Question 3: a",
        "Question 3",
        "Question - a",
        "Question – a",
        "Question. a",
        "Question:",
        "Questions: a",
        "Qestion: a",
        "Scene 2",
        "Scene - a",
        "Practise: a",
        "Reflection：a",
        "Short version: a",
        "Short version - a",
        "Short-version",
        "Draw five questions from [a](banks/a.md)",
        "**Question 1:** a",
    ],
)
def test_a_heading_that_is_nearly_a_blocks_is_a_problem(heading: str) -> None:
    codes = [problem.code for problem in parse_lesson(f"## {heading}\n").problems]

    assert codes[0] in ("block-heading", "block-out-of-place")


@pytest.mark.parametrize(
    "heading",
    [
        "Practice makes progress",
        "Question everything",
        "Scene setting",
        "Practice-led work",
        "Reflection",
        "Draw a map",
        "In short: versions",
        "Short versions of long laws",
        "Why? A question: yours",
        "Practice 2 minutes of breathing",
    ],
)
def test_a_heading_that_only_shares_a_word_is_plain(heading: str) -> None:
    assert [type(block) for block in lesson_of(f"## {heading}\n\nText.\n").blocks] == [Passage]


def test_headings_alike_get_anchors_of_their_own() -> None:
    lesson = lesson_of("## Same\n\n## Same\n\n[first](#same) [second](#same-1)\n")

    assert isinstance(lesson.blocks[0], Passage)
    assert 'href="/-course-/lessons/lesson#at-same-1"' in lesson.blocks[0].text.html


def test_a_link_to_a_block_leads_to_the_id_that_the_page_gives_it() -> None:
    body = (
        f"[q](#question-two) [s](#scene-b) [top](#lesson) [short](#short-version)\n\n"
        "## Question: Two\n<!-- id: kept -->\n"
        f"{TRUE}## Scenario: A\n\n### Scene: B\nEnding: strong\n\n## Short version\n\nText.\n"
    )
    passage = lesson_of(body).blocks[0]

    assert isinstance(passage, Passage)
    for address in ("#block-kept", "#block-a", "", "#block-short-version"):
        assert f'href="/-course-/lessons/lesson{address}"' in passage.text.html


def test_a_scenario_holds_its_scenes_and_their_choices() -> None:
    body = (
        "## Scenario: A visit\n\nYou knock.\n\n### Scene: Door\nMum opens.\n\n1. [Go *in*](#scene-room)\n"
        "1. [Leave][away]\n   > Not yet.\n\n### Scene: Room\n<!-- id: the-room -->\nA **bold** end.\nEnding: Strong\n\n"
        "### Scene: Away\n- [Back](#scene-door)\n\n[away]: #scene-away\n"
    )
    scenario = lesson_of(body).blocks[0]

    assert isinstance(scenario, Scenario)
    assert scenario.introduction is not None
    door, room, away = scenario.scenes
    assert [(choice.text.html, choice.scene_key) for choice in door.choices] == [
        ("Go <em>in</em>", "the-room"),
        ("Leave", "away"),
    ]
    assert door.choices[1].feedback is not None
    assert door.choices[1].feedback.plain == "Not yet."
    assert (room.ending, room.text.html) == ("strong", "<p>A <strong>bold</strong> end.</p>")
    assert away.ending is None


def test_a_list_of_outside_links_in_a_scene_is_plain_text() -> None:
    scenario = lesson_of("## Scenario: A\n\n### Scene: B\n- [NHS](https://www.nhs.uk/)\n\nEnding: risky\n").blocks[0]

    assert isinstance(scenario, Scenario)
    assert "https://www.nhs.uk/" in scenario.scenes[0].text.html


def test_every_loop_is_welcome_while_an_ending_can_be_reached() -> None:
    ring = "".join(f"### Scene: S{number}\n- [on](#scene-s{(number + 1) % 9})\n\n" for number in range(8))

    lesson_of(f"## Scenario: Ring\n\n{ring}### Scene: S8\nEnding: acceptable\n")


def test_one_ring_without_an_end_is_one_problem() -> None:
    ring = "".join(f"### Scene: S{number}\n- [on](#scene-s{(number + 1) % 8})\n\n" for number in range(8))

    problems = parse_lesson(f"## Scenario: Ring\n\n{ring}").problems

    assert [(problem.code, problem.line) for problem in problems] == [("no-ending", LESSON_START_LINES + 3)]
