"""What is exported reads back as the same questions, kinds and answers, by our readers and by one that is not ours."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from learning.exchange.question_files import bank_from
from learning.exchange.questions.bank_question import BankQuestion, Choices, Gaps, Losses, Matching, Ordering, ShortText
from learning.exchange.questions.bank_writer import problems_of, write_bank
from learning.exchange.questions.escaping import escaped_line, plain_of
from learning.exchange.questions.gift_reader import read_gift
from learning.exchange.questions.gift_writer import write_gift
from learning.exchange.questions.moodle_reader import read_moodle_xml
from learning.exchange.questions.moodle_writer import write_moodle_xml
from tests.rules.exchange.questions_of_all_kinds import FRAGMENTS, bank_questions
from tests.rules.exchange.test_bank_markdown import words_in

PIECES = [
    *FRAGMENTS, "\n", "\n\n", "\r\n", "?", "{#3:1}", "{=a ~b}", "{~%50%a ~%50%b}", "{=a->b =c->d}", "</question>",
    "<question type='multichoice'>", "<question type='cloze'>", "<questiontext format='html'><text>", "</text>",
    "</questiontext>", "<answer fraction='100'><text>", "</answer>", "<p>", "<table><tr><td>", "<ul><li>", "<pre>",
]  # fmt: skip

some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def as_read(question: BankQuestion) -> object:
    """What must be the same after a round trip: all but the line, the key and what was named as lost."""
    return words_in(replace(question, line=0, key=""))


def in_gift(question: BankQuestion) -> BankQuestion:
    """The question as GIFT has it: without hints, and an arrow, or what looks like HTML, written as other signs."""
    answer = question.answer
    if isinstance(answer, Choices):
        first, *others = answer.options
        if first.is_right and not answer.takes_several:
            first = replace(first, text=first.text.replace("->", "→"))
        answer = replace(answer, options=(first, *others), keeps_order=False)
    if isinstance(answer, ShortText):
        answer = ShortText(tuple(dict.fromkeys(words.replace("->", "→") for words in answer.accepted)))
    if isinstance(answer, Matching):
        pairs = tuple((left.replace("->", "→"), as_plain_side(right)) for left, right in answer.pairs)
        answer = Matching(pairs, tuple(as_plain_side(right) for right in answer.distractors))
    return replace(question, hints=(), answer=answer)


def as_plain_side(markdown: str) -> str:
    """A right side as GIFT has it."""
    words = plain_of(markdown).replace("->", "→")
    looks_like_more = re.search(r"<[a-zA-Z/]|&#?\w+;|\A\s*\[(?:html|markdown|moodle|plain)\]", words)
    return escaped_line(words.translate(str.maketrans("<>&[]", "‹›＆()")) if looks_like_more else words)


FORM_AND_HTML = BankQuestion(1, "", "a", "", Matching((("a", "a"), ("aa", "\\[html\\]\\&amp;"))))


@some
@example([FORM_AND_HTML])
@given(st.lists(bank_questions(), min_size=1, max_size=3))
def test_gift_reads_back_the_same(questions):
    losses = Losses()
    written = write_gift("A bank", questions, losses)

    reading = read_gift(written.encode())

    carried = [q for q in questions if not isinstance(q.answer, Ordering | Gaps)]
    assert reading.title == ("A bank")
    if not any("become one text" in loss.sentence for loss in losses.found):
        assert [as_read(q) for q in reading.questions] == [as_read(in_gift(q)) for q in carried]
    assert [q.kind for q in reading.questions] == [q.kind for q in carried]
    left_out = [loss for loss in losses.found if "not carried over" in loss.sentence]
    assert len(left_out) == len(questions) - len(carried)


@some
@given(st.lists(bank_questions(), min_size=1, max_size=3))
def test_moodle_xml_reads_back_the_same(questions):
    losses = Losses()
    written = write_moodle_xml("A bank", questions, losses)

    reading = read_moodle_xml(written.encode())

    assert [q.kind for q in reading.questions] == [q.kind for q in questions]
    if not any("become one" in loss.sentence for loss in losses.found):
        assert [as_read(q) for q in reading.questions] == [as_read(q) for q in questions]


@some
@given(st.one_of(st.binary(max_size=80), st.lists(st.sampled_from(PIECES), max_size=30).map("".join).map(str.encode)))
def test_any_bytes_are_read_and_what_is_made_of_them_passes_the_check(data):
    for bank in (bank_from(data), bank_from(b"<quiz>" + data), write_bank(read_gift(data), "x")):
        assert [problems_of(page) for page in bank.pages] == [()] * len(bank.pages)
        assert all(loss.line >= 1 for loss in bank.reading.losses)
