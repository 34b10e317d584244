"""Writes questions as Moodle XML, their texts as Markdown, which Moodle shows and which reads back the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from learning.exchange.questions.bank_question import (
    BankQuestion,
    Choices,
    Gaps,
    Losses,
    Matching,
    Number,
    Ordering,
    ShortText,
    TrueFalse,
)
from learning.exchange.questions.cloze import as_cloze
from learning.exchange.questions.escaping import escaped_line, plain_of
from learning.exchange.questions.pairs import note_plain_sides
from learning.exchange.questions.source_bytes import HIDDEN
from learning.exchange.questions.stems import stem_of
from learning.exchange.questions.typed_answers import middle_of, plain_number

_TYPES = {
    "single choice": "multichoice",
    "multiple choice": "multichoice",
    "true/false": "truefalse",
    "short text": "shortanswer",
    "number": "numerical",
    "matching": "matching",
    "ordering": "ordering",
    "gaps": "cloze",
}
_NO_FEEDBACK = '    <feedback format="markdown"><text></text></feedback>'
_LONGEST_NAME = 250


def write_moodle_xml(title: str, questions: Sequence[BankQuestion], losses: Losses) -> str:
    """A whole file; what cannot be said in it is noted in `losses`."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    if title.strip():
        lines += [
            '<question type="category">',
            f"  <category>{_text('$course$/' + ' '.join(title.split()).replace('/', '-'))}</category>",
            "</question>",
        ]
    for question in questions:
        lines += _question(question, losses)
    return "\n".join([*lines, "</quiz>"]) + "\n"


def _question(question: BankQuestion, losses: Losses) -> Iterable[str]:
    yield f"<question type={quoteattr(_TYPES[question.kind])}>"
    yield f"  <name>{_text(plain_of(question.heading)[:_LONGEST_NAME])}</name>"
    yield _element("questiontext", _asked(question, losses))
    yield _element("generalfeedback", question.because)
    yield "  <defaultgrade>1</defaultgrade>"
    yield "  <penalty>0</penalty>"
    yield f"  <idnumber>{escape(question.key)}</idnumber>"
    yield from _answer(question)
    yield from (_element("hint", hint) for hint in question.hints)
    yield "</question>"


def _asked(question: BankQuestion, losses: Losses) -> str:
    """The text of the question; one with gaps is the text above them and theirs, asked by its name."""
    if isinstance(question.answer, Gaps):
        if question.prompt:
            losses.note(question.line, "The text above the gaps and the text with them become one.")
        if question.heading != escaped_line(plain_of(question.heading)[:_LONGEST_NAME]):
            losses.note(question.line, "A question with gaps is asked by its name, which is plain and short words.")
        return "\n\n".join(text for text in (question.prompt, as_cloze(question.answer.text)) if text)
    note_plain_sides(question, losses)
    stem = stem_of(question.heading, question.prompt)
    if stem is None:
        losses.note(question.line, "The heading and the text under it become one text.")
    return stem or f"{question.prompt}\n\n{question.heading}"


def _answer(question: BankQuestion) -> Iterable[str]:
    match question.answer:
        case Choices():
            yield from _choices(question.answer)
        case TrueFalse(is_true=is_true):
            yield from _marked("true", 100 if is_true else 0, "", "plain_text")
            yield from _marked("false", 0 if is_true else 100, "", "plain_text")
        case ShortText(accepted=accepted):
            yield "  <usecase>0</usecase>"
            for words in accepted:
                yield from _marked(words, 100, "", "plain_text")
        case Number():
            yield from _number(question.answer)
        case Matching(pairs=pairs, distractors=distractors):
            yield from _pairs([*pairs, *(("", right) for right in distractors)])
        case Ordering(steps=steps):
            yield from _steps(steps)


def _choices(choices: Choices) -> Iterable[str]:
    yield f"  <single>{'false' if choices.takes_several else 'true'}</single>"
    yield f"  <shuffleanswers>{'false' if choices.keeps_order else 'true'}</shuffleanswers>"
    yield "  <answernumbering>none</answernumbering>"
    right_count = sum(option.is_right for option in choices.options)
    share = 100 / right_count if choices.takes_several else 100
    wrong = -100 if choices.takes_several else 0
    for option in choices.options:
        yield from _marked(option.text, share if option.is_right else wrong, option.feedback)


def _pairs(pairs: Sequence[tuple[str, str]]) -> Iterable[str]:
    yield "  <shuffleanswers>true</shuffleanswers>"
    for left, right in pairs:
        answer = f"    <answer>{_text(plain_of(right))}</answer>"
        yield f'  <subquestion format="markdown">{_text(left)}\n{answer}\n  </subquestion>'


def _steps(steps: Sequence[str]) -> Iterable[str]:
    yield "  <layouttype>VERTICAL</layouttype>"
    yield "  <selecttype>ALL</selecttype>"
    yield "  <selectcount>0</selectcount>"
    yield "  <gradingtype>ALL_OR_NOTHING</gradingtype>"
    for number, step in enumerate(steps, start=1):
        yield from _marked(step, number, "")


def _number(number: Number) -> Iterable[str]:
    middle, tolerance = middle_of(number.lowest, number.highest)
    yield '  <answer fraction="100" format="plain_text">'
    yield f"    {_text(plain_number(middle))}"
    yield f"    <tolerance>{plain_number(tolerance)}</tolerance>"
    yield _NO_FEEDBACK
    yield "  </answer>"
    if number.unit:
        unit = f"<multiplier>1</multiplier><unit_name>{escape(number.unit)}</unit_name>"
        yield f"  <units><unit>{unit}</unit></units>"
        yield "  <unitgradingtype>0</unitgradingtype>"
        yield "  <showunits>3</showunits>"


def _marked(text: str, percent: float, feedback: str, form: str = "markdown") -> Iterable[str]:
    fraction = f"{percent:.7f}".rstrip("0").rstrip(".")
    yield f'  <answer fraction="{fraction}" format="{form}">'
    yield f"    {_text(text)}"
    yield f'    <feedback format="markdown">{_text(feedback)}</feedback>'
    yield "  </answer>"


def _element(name: str, markdown: str) -> str:
    return f'  <{name} format="markdown">{_text(markdown)}</{name}>'


def _text(text: str) -> str:
    return f"<text>{escape(HIDDEN.sub('', text))}</text>"
