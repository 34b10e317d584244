"""Parts the nodes of a question: prompt, instruction line, answer, remarks. The answer itself is read elsewhere."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from learning.courses.document import Kind, Text
from learning.courses.format.blocks import RawBlock
from learning.courses.format.front_matter import cut
from learning.courses.format.markdown_blocks import Node
from learning.courses.format.page import Page, hides_words
from learning.courses.format.page_text import PageText
from learning.courses.format.wording import Wording, plain_line, split_label


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading a block needs: the page, the maker of its texts and the words of its language."""

    page: Page
    text: PageText
    wording: Wording

    def problem(self, line: int, column: int, code: str, sentence: str) -> None:
        """Note a problem on the page."""
        self.page.findings.problem(line, column, code, sentence)


@dataclass(slots=True)
class Parts:
    """The nodes of a question, parted at its instruction line."""

    kind: Kind
    keep_order: bool
    line: int
    written: str
    """The instruction as it is to be quoted."""
    prompt: list[Node]
    answer: list[Node]
    remarks: list[Node]
    """From the first quote that begins `Hint:` or `Because:` on."""


def read_words_of(reader: Reader, block: RawBlock) -> Text:
    """The words after the colon of a block's heading."""
    return reader.text.words(block.heading.with_content(block.words).tokens[1]) if block.heading else Text("", "", "")


def part_question(reader: Reader, block: RawBlock) -> Parts | None:
    """Find the one instruction line and part the nodes there."""
    nodes = block.shown_nodes
    found = [
        (number, offset, line, words)
        for number, node in enumerate(nodes)
        if node.kind == "paragraph"
        for offset, (line, words) in enumerate(node.numbered_lines())
        if plain_line(words) in reader.wording.instructions
    ]
    if not found:
        _note_no_instruction(reader, block, nodes)
        return None
    number, offset, line, words = found[0]
    for _, _, other_line, other in found[1:2]:
        sentence = f'"{cut(other.strip())}" is a second instruction (first on line {line}). Keep one of them.'
        reader.problem(other_line, 1, "second-instruction", sentence)
    kind, keep_order = reader.wording.instructions[plain_line(words)]
    above, below = nodes[number].part(0, offset), nodes[number].part(offset + 1)
    prompt = [*nodes[:number], *([above] if above else [])]
    after = [node for node in [*([below] if below else []), *nodes[number + 1 :]] if not _is_instruction(reader, node)]
    _note_early(reader, prompt)
    split = next((n for n, node in enumerate(after) if read_remark(reader, node)), len(after))
    written = words.strip(" \t*_")
    return Parts(kind, keep_order, line, written, prompt, after[:split], after[split:])


def note_stray(reader: Reader, parts: Parts, node: Node) -> None:
    """Note a node that stands with the answer and is no part of it."""
    sentence = f'Only the answer, hints and reasons stand below "{parts.written}" Move this above that line.'
    if node.kind == "blockquote":
        sentence = 'A quote here begins "Hint:" or "Because:". Write one of them.'
    elif node.kind == "paragraph" and split_label(node.content, [reader.wording.answer]):
        sentence = f'"{parts.written}" has one answer, and this is another. Keep one.'
    reader.problem(node.line, 1, "after-answer", sentence)


def _is_instruction(reader: Reader, node: Node) -> bool:
    return node.kind == "paragraph" and plain_line(node.content) in reader.wording.instructions


def _note_no_instruction(reader: Reader, block: RawBlock, nodes: Sequence[Node]) -> None:
    known = reader.wording.instructions
    if any(hides_words(node) for node in block.nodes):
        return
    for node in nodes:
        for line, words in node.numbered_lines() if node.kind == "paragraph" else []:
            near = difflib.get_close_matches(plain_line(words)[:80], list(known), n=1, cutoff=0.75)
            if near and len(words) < 80:
                right = near[0].capitalize().replace(" keep", " Keep")
                sentence = f'"{cut(words.strip())}" is nearly an instruction. Write "{right}" on a line of its own.'
                reader.problem(line, 1, "instruction-misspelt", sentence)
                return
    sentence = (
        'This question has no line that says how to answer it. Write one, like "Choose one." or "True or false?", '
        "above the answer."
    )
    reader.problem(block.line, 1, "no-instruction", sentence)


def _note_early(reader: Reader, prompt: Sequence[Node]) -> None:
    """What gives the answer away must not stand in the prompt."""
    for node in prompt:
        labelled = None
        if node.kind == "paragraph":
            labelled = next((n for n, w in node.numbered_lines() if split_label(w, [reader.wording.answer])), None)
        elif read_remark(reader, node):
            labelled = node.line
        if labelled is not None:
            sentence = "This would be shown with the question. Move it below the instruction line."
            reader.problem(labelled, 1, "answer-in-prompt", sentence)


def read_remark(reader: Reader, node: Node) -> tuple[str, str] | None:
    """The label and the words of the first paragraph of a quote that begins `Hint:` or `Because:`."""
    children = node.children() if node.kind == "blockquote" else []
    if not children or children[0].kind != "paragraph":
        return None
    return split_label(children[0].content, [reader.wording.hint, reader.wording.because])
