"""Reads one question: its title, prompt, answer, hints and reasons.

One mistake gives one problem: what follows from a mistake is mended in silence where the meaning is clear.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from learning.courses.document import Answer, Kind, Question, Text
from learning.courses.format.blocks import RawBlock
from learning.courses.format.gap_answers import read_gaps
from learning.courses.format.line_answers import read_number_answer, read_short_text, read_true_false
from learning.courses.format.list_answers import read_choices, read_judgement, read_ordering
from learning.courses.format.markdown_blocks import Node
from learning.courses.format.matching_answers import read_matching
from learning.courses.format.question_parts import Parts, Reader, note_stray, part_question, read_remark, read_words_of
from learning.courses.format.wording import split_label, with_capital

_READERS: Mapping[Kind, Callable[[Reader, Parts], Answer | None]] = {
    "single choice": read_choices,
    "multiple choice": read_choices,
    "true/false": read_true_false,
    "short text": read_short_text,
    "number": read_number_answer,
    "matching": read_matching,
    "ordering": read_ordering,
    "gaps": read_gaps,
    "judgement": read_judgement,
}


def read_question(reader: Reader, block: RawBlock) -> Question | None:
    """The question; None when no answer can be made out, which is noted."""
    title = read_words_of(reader, block)
    parts = part_question(reader, block)
    if parts is None:
        return None
    prompt = reader.text.block(parts.prompt)
    answer = _READERS[parts.kind](reader, parts)
    hints, because = _read_remarks(reader, parts)
    if answer is None:
        return None
    return Question(block.key, parts.kind, title, prompt, answer, hints, because, block.line, block.level)


def _read_remarks(reader: Reader, parts: Parts) -> tuple[tuple[Text, ...], Text | None]:
    hints: list[Text] = []
    because: Text | None = None
    because_line = 0
    for node in parts.remarks:
        labelled = read_remark(reader, node)
        if labelled is None:
            note_stray(reader, parts, node)
            break
        for label, text in _remark_texts(reader, node):
            if label == reader.wording.hint:
                hints.append(text)
            elif because is not None:
                sentence = f'A question has one "Because:", see line {because_line}. Put both in one quote.'
                reader.problem(node.line, 1, "second-because", sentence)
            else:
                because, because_line = text, node.line
    return tuple(hints), because


def _remark_texts(reader: Reader, quote: Node) -> list[tuple[str, Text]]:
    """The remarks in one quote: one, unless an empty line between two is missing, which is noted."""
    labels = [reader.wording.hint, reader.wording.because]
    remarks: list[tuple[str, list[Node]]] = []
    for node in quote.children():
        starts = [0]
        if node.kind == "paragraph":
            lines = node.numbered_lines()
            starts += [n for n, (_, words) in enumerate(lines) if n and split_label(words, labels)]
        for start, end in zip(starts, [*starts[1:], None], strict=True):
            part = node.part(start, end) if node.kind == "paragraph" else node
            labelled = split_label(part.content, labels) if part and node.kind == "paragraph" else None
            if part and labelled:
                if len(remarks) == 1:
                    sentence = "Two quotes run together here. Leave an empty line (without >) above this one."
                    reader.problem(part.line, 1, "quotes-joined", sentence)
                remarks.append((labelled[0], []))
                part = part.with_content(labelled[1]) if labelled[1] else None
            if part:
                remarks[-1][1].append(part)
    texts = [(label, reader.text.block(_opened(nodes))) for label, nodes in remarks]
    if any(text is None for _, text in texts):
        sentence = "This quote has no words after the colon. Write them, or delete it."
        reader.problem(quote.line, 1, "quote-empty", sentence)
    return [(label, text) for label, text in texts if text]


def _opened(nodes: list[Node]) -> list[Node]:
    """The nodes of a remark with a capital first, as nobody is shown the label that made a small letter right."""
    if not nodes or nodes[0].kind != "paragraph":
        return nodes
    return [nodes[0].with_content(with_capital(nodes[0].content)), *nodes[1:]]
