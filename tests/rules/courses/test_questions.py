"""What each kind of question becomes, and what belongs to its prompt, its answer and its remarks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from learning.courses.document import Choices, Gaps, Judgement, Matching, Number, Ordering, ShortText, TrueFalse
from learning.courses.format.answer_syntax import Fault, read_number, read_words
from tests.rules.courses.sources import LESSON_START_LINES, html_of, parse_lesson, question_of

CHOOSE = "## Question: Which?\nChoose one.\n\n- [x] This\n- [ ] That\n"


def test_what_stands_above_the_instruction_is_the_prompt() -> None:
    question = question_of("## Question: Why?\nA story.\n\n> A quote.\n\nThe end.\nTrue or false?\nAnswer: true\n")

    assert question.prompt is not None
    assert question.prompt.html == "<p>A story.</p>\n<blockquote>\n<p>A quote.</p>\n</blockquote>\n<p>The end.</p>"
    assert question.answer == TrueFalse(True)


@pytest.mark.parametrize("line", ["CHOOSE ONE.", "**Choose one.**", "_choose  one._", "Choose *one*."])
def test_capitals_bold_and_italics_do_not_matter_in_an_instruction(line: str) -> None:
    assert question_of(CHOOSE.replace("Choose one.", line)).kind == "single choice"


@pytest.mark.parametrize(
    "heading", ["**Question:** Which?", "**Question**: Which?", "*question: Which?*", "QUESTION: Which?"]
)
def test_capitals_bold_and_italics_do_not_matter_in_a_heading(heading: str) -> None:
    question = question_of(CHOOSE.replace("Question: Which?", heading))

    assert question.title.plain == "Which?"
    assert question.key == "which"


def test_an_option_keeps_its_markdown_and_its_quote_is_its_feedback() -> None:
    question = question_of(
        "## Question: Which?\nChoose one.\n\n"
        "- [x] One `[ ]` *two*\n  > Yes,\n  > **indeed**.\n- [ ] Three\n\n  Four\n\n  > No.\n"
    )

    assert isinstance(question.answer, Choices)
    first, second = question.answer.options
    assert (first.text.html, first.right) == ("One <code>[ ]</code> <em>two</em>", True)
    assert first.feedback is not None
    assert first.feedback.html == "<p>Yes,\n<strong>indeed</strong>.</p>"
    assert (first.text.markdown, first.feedback.markdown) == ("One `[ ]` *two*", "Yes,\n**indeed**.")
    assert second.text.html == "<p>Three</p>\n<p>Four</p>"


def test_a_tick_is_a_tick_even_where_x_is_a_link_of_the_page() -> None:
    question = question_of(CHOOSE + "\n[x]: https://www.nhs.uk/\n")

    assert isinstance(question.answer, Choices)
    assert [(option.text.html, option.right) for option in question.answer.options] == [("This", True), ("That", False)]


def test_keep_order_stops_shuffling() -> None:
    kept = question_of(CHOOSE.replace("one.", "one. Keep order.")).answer
    assert isinstance(kept, Choices)
    assert kept.keep_order
    shuffled = question_of(CHOOSE).answer
    assert isinstance(shuffled, Choices)
    assert not shuffled.keep_order


def test_hints_come_in_order_and_the_reason_is_for_the_whole_question() -> None:
    question = question_of(CHOOSE + "\n> Hint: one\n\n> **Hint:** two\n> lines\n\n> *Because: it is so*\n")

    assert [hint.html for hint in question.hints] == ["<p>One</p>", "<p>Two\nlines</p>"]
    assert question.because is not None
    assert question.because.html == "<p><em>It is so</em></p>"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("two of them are right.", "Two of them are right."),
        ("Two are right.", "Two are right."),
        ("élan helps.", "Élan helps."),
        ('"you again" is no greeting.', '"You again" is no greeting.'),
        ("“you again” is no greeting.", "“You again” is no greeting."),
        ("**two** of them.", "**Two** of them."),
        ("[two things](https://www.nhs.uk/) help.", "[Two things](https://www.nhs.uk/) help."),
        ("2 of them are right.", "2 of them are right."),
        ("`code` stays.", "`code` stays."),
        ("… and so on.", "… and so on."),
        ("ßtays.", "ßtays."),
    ],
)
def test_a_hint_or_reason_opens_with_a_capital_once_its_label_is_gone(written: str, shown: str) -> None:
    for quotes in ("\n> Hint: {0}\n\n> Because: {0}\n", "\n> Hint:\n>\n> {0}\n\n> **Because:**\n> {0}\n"):
        question = question_of(CHOOSE + quotes.format(written))

        assert [hint.markdown.strip() for hint in question.hints] == [shown]
        assert question.because is not None
        assert question.because.markdown.strip() == shown


def test_a_fault_after_such_a_capital_is_named_at_its_place() -> None:
    parsed = parse_lesson(CHOOSE + "\n> Hint: think of [this](nowhere.md).\n")

    assert [(problem.line, problem.column) for problem in parsed.problems] == [(LESSON_START_LINES + 7, 18)]


@pytest.mark.parametrize(
    ("written", "lowest", "highest", "unit"),
    [
        ("4", "4", "4", ""),
        ("-3", "-3", "-3", ""),
        ("−3", "-3", "-3", ""),
        ("40 to 50 minutes", "40", "50", "minutes"),
        ("31.1% (within 2)", "29.1", "33.1", "%"),
        ("1,500", "1500", "1500", ""),
        ("12,000.5 kg", "12000.5", "12000.5", "kg"),
        ("-5 to -2 °C", "-5", "-2", "°C"),
        ("3.50", "3.50", "3.50", ""),
    ],
)
def test_a_number_is_read_with_its_limits_and_unit(written: str, lowest: str, highest: str, unit: str) -> None:
    assert read_number(written) == Number(Decimal(lowest), Decimal(highest), written, unit)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "four",
        "40-50",
        "40–50",
        "31,1",
        "1,50",
        "1,2345",
        ".5",
        "£5",
        "5 to",
        "to 5",
        "50 to 40",
        "4 (within)",
        "1e5",
        "4 (within 2 minutes)",
        "4 (within -1)",
        "1 to 2 (within 1)",
        "4 / 5",
        "4 minutes to 5 minutes",
        "٣",
        "1" * 99,
    ],
)
def test_a_number_that_could_be_read_in_two_ways_is_refused(written: str) -> None:
    assert isinstance(read_number(written), Fault)


def test_accepted_words_are_parted_by_a_slash_with_spaces() -> None:
    assert read_words("playfulness / playful / and/or") == ("playfulness", "playful", "and/or")


@pytest.mark.parametrize("written", ["", "a /", "/ a", "a / / b", "?!", "a / ..."])
def test_words_that_cannot_be_typed_are_refused(written: str) -> None:
    assert isinstance(read_words(written), Fault)


def test_an_answer_is_read_as_the_learner_sees_it() -> None:
    answer = question_of("## Question: What?\nType a short answer.\n\nAnswer: *play* / caf&eacute; / 1\\.5\n").answer

    assert answer == ShortText(("play", "café", "1.5"))


def test_a_row_without_a_left_cell_is_a_distractor() -> None:
    answer = question_of(
        "## Question: What?\nMatch the pairs.\n\n| Sign | Meaning |\n|---|---|\n| *a* | x |\n| b | x |\n| | y |\n"
    ).answer

    assert isinstance(answer, Matching)
    assert [(left.html, right.html) for left, right in answer.pairs] == [("<em>a</em>", "x"), ("b", "x")]
    assert [distractor.plain for distractor in answer.distractors] == ["y"]
    assert (answer.left_title, answer.right_title) == ("Sign", "Meaning")


def test_the_place_counts_in_an_ordering_and_not_the_number() -> None:
    answer = question_of("## Question: What?\nPut in order.\n\n1. a\n1. b\n7. c\n").answer

    assert isinstance(answer, Ordering)
    assert [step.plain for step in answer.steps] == ["a", "b", "c"]


def test_gaps_part_the_html_and_code_stays_as_it_is() -> None:
    answer = question_of(
        "## Question: What?\nFill the gaps.\n\nWe *feel [[calm /\nsafe]]* and `[[code]]`.\n\n> A [[quote]].\n"
    ).answer

    assert isinstance(answer, Gaps)
    assert answer.accepted == (("calm", "safe"), ("quote",))
    assert answer.pieces == (
        "<p>We <em>feel ",
        "</em> and <code>[[code]]</code>.</p>\n<blockquote>\n<p>A ",
        ".</p>\n</blockquote>",
    )


def test_double_brackets_are_plain_text_outside_a_gap_text() -> None:
    assert html_of("Write [[this]] so.\n") == "<p>Write [[this]] so.</p>"


def test_each_option_of_a_judgement_has_a_view_and_a_reason() -> None:
    answer = question_of(
        "## Question: What?\nWeigh each option.\n\n- **Strong:** Ask\n  > Good.\n- risky: Leave\n  > Bad.\n"
    ).answer

    assert isinstance(answer, Judgement)
    assert [(option.text.plain, option.view) for option in answer.options] == [("Ask", "strong"), ("Leave", "risky")]


def test_a_comment_in_a_question_is_never_shown() -> None:
    question = question_of("## Question: Which?\nChoose one.\n\n<!-- secret -->\n\n- [x] This\n- [ ] That\n")

    assert "secret" not in repr(question)


def test_what_an_author_meant_is_read_on_over_a_slip() -> None:
    parsed = parse_lesson(CHOOSE.replace("- [ ]", "> Quote\n\n- [ ]"))

    assert [problem.code for problem in parsed.problems] == ["quote-not-nested"]
    assert parsed.course is not None
    question = parsed.course.lessons[0].blocks[0]
    assert len(question.answer.options) == 2
    assert question.answer.options[0].feedback.plain == "Quote"
