"""Cuts the nodes of a page into blocks by their headings, and gives each block its key.

Knows which headings begin a block and where it ends. Must not read what is inside a block.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from learning.courses.format.front_matter import cut
from learning.courses.format.keys import key_under, note_stray_keys
from learning.courses.format.markdown_blocks import Node
from learning.courses.format.page import Page, anchor, is_comment
from learning.courses.format.wording import Wording, plain_line, split_label

RawKind = Literal["plain", "question", "scenario", "scene", "reflection", "practice", "short version", "draw"]


_ALLOWED: Mapping[str, tuple[tuple[RawKind, ...], str]] = {
    "course.md": ((), "course.md"),
    "quiz.md": (("question", "draw"), "quiz.md"),
    "banks/": (("question",), "a bank"),
    "": (("question", "scenario", "scene", "reflection", "practice", "short version"), "a lesson"),
}
"""By the start of a page's path: the blocks that may stand on it, and how such a page is called."""


@dataclass(slots=True)
class RawBlock:
    """A heading and the nodes that belong to it; `plain` is the text between blocks, its headings among its nodes."""

    kind: RawKind
    heading: Node | None = None
    words: str = ""
    """What stands after the colon of the heading, raw."""
    nodes: list[Node] = field(default_factory=list)
    key: str = ""

    @property
    def line(self) -> int:
        """The line of its heading, or of its first node."""
        return (self.heading or self.nodes[0]).line

    @property
    def level(self) -> int:
        """The level of its heading."""
        return self.heading.level if self.heading else 2

    @property
    def shown_nodes(self) -> list[Node]:
        """Its nodes without comments, and without headings that are noted as out of place in it."""
        has_own = self.heading is not None
        return [node for node in self.nodes if not is_comment(node) and not (has_own and node.kind == "heading")]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a heading begins; `fault` says how to mend one that is nearly right."""

    kind: RawKind
    words: str = ""
    fault: str = ""


def blocks_of(page: Page, wording: Wording) -> list[RawBlock]:
    """The blocks of a page that may stand on it, by the kind of page that its path says it is."""
    allowed, place = next(found for start, found in _ALLOWED.items() if page.path.startswith(start))
    return cut_blocks(page, wording, allowed=allowed, place=place)


def cut_blocks(page: Page, wording: Wording, *, allowed: Collection[RawKind], place: str) -> list[RawBlock]:
    """The blocks of a page in order, with keys; what stands in the wrong place is noted and left out."""
    blocks = list(_cut(page, wording))
    _give_keys(page, blocks)
    kept: list[RawBlock] = []
    for block in blocks:
        if block.kind != "plain" and block.kind not in allowed:
            sentence = f"A {block.kind} cannot stand in {place}. Move it to a lesson, or reword the heading."
            if block.kind == "draw":
                sentence = "Questions are drawn in quiz.md only. Move this heading there."
            page.findings.problem(block.line, 1, "block-out-of-place", sentence)
            continue
        if block.kind not in ("question", "scene"):
            _check_lines(page, block, wording)
        kept.append(block)
    return kept


def begins_block(words: str, wording: Wording) -> bool:
    """Whether a heading of these raw words begins a block, or nearly does, which is a problem."""
    return _read_heading(words, wording).kind != "plain"


def _cut(page: Page, wording: Wording) -> Iterator[RawBlock]:
    block = RawBlock("plain")
    for found in page.nodes:
        node = _mended(page, found, wording) if block.kind != "plain" else found
        reading = _read_heading(node.content, wording) if node.kind == "heading" else None
        if reading is not None and reading.kind != "plain":
            if reading.fault:
                page.findings.problem(node.line, 1, "block-heading", reading.fault)
                page.anchors.setdefault(anchor(f"{reading.kind} {reading.words}"), node.line)
            yield from _worth_keeping(block)
            block = RawBlock(reading.kind, node, reading.words)
        elif reading is not None and block.heading is not None and node.level > block.heading.level:
            sentence = (
                f"This heading looks like a part of the {block.kind} above (line {block.line}). Use bold in its place, "
                f"or raise it to {block.heading.level} #."
            )
            page.findings.problem(node.line, 1, "heading-in-block", sentence)
            block.nodes.append(node)
        elif block.kind != "plain" and (reading is not None or node.kind == "hr"):
            yield block
            block = RawBlock("plain", nodes=[] if reading is None else [node])
        else:
            block.nodes.append(node)
        if node is not found and plain_line(node.content.split("\n")[-1]) not in wording.instructions:
            yield block
            block = RawBlock("plain")
    yield from _worth_keeping(block)


def _worth_keeping(block: RawBlock) -> Iterator[RawBlock]:
    if block.kind != "plain" or block.shown_nodes:
        yield block


def _mended(page: Page, node: Node, wording: Wording) -> Node:
    """A line that the software reads, made a heading by a rule right under it, as the paragraph that was meant."""
    if node.kind != "heading" or node.tokens[0].markup not in ("-", "="):
        return node
    labels = [wording.answer, wording.ending]
    lines = node.content.split("\n")
    if not any(plain_line(line) in wording.instructions or split_label(line, labels) for line in lines):
        return node
    sentence = f"The {node.tokens[0].markup * 3} below makes this a heading. Leave an empty line above it."
    page.findings.problem(node.line, 1, "heading-by-rule", sentence)
    page.findings.warnings = [w for w in page.findings.warnings if (w.line, w.code) != (node.line, "heading-by-rule")]
    opening, words, closing = node.tokens
    return Node((opening.copy(type="paragraph_open", tag="p"), words, closing.copy(type="paragraph_close", tag="p")))


def _read_heading(content: str, wording: Wording) -> _Reading:
    labelled = split_label(content, wording.blocks)
    if labelled:
        kind = wording.blocks[labelled[0]]
        fault = "" if labelled[1].strip(" *_") else f"This {kind} has no words. Write them after the colon."
        return _Reading(kind, labelled[1], fault)
    line = plain_line(content)
    if line == wording.short_version:
        return _Reading("short version")
    if re.match(wording.short_version.replace(" ", "[ -]") + r"\s*([:.–—-]|$)", line):
        fault = f'This heading is "{wording.short_version.capitalize()}" and nothing else. Take the rest away.'
        return _Reading("short version", "", fault)
    if wording.draw.match(line) or (line.startswith(wording.draw_word + " ") and "question" in line):
        return _Reading("draw", content)
    return _nearly(content, line, wording)


def _nearly(content: str, line: str, wording: Wording) -> _Reading:
    """A heading that begins almost like a block's: `Question 3: …`, `Scene - …`, `Qestion: …`."""
    match = re.match(r"(\w+)(\s*\d{1,4}\b|\s+[a-z]\b(?=\s*:))?(\s*[:：]|\s+[-–—](?=\s)|\s*[.)](?=\s|$)|$)", line)
    if match is None or (match[3] == "" and match[2] is None):
        return _Reading("plain")
    known = difflib.get_close_matches(match[1][:40], list(wording.blocks), n=1, cutoff=0.85)
    is_loose = not match[3].strip() or match[3].strip() not in (":", "：")
    if not known or (known[0] != match[1] and is_loose):
        return _Reading("plain")
    words = re.split(r"[:：–—.)-]", content, maxsplit=1)[-1].strip(" *_")
    fault = f'To begin a {known[0]}, write "{known[0].capitalize()}: " and then its words.'
    return _Reading(wording.blocks[known[0]], words, fault)


