"""Moodle XML: what each type of question becomes, on which line it began, and the name of everything that is lost."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from learning.exchange.question_files import bank_from
from learning.exchange.questions.bank_question import (
    Choice,
    Choices,
    Gaps,
    Matching,
    Number,
    Ordering,
    ShortText,
    TrueFalse,
)
from learning.exchange.questions.moodle_reader import read_moodle_xml

COURSE = (Path(__file__).resolve().parents[2] / "exchange_files" / "moodle-course.xml").read_bytes()


def read(body: str, kind: str = "shortanswer", asked: str = "Which?"):
    text = f"<questiontext format='html'><text><![CDATA[{asked}]]></text></questiontext>"
    return read_moodle_xml(f"<quiz>\n<question type='{kind}'>{text}{body}</question>\n</quiz>".encode())


def answer(fraction: float, words: str, more: str = "") -> str:
    return f"<answer fraction='{fraction}'><text>{words}</text>{more}</answer>"


def told(reading) -> str:
    return " | ".join(loss.sentence for loss in reading.losses)


def test_a_course_as_moodle_exports_it():
    reading = read_moodle_xml(COURSE)
    assert reading.title == "Trauma-informed practice"
    assert [(q.line, q.key, q.kind) for q in reading.questions] == [
        (12, "fv-01", "single choice"),
        (39, "silence", "true/false"),
        (47, "pace", "short text"),
        (55, "minutes", "number"),
        (65, "words-for-feelings", "matching"),
        (73, "steps-of-a-referral", "ordering"),
        (81, "the-body-remembers", "gaps"),
        (86, "listening", "gaps"),
    ]
    first, silence, pace, minutes, feelings, steps, body, listening = reading.questions
    assert (first.heading, first.prompt) == (
        "What do you **ask first**?",
        "You visit Sam & his gran.\n\n(picture: A front door)",
    )
    right = Choice("How are you both today?", True, "It opens the door.")
    assert first.answer == Choices((right, Choice("Why was he late for school?", False)), takes_several=False)
    assert (first.hints, first.because) == (("Think of *connection*.",), "Curiosity comes before checking.")
    assert silence.answer == TrueFalse(False)
    assert pace.answer == ShortText(("playfulness", "play*"))
    assert minutes.answer == Number(Decimal(30), Decimal(60), "minutes")
    assert feelings.answer == Matching((("Slamming doors", "Fear"), ("Sleeping all day", "Sadness")), ("Hunger",))
    assert steps.answer == Ordering(("Somebody is worried", "They ring the duty desk", "A manager decides"))
    assert body.answer == Gaps(
        "Stress can [[overwhelm / overwhelms]] a child. The part that sounds the alarm is the [[amygdala]]."
    )
    assert listening.answer == Gaps("First [[listen]], then [[ask]].")


@pytest.mark.parametrize(
    "named",
    [
        'A picture "door.png"', 'The file "door.png" (1 KB)', "Marks other than 1", "(Lines 12 and 39.)", "penalty",
        "Moodle's own feedback", '"Read lesson 3 again."', 'tag "visits"', "name of a question is not kept",
        "Capitals counted", "The * in the answer", '"It begins with play."', '("hours")', '"heart" and "liver"',
        '"upset"', '"advise"', 'The question "Your own week" is not carried over: it is an essay', "it asks nothing",
        '"calculated"', "Part marks",
        '"Silence may be the safest answer."',
    ],
)  # fmt: skip
def test_all_that_is_lost_of_it_is_named(named):
    assert named in told(read_moodle_xml(COURSE))


@pytest.mark.parametrize(
    ("kind", "body", "named"),
    [
        ("multichoice", "<single>false</single>" + answer(50, "a") + answer(-50, "b"), "Part marks (50%, -50%)"),
        ("multichoice", answer(100, "a") + answer(0, "<p></p>"), "at least two options"),
        ("truefalse", answer(50, "true"), "neither true nor false"),
        ("numerical", answer(100, "x"), "no number is marked as right"),
        ("numerical", answer(100, "3") + answer(50, "4"), '"4" is not kept'),
        (
            "matching",
            "<subquestion><text>a</text><answer><text>b</text></answer></subquestion>",
            "fewer than two pairs",
        ),
        ("ordering", answer(1, "a"), "fewer than two steps"),
        ("ddwtos", "", "it has no gap"),
        ("cloze", "", "it has no gap"),
        ("", "", "does not say what type"),
        ("shortanswer", answer(100, "a") + "<hidden>1</hidden>", "was hidden"),
    ],
)
def test_what_cannot_be_carried_is_named(kind, body, named):
    assert named in told(read(body, kind))


def test_gaps_that_cannot_be_typed_are_named():
    assert "MULTIRESPONSE" in told(read("", "cloze", "A {1:MULTIRESPONSE:=a~b}"))
    assert "compared as words" in told(read("", "cloze", "A {1:NUMERICAL:=3:0.1}"))
    assert "names a word that is not there" in told(read("", "gapselect", "A [[2]]"))
    assert "accepts nothing" in told(read("", "cloze", "A {1:SA:=+}"))
    assert "worth more than others" in told(read("", "cloze", "A {1:SA:=a} and {2:SA:=b}"))


def test_what_was_read_before_a_fault_is_kept():
    text = "<quiz>\n<question type='truefalse'><questiontext><text>A &nbsp; b?</text></questiontext>"
    text += answer(100, "true") + "</question>\n<question type='essay'>&</quiz>"
    reading = read_moodle_xml(text.encode())
    assert [q.heading for q in reading.questions] == ["A b?"]
    assert (reading.losses[0].line, "broken" in reading.losses[0].sentence) == (3, True)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE a [<!ENTITY b 'c'>]><quiz>&b;</quiz>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><quiz/>",
        "<quiz>" + "<a>" * 1_000,
    ],
)
def test_what_could_do_harm_is_not_read(text):
    reading = read_moodle_xml(text.encode())
    assert reading.questions == ()
    assert "could do harm" in told(reading)


@pytest.mark.parametrize("start", ['<?latexml class="article"?>', "<?xml version='1.0'?>", "<!-- ours -->", ""])
def test_a_file_is_known_as_xml_by_its_first_sign(start):
    right = answer(100, "true")
    text = f"{start}\n<quiz><question type='truefalse'><questiontext><text>So?</text></questiontext>{right}</question>"
    assert bank_from(f"{text}</quiz>".encode()).question_count == 1


@pytest.mark.parametrize("kind", ["essay", "description", "calculated", "ddimageortext", "random"])
def test_a_kind_that_is_not_known_here_is_named_with_its_line_and_title(kind):
    text = f"<quiz>\n\n<question type='{kind}'><name><text>Her own words</text></name></question></quiz>"
    loss = read_moodle_xml(text.encode()).losses[0]
    assert (loss.line, loss.sentence[:35]) == (3, 'The question "Her own words" is not')


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_bytes_tell_the_encoding_whatever_the_file_says(encoding):
    text = "<?xml version='1.0' encoding='ISO-8859-1'?>\n" + "<quiz><question type='truefalse'><questiontext>"
    text += f"<text>Café?</text></questiontext>{answer(100, 'true')}</question></quiz>"
    assert read_moodle_xml(text.encode(encoding)).questions[0].heading == "Café?"


def test_html_that_markdown_cannot_say_keeps_its_words():
    asked = "<h3>Case</h3><table><tr><td colspan=2>a</td></tr></table><p>1. x</p><ul><li>y<li>z</ul>"
    asked += "<p>Choose one.</p><p>Q<br></p>"
    question = read(answer(100, "a"), asked=asked).questions[0]
    assert question.heading == "Q"
    assert question.prompt == "Case\n\na\n\n1\\. x\n\n- y\n- z\n\nChoose one\\."
    assert "headings, tables" in told(read(answer(100, "a"), asked=asked))


def test_list_items_that_are_never_closed_are_a_list_and_thousands_of_them_only_words() -> None:
    few = read(answer(100, "x"), asked="<ul>" + "<li>a" * 20 + "</ul><p>Which?</p>")
    assert few.questions[0].prompt.count("- a") == 20
    many = read(answer(100, "x"), asked="<li>a" * 3_000)
    assert any("could not be taken apart" in loss.sentence for loss in many.losses)
