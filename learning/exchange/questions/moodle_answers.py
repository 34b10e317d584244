"""Reads the answer of each type of Moodle question that the course format can ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.exchange.questions.bank_question import Answer, Ordering, TrueFalse, quoted
from learning.exchange.questions.cloze import cloze_gaps
from learning.exchange.questions.marks import FULL_MARKS, Marked, choices_of
from learning.exchange.questions.moodle_gaps import dragged_gaps
from learning.exchange.questions.moodle_texts import block_of, cell_of, form_of, inline_of, raw_text
from learning.exchange.questions.pairs import PART_MARKS, matching_of
from learning.exchange.questions.texts import Texts
from learning.exchange.questions.typed_answers import around, decimal_of, number_of, short_text_of
from learning.exchange.questions.xml_tree import Element

_ANSWERS = ("answer", "subquestion", "dragbox", "selectoption")
_TRUE = ("true", "yes", "1")
_WHY_NOT: Mapping[str, str] = {
    "essay": "it is an essay, which has no right answer. Make it a reflection in a lesson.",
    "description": "it asks nothing. Put it into a lesson, or into the introduction of the bank.",
    "": "it does not say what type of question it is.",
}


@dataclass(frozen=True, slots=True)
class MoodleAnswer:
    """An answer, and the remarks on single answers that have no place of their own."""

    answer: Answer
    remarks: tuple[str, ...] = ()


def why_no_question(element: Element) -> str:
    """Why no question can be made of an element of this type; empty where one can."""
    kind = element.attributes.get("type", "").lower()
    known = _WHY_NOT.get(kind, f'it is of the type "{kind[:40]}", which is not known here. Add it by hand.')
    return "" if kind in _READERS else known


def read_moodle_answer(element: Element, texts: Texts) -> MoodleAnswer | None:
    """The answer; None where the course format cannot hold it, which is named."""
    if texts.losses.has_too_many(texts.line, sum(child.name in _ANSWERS for child in element.children)):
        return None
    return _READERS[element.attributes.get("type", "").lower()](element, texts)


def _percent(answer: Element) -> float:
    try:
        return float(answer.attributes.get("fraction", "0").replace(",", "."))
    except ValueError:
        return 0.0


def _feedbacks(answers: Sequence[Element], texts: Texts) -> tuple[str, ...]:
    return tuple(remark for answer in answers for remark in [block_of(answer.first("feedback"), texts)] if remark)


def _choices(element: Element, texts: Texts) -> MoodleAnswer | None:
    options = [
        Marked(inline_of(answer, texts), _percent(answer), block_of(answer.first("feedback"), texts))
        for answer in element.all("answer")
    ]
    takes_several = element.words("single").lower() not in ("", *_TRUE)
    choices = choices_of(
        texts.line,
        options,
        takes_several=takes_several,
        keeps_order=element.words("shuffleanswers").lower() in ("0", "false"),
        losses=texts.losses,
    )
    return MoodleAnswer(choices) if choices else None


def _true_false(element: Element, texts: Texts) -> MoodleAnswer | None:
    answers = list(element.all("answer"))
    right = next((answer for answer in answers if _percent(answer) >= FULL_MARKS), None)
    if right is None:
        texts.losses.note_left_out(texts.line, "neither true nor false is marked as right.")
        return None
    return MoodleAnswer(TrueFalse(raw_text(right).lower() == "true"), _feedbacks(answers, texts))


def _words(element: Element, texts: Texts) -> MoodleAnswer | None:
    answers = list(element.all("answer"))
    if element.words("usecase") == "1":
        texts.losses.note(texts.line, "Capitals counted in this answer. Here they never do.")
    marked = [Marked(" ".join(raw_text(answer).split()), _percent(answer)) for answer in answers]
    short = short_text_of(texts.line, marked, texts.losses)
    return MoodleAnswer(short, _feedbacks(answers, texts)) if short else None


def _number(element: Element, texts: Texts) -> MoodleAnswer | None:
    answers = list(element.all("answer"))
    full: list[tuple[Decimal, Decimal]] = []
    for answer in answers:
        middle, tolerance = decimal_of(raw_text(answer)), decimal_of(answer.words("tolerance") or "0")
        is_full = _percent(answer) >= FULL_MARKS and middle is not None and tolerance is not None
        if is_full and not full:
            full.append(around(middle, tolerance))  # type: ignore[arg-type]  # said by is_full
        elif raw_text(answer) != "*":
            words = f"The number {quoted([raw_text(answer)])} is not kept: one number or range is right here."
            texts.losses.note(texts.line, words)
    if not full:
        texts.losses.note_left_out(texts.line, "no number is marked as right.")
        return None
    number = number_of(texts.line, full[0], _unit(element, texts), texts.losses)
    return MoodleAnswer(number, _feedbacks(answers, texts)) if number else None


def _unit(element: Element, texts: Texts) -> str:
    """The unit that the right number is in; others are named."""
    units = element.first("units")
    named = [(unit.words("unit_name"), unit.words("multiplier")) for unit in units.all("unit")] if units else []
    main = next((name for name, multiplier in named if decimal_of(multiplier or "1") == 1), "")
    others = [name for name, _ in named if name and name != main]
    if others:
        sentence = f"Answers in other units ({quoted(others)}) are not kept: the unit is shown here."
        texts.losses.note(texts.line, sentence)
    return main


def _matching(element: Element, texts: Texts) -> MoodleAnswer | None:
    pairs = []
    for pair in element.all("subquestion"):
        answer = pair.first("answer")
        right = texts.cell(raw_text(answer), form_of(answer, "plain")) if answer else ""
        pairs.append((cell_of(pair, texts), right))
    matching = matching_of(texts.line, pairs, texts.losses)
    return MoodleAnswer(matching) if matching else None


def _ordering(element: Element, texts: Texts) -> MoodleAnswer | None:
    answers = list(element.all("answer"))
    steps = [step for answer in answers for step in [inline_of(answer, texts)] if step]
    if len(steps) < 2:
        texts.losses.note_left_out(texts.line, "there are fewer than two steps.")
        return None
    if element.words("selecttype").upper() not in ("", "ALL", "0"):
        texts.losses.note(texts.line, "Moodle drew some of the steps at random. Here all of them are asked.")
    texts.losses.note_setting(texts.line, PART_MARKS)
    return MoodleAnswer(Ordering(tuple(steps)), _feedbacks(answers, texts))


def _cloze(element: Element, texts: Texts) -> MoodleAnswer | None:
    text = element.first("questiontext") or Element("", texts.line)
    gaps = cloze_gaps(raw_text(text), form_of(text, "html"), texts)
    return MoodleAnswer(gaps.gaps, gaps.remarks) if gaps else None


def _dragged(element: Element, texts: Texts) -> MoodleAnswer | None:
    gaps = dragged_gaps(element, texts)
    return MoodleAnswer(gaps) if gaps else None


_READERS: Mapping[str, Callable[[Element, Texts], MoodleAnswer | None]] = {
    "multichoice": _choices,
    "truefalse": _true_false,
    "shortanswer": _words,
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "multianswer": _cloze,
    "ddwtos": _dragged,
    "gapselect": _dragged,
}
