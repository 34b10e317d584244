"""Questions of every kind made of words that have a meaning in Markdown, GIFT or XML, for tests of round trips."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from learning.exchange.questions.bank_question import (
    BankQuestion,
    Choice,
    Choices,
    Gaps,
    Matching,
    Number,
    Ordering,
    ShortText,
    TrueFalse,
)
from learning.exchange.questions.escaping import escaped_block, escaped_line, guarded, plain_of
from learning.exchange.questions.stems import key_from
from learning.exchange.questions.typed_answers import plain_number

FRAGMENTS = [
    "a", "Jay", " ", " ", " ", "é", "ß", "\U0001f600", "=", "~", "#", "####", "{", "}", ":", "::", "\\", "\\n", "->",
    "%50%", "//", "$CATEGORY:", "[html]", "[markdown]", "*", "**", "_", "____", "`", "[", "]", "[x] ", "[[", "]]",
    "<b>", "</b>", "<", ">", "&", "&amp;", "&nbsp;", "]]>", "<![CDATA[", "|", "- ", "+ ", "1. ", "1) ", "---", "===",
    "## ", "~~~", "```", "Choose one.", "True or false?", "Answer: ", "Hint: ", "Because: ", "Question: ", " / ",
    "(images/a.png)", "!", "https://example.org/a_b", ".", "?", "'", '"', "\u00a0", "\u2028", "@@PLUGINFILE@@", "{T}",
    "{1:SA:=a}", "#", "TRUE",
]  # fmt: skip


def plain(text: str) -> str:
    """The words of a text, white space folded."""
    return " ".join(text.split())


lines = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=7).map("".join).map(lambda text: f"x {text} y")
raw_lines = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=7).map("".join).filter(plain)
blocks = st.lists(raw_lines, min_size=1, max_size=3).map("\n\n".join)
typeable = st.sampled_from(["a", "Ärger", "b-c", "x=y", "~", "#1", "{", "it's", "<i>", "&amp;", "\\", "%5%", "->"])
accepted_words = (
    st.lists(typeable, min_size=1, max_size=3).map(" ".join).filter(lambda text: any(sign.isalnum() for sign in text))
)
gap_words = st.sampled_from(["play", "playfulness", "two words", "5", "it's"])


def _line(text: str) -> str:
    return guarded(escaped_line(text))


def _inlines() -> st.SearchStrategy[str]:
    return st.one_of(raw_lines, lines).map(_line)


def _blocks() -> st.SearchStrategy[str]:
    return blocks.map(escaped_block)


@st.composite
def _choices(draw: st.DrawFn) -> Choices:
    texts = draw(st.lists(_inlines(), min_size=2, max_size=4))
    takes_several = draw(st.booleans())
    right = {draw(st.integers(0, len(texts) - 1))}
    if takes_several:
        right |= set(draw(st.lists(st.integers(0, len(texts) - 1), max_size=2)))
    feedback = st.one_of(st.just(""), _blocks())
    options = [Choice(text, number in right, draw(feedback)) for number, text in enumerate(texts)]
    return Choices(tuple(options), takes_several)


@st.composite
def _numbers(draw: st.DrawFn) -> Number:
    values = st.decimals(-1000, 1000, places=2, allow_nan=False).map(lambda value: Decimal(plain_number(value)))
    lowest, highest = sorted((draw(values), draw(values)))
    return Number(lowest, highest)


@st.composite
def _pairs(draw: st.DrawFn) -> Matching:
    lefts = draw(st.lists(_inlines(), min_size=2, max_size=4, unique_by=lambda text: plain_of(text).casefold()))
    rights = [draw(_inlines()) for _ in lefts]
    return Matching(tuple(zip(lefts, rights, strict=True)), tuple(draw(st.lists(_inlines(), max_size=1))))


@st.composite
def _gaps(draw: st.DrawFn) -> Gaps:
    before, after = draw(_inlines()), draw(_inlines())
    gap = " / ".join(draw(st.lists(gap_words, min_size=1, max_size=2, unique=True)))
    return Gaps(f"{before} [[{gap}]] {after}")


answers = st.one_of(
    _choices(),
    st.booleans().map(TrueFalse),
    st.lists(accepted_words, min_size=1, max_size=3, unique=True).map(tuple).map(ShortText),
    _numbers(),
    _pairs(),
    st.lists(_inlines(), min_size=2, max_size=4).map(tuple).map(Ordering),
    _gaps(),
)


@st.composite
def bank_questions(draw: st.DrawFn) -> BankQuestion:
    """Any question that the course format can hold."""
    return BankQuestion(
        line=1,
        key=draw(st.sampled_from(["", "a-key", key_from("Q1: Über-all")])),
        heading=draw(_inlines()),
        prompt=draw(st.one_of(st.just(""), _blocks())),
        answer=draw(answers),
        hints=tuple(draw(st.lists(_blocks(), max_size=2))),
        because=draw(st.one_of(st.just(""), _blocks())),
    )
