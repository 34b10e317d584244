"""Reads answers that stand on one line `Answer: …`: true/false, short text, number."""

from __future__ import annotations

from learning.courses.document import Number, ShortText, TrueFalse
from learning.courses.format.answer_syntax import Fault, read_number, read_words
from learning.courses.format.front_matter import cut
from learning.courses.format.markdown_blocks import Node, parse_words, plain_words
from learning.courses.format.question_parts import Parts, Reader, note_stray
from learning.courses.format.wording import plain_line, split_label


def read_true_false(reader: Reader, parts: Parts) -> TrueFalse | None:
    """The answer of `True or false?`."""
    found = _answer_line(reader, parts)
    if found is None:
        return None
    line, column, words = found
    word = plain_line(words).rstrip(".")
    if word not in (reader.wording.true, reader.wording.false):
        reader.problem(line, column, "bad-answer", f'"{cut(words)}" is neither true nor false. Write one of the two.')
        return None
    return TrueFalse(word == reader.wording.true)


def read_short_text(reader: Reader, parts: Parts) -> ShortText | None:
    """The accepted answers of `Type a short answer.`"""
    found = _answer_line(reader, parts)
    if found is None:
        return None
    accepted = read_words(found[2])
    if isinstance(accepted, Fault):
        reader.problem(found[0], found[1], "bad-answer", accepted.sentence)
        return None
    return ShortText(accepted)


def read_number_answer(reader: Reader, parts: Parts) -> Number | None:
    """The limits and the unit of `Enter a number.`"""
    found = _answer_line(reader, parts)
    if found is None:
        return None
    number = read_number(found[2])
    if isinstance(number, Fault):
        reader.problem(found[0], found[1], "bad-answer", number.sentence)
        return None
    return number


def _answer_line(reader: Reader, parts: Parts) -> tuple[int, int, str] | None:
    """Line, column and plain words of the one line `Answer: …`."""
    lines = [part for node in parts.answer for part in _single_lines(node)]
    label = [reader.wording.answer]
    found = next((line for line in lines if line.kind == "paragraph" and split_label(line.content, label)), None)
    strays = [line for line in lines if line is not found]
    if found is None:
        sentence = f'After "{parts.written}" comes a line that begins "Answer:". Write it.'
        reader.problem(strays[0].line if strays else parts.line, 1, "no-answer", sentence)
        return None
    if strays:
        note_stray(reader, parts, strays[0])
    _, value = split_label(found.content, label) or ("", "")
    line, column = reader.page.position(found.tokens[1], max(found.content.find(value), 0))
    return line, column, plain_words(parse_words(value, reader.page.environment))


def _single_lines(node: Node) -> list[Node]:
    """A paragraph as one node a line; any other node as it is."""
    if node.kind != "paragraph":
        return [node]
    parts = (node.part(number, number + 1) for number in range(len(node.numbered_lines())))
    return [part for part in parts if part]