def _check_lines(page: Page, block: RawBlock, wording: Wording) -> None:
    """Note lines that mean something elsewhere and would be shown as text here."""
    for node in block.nodes:
        for line, words in node.numbered_lines() if node.kind == "paragraph" else []:
            labelled = split_label(words, [wording.ending])
            if plain_line(words) in wording.instructions:
                sentence = f'"{cut(words.strip())}" belongs under a heading "Question: …". Write that heading above it.'
                page.findings.problem(line, 1, "instruction-outside", sentence)
            elif labelled and plain_line(labelled[1]) in wording.views:
                sentence = f'"{cut(words.strip())}" belongs under a heading "Scene: …". Move it there.'
                page.findings.problem(line, 1, "ending-outside", sentence)


def _sentence_of_doubled_key(block: RawBlock, first: int) -> str:
    """What to do; two blocks of a starter have the same words until somebody writes there."""
    if "[replace this" in block.words.lower():
        return f"Line {first} has the same heading still. Write your own words in both."
    return (
        f'The key "{cut(block.key)}" is that of line {first} already. Reword this heading, or fix another key '
        "under it: <!-- id: another-key -->"
    )


def _give_keys(page: Page, blocks: list[RawBlock]) -> None:
    """Give each block its key: the fixed one under its heading, else the words of the heading as an anchor."""
    keyed = [block for block in blocks if block.kind not in ("plain", "draw", "short version")]
    lines_of_keys: dict[tuple[bool, str], int] = {}
    for block in keyed:
        block.key = key_under(page, block.words, block.nodes)
        if not block.key and plain_line(block.words):
            sentence = "No key can be made of this heading. Fix one under it: <!-- id: a-few-words -->"
            page.findings.problem(block.line, 1, "no-key", sentence)
        if not block.key:
            continue
        # A scene may be called like its scenario or a question: nothing but its own links hangs on its key.
        first = lines_of_keys.setdefault((block.kind == "scene", block.key), block.line)
        if first != block.line:
            page.findings.problem(block.line, 1, "doubled-key", _sentence_of_doubled_key(block, first))
    note_stray_keys(page, [block.nodes for block in keyed])
