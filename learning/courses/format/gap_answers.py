"""Reads a gap text: Markdown with `[[accepted / answers]]` in it."""

from __future__ import annotations

from learning.courses.document import Gaps
from learning.courses.format.answer_syntax import Fault, read_words
from learning.courses.format.markdown_blocks import Node
from learning.courses.format.question_parts import Parts, Reader


def read_gaps(reader: Reader, parts: Parts) -> Gaps | None:
    """The text and the gaps of `Fill the gaps.`"""
    if not parts.answer:
        sentence = f'After "{parts.written}" comes a text with gaps like [[this / that]]. Write it.'
        reader.problem(parts.line, 1, "no-answer", sentence)
        return None
    pieces, tokens, markdown = reader.text.with_gaps(parts.answer)
    is_open = _note_open(reader, parts.answer)
    accepted: list[tuple[str, ...]] = []
    for token in tokens:
        words = read_words(token.content)
        if isinstance(words, Fault):
            line, column = token.meta["place"]
            reader.problem(line, column, "bad-gap", words.sentence)
            words = ("",)
        accepted.append(words)
    if not accepted and not is_open:
        sentence = "This text has no gap. Put double square brackets round the words to be filled in: [[words]]."
        reader.problem(parts.answer[0].line, 1, "no-gap", sentence)
    return Gaps(pieces, tuple(accepted), markdown) if accepted else None


def _note_open(reader: Reader, nodes: list[Node]) -> bool:
    """Note brackets that begin or end no gap; whether there were any."""
    found = False
    for token in (token for node in nodes for token in node.tokens if token.type == "inline"):
        for child in token.children or []:
            if child.type == "text" and ("[[" in child.content or "]]" in child.content):
                sign = "[[" if "[[" in child.content else "]]"
                line, column = reader.page.position(token, max(token.content.find(child.content), 0))
                other = "]]" if sign == "[[" else "[["
                sentence = f"This gap has {sign} without {other}. Write both, with at most 300 characters between."
                reader.problem(line, column, "gap-open", sentence)
                found = True
    return found
