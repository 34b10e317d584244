"""GIFT as teachers and Moodle write it: what each question becomes, and the name of everything that is lost."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from learning.exchange.question_files import bank_from
from learning.exchange.questions.bank_question import (
    MAX_LOSSES,
    MAX_QUESTIONS,
    Choice,
    Choices,
    Matching,
    Number,
    ShortText,
    TrueFalse,
)
from learning.exchange.questions.bank_writer import problems_of
from learning.exchange.questions.gift_reader import read_gift

FILES = Path(__file__).resolve().parents[2] / "exchange_files"


def read(text: str):
    return read_gift(text.encode())


def only(text: str):
    questions = read(text).questions
    assert len(questions) == 1, questions
    return questions[0]


def losses_of(text: str) -> list[str]:
    return [loss.sentence for loss in read(text).losses]


@pytest.mark.parametrize(
    ("braces", "answer"),
    [
        ("{T}", TrueFalse(True)),
        ("{ false }", TrueFalse(False)),
        ("{=a ~b}", Choices((Choice("a", True), Choice("b", False)), takes_several=False)),
        ("{a ~b ~=c}", Choices((Choice("a", False), Choice("b", False), Choice("c", True)), takes_several=False)),
        ("{~%50%a#no ~%50%b ~c}", Choices((Choice("a", True, "no"), Choice("b", True), Choice("c", False)), True)),
        ("{=a =b}", ShortText(("a", "b"))),
        ("{a}", ShortText(("a",))),
        ("{=[html]<b>a</b> =[plain]<b> =[markdown]*c*}", ShortText(("a", "<b>", "c"))),
        ("{=%50%a =%50%b ~c}", Choices((Choice("a", True), Choice("b", True), Choice("c", False)), True)),
        ("{=T}", ShortText(("T",))),
        ("{=a -> x =b -> y = -> z}", Matching((("a", "x"), ("b", "y")), ("z",))),
        ("{#3}", Number(Decimal(3), Decimal(3))),
        ("{#3:0.5}", Number(Decimal("2.5"), Decimal("3.5"))),
        ("{#-1..5}", Number(Decimal(-1), Decimal(5))),
        ("{#=3:0 =%50%4:1}", Number(Decimal(3), Decimal(3))),
        ("{#1,250}", Number(Decimal(1250), Decimal(1250))),
        ("{#2,5}", Number(Decimal("2.5"), Decimal("2.5"))),
    ],
)
def test_what_stands_in_the_braces(braces, answer):
    assert only(f"A question? {braces}").answer == answer


def test_a_title_becomes_the_key_and_colons_in_it_stay():
    question = only("::Q1: what \\:\\: now::Which? {=a ~b}")
    assert (question.key, question.heading) == ("q1-what-now", "Which?")


def test_an_id_in_a_comment_becomes_the_key_and_tags_are_named():
    reading = read("// [id:duty-1] [tag:induction]\n::Name::Which? {=a ~b}")
    assert reading.questions[0].key == "duty-1"
    told = " ".join(loss.sentence for loss in reading.losses)
    assert '"induction"' in told
    assert '"Name"' in told


def test_words_after_the_braces_make_a_blank():
    assert only("Grown-ups {=listen ~talk}, then ask.").heading == "Grown-ups _____, then ask."


def test_each_question_begins_on_its_line_whatever_the_line_ends():
    text = "\r\n// one\r\n::A::a? {T}\r\n\r\n\r\nb? {\r\n=x\r\n\r\n~y\r\n}\r\nc? {F}\r\n::D::\r\n\r\nd? {=x}"
    assert [(q.line, q.heading) for q in read(text).questions] == [(3, "a?"), (6, "b?"), (11, "c?"), (12, "d?")]


def test_a_brace_that_is_never_closed_costs_one_question_only():
    reading = read("::A::a? {=x ~y\n\n::B::b? {T}\n\nc? {=x ~y\n\nd? {F}")
    assert [q.heading for q in reading.questions] == ["b?", "d?"]
    assert [loss.line for loss in reading.losses] == [1, 5]


def test_forms_and_line_ends_of_texts():
    assert only("[html]<p>One <b>two</b></p>\\n<p>Three?</p>{T}").prompt == "One **two**"
    assert only("[markdown]One **two**\\n\\nThree?{T}").prompt == "One **two**"
    assert only("[plain]One <b>two</b>\\n\\nThree?{T}").prompt == "One \\<b>two\\</b>"
    assert only("One &amp; two<br>three\nfour\\nfive {T}").heading == "One & two three four five"
    assert only("Is 2 < 3 and * fine? {T}").heading == "Is 2 \\< 3 and \\* fine?"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("An essay {}", "reflection"),
        ("::Week 2::An essay {}", 'The question "Week 2: An essay" is not carried over'),
        ("An essay {####Think.}", "reflection"),
        ("Words alone.", "asks nothing"),
        ("Two {T} answers {F}", "2 answers in braces"),
        ("Which? {~a ~b}", "no option is marked as right"),
        ("Which? {=a}\n\nWhich? {=a ~%50%b ~c}", '"b" counts as not right'),
        ("Which? {=a =b ~c}", "2 options are right"),
        ("Which? {=a ~}", "at least two options"),
        ("Which? {=%50%a =b}", "worth 50%"),
        ("Which? {=a* =b}", "The * in the answer"),
        ("Which? {=and / or}", '" / " parts accepted answers'),
        ("Which? {=+ =b}", "no letter or number"),
        ("Which? {=a -> b =c}", '"->"'),
        ("Which? {=a->b =A->c =d->e}", "The second"),
        ("How many? {#}", "no number"),
        ("How many? {#=3 =4}", '"4" is not kept'),
        ("Really? {T#no#yes}", "shown after any answer"),
        ("[html]<img src='@@PLUGINFILE@@/a.png'>Which? {T}", 'picture "a.png"'),
        ("[html]A <u>b</u><sub>2</sub>? {T}", "underlining, subscript"),
        ("[html]<a href='http://x.org'>A</a>? {T}", "http://x.org"),
        ("Is $$x$$ it? {T}", "formula"),
        ("[markdown]# Heading {T}\n\n[markdown]<b>x</b>? {T}", "taken as plain words"),
        ("$CATEGORY: a\n\n$CATEGORY: b", '"b" is not kept'),
        ("// a comment", "comment"),
        ("{=a}", "no text stands before the braces"),
    ],
)
def test_what_cannot_be_carried_is_named(text, named):
    losses = [loss.sentence for loss in bank_from(text.encode()).reading.losses]
    assert any(named in sentence for sentence in losses), losses


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_encoding_is_read_and_a_guess_is_named(encoding):
    reading = read_gift("Le café? {=crème}\n\nDeux? {T}".encode(encoding))
    assert reading.questions[0].answer == ShortText(("crème",))
    assert [loss.line for loss in reading.losses] == ([1] if encoding == "cp1252" else [])


def test_hidden_characters_are_left_out_by_name():
    reading = read("a?\x00\x07 {T}")
    assert reading.questions[0].heading == "a?"
    assert "hidden characters" in reading.losses[0].sentence


def test_limits_end_the_reading_by_name():
    many = read("a? {T}\n\n" * (MAX_QUESTIONS + 1))
    assert len(many.questions) == MAX_QUESTIONS
    assert many.losses[0].line == 2 * MAX_QUESTIONS + 1
    lost = read("a {\n\n" * (MAX_LOSSES * 2))
    assert len(lost.losses) == MAX_LOSSES + 1
    assert "nothing is read" in lost.losses[-1].sentence
    assert "options or answers" in losses_of("a? {" + "~b" * 1_000 + "=c}")[0]


@pytest.mark.parametrize("name", ["duty-team.gift", "moodle-export.gift", "by-the-book.gift", "moodle-course.xml"])
def test_files_as_they_come_make_banks_that_pass_the_check(name):
    bank = bank_from((FILES / name).read_bytes())
    assert bank.question_count >= 4
    assert [problems_of(page) for page in bank.pages] == [()]


def test_a_large_file_makes_several_banks_and_work_grows_with_its_size():
    text = (FILES / "duty-team.gift").read_text("utf-8")
    bank = bank_from((text * 60).encode())
    assert bank.question_count == 480
    assert len(bank.pages) == 2
    assert all(problems_of(page) == () for page in bank.pages)
    assert any("2 banks" in loss.sentence for loss in bank.reading.losses)
