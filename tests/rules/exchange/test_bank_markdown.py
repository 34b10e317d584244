"""What is written as a bank reads back as the same questions, kinds and answers, whatever words are in it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.exchange.questions.bank_markdown import bank_page, written_questions
from learning.exchange.questions.bank_question import BankQuestion
from learning.exchange.questions.bank_writer import problems_of
from learning.exchange.questions.escaping import escaped_block, escaped_line, plain_of
from learning.exchange.questions.page_questions import read_course_page
from tests.rules.exchange.questions_of_all_kinds import bank_questions, blocks, plain, raw_lines

some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def words_in(thing: object) -> object:
    """The same with Markdown read as words, small and capital letters alike, white space folded."""
    if isinstance(thing, str):
        return plain(plain_of(thing)).casefold()
    if isinstance(thing, tuple):
        return [words_in(item) for item in thing]
    if is_dataclass(thing):
        return [(field.name, words_in(getattr(thing, field.name))) for field in fields(thing)]
    return thing


def without_place(question: BankQuestion) -> BankQuestion:
    return replace(question, line=0, key="")


@some
@given(st.lists(bank_questions(), min_size=1, max_size=3))
def test_a_written_bank_passes_the_check_and_reads_back_the_same(questions):
    page = bank_page("Bank: a *title*", written_questions(questions))

    assert problems_of(page) == ()
    reading, problems = read_course_page("banks/bank.md", page.encode())
    assert problems == ()
    assert len({question.key for question in reading.questions}) == len(questions)
    assert [words_in(without_place(q)) for q in reading.questions] == [words_in(without_place(q)) for q in questions]
    assert [q.kind for q in reading.questions] == [q.kind for q in questions]


@some
@given(raw_lines)
def test_escaped_words_are_the_same_words(text):
    assert plain(plain_of(escaped_line(text))) == plain(text)


@some
@given(blocks)
def test_escaped_paragraphs_are_the_same_words(text):
    assert plain(plain_of(escaped_block(text))) == plain(text)
