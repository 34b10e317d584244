"""Takes lines like `Ending: strong` or `Kind: approach` out of the paragraphs in which they stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from learning.courses.format.markdown_blocks import Node
from learning.courses.format.wording import split_label


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """One such line: where it is, its label in lower case, and what stands after the colon."""

    line: int
    label: str
    value: str


def take_lines(nodes: Sequence[Node], labels: Collection[str]) -> tuple[list[LabelledLine], list[Node]]:
    """The lines with these labels in top-level paragraphs, and the nodes without them."""
    found: list[LabelledLine] = []
    kept: list[Node] = []
    for node in nodes:
        start = 0
        for offset, (line, words) in enumerate(node.numbered_lines() if node.kind == "paragraph" else []):
            labelled = split_label(words, labels)
            if labelled:
                found.append(LabelledLine(line, labelled[0], labelled[1].strip(" *_")))
                kept += [part for part in [node.part(start, offset)] if part]
                start = offset + 1
        kept += [node] if start == 0 else [part for part in [node.part(start)] if part]
    return found, kept
