"""What the rest of a course needs to know of a page: its headings, and a little of its blocks. Reads no words.

A third of the time that reading the page takes. What can be seen without Markdown at all is asked first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from learning.courses.document import BLOCK_ID_PREFIX, HEADING_ID_PREFIX
from learning.courses.format.blocks import RawBlock, blocks_of
from learning.courses.format.course_page import read_language
from learning.courses.format.file_names import sort_paths
from learning.courses.format.front_matter import FrontMatter
from learning.courses.format.lesson_page import read_short_version
from learning.courses.format.links import AnyLinks
from learning.courses.format.page import Page, read_page
from learning.courses.format.page_text import PageText
from learning.courses.format.question_parts import Reader
from learning.courses.format.quiz_page import PlacedDraw, read_draws
from learning.courses.format.source_text import read_text
from learning.courses.format.wording import LANGUAGES
from learning.courses.format.yaml_block import cut_front_matter
from learning.courses.problems import Findings

_HEADING = re.compile(rb"^ {0,3}#{1,6}[ \t]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What other pages may ask of one; `anchors` and `question_count` are None where something is never closed.

    `anchors` gives the id in the HTML that stands for each.
    """

    anchors: Mapping[str, str] | None
    question_count: int | None
    draws: tuple[PlacedDraw, ...]
    has_short_version: bool


def read_facts(path: str, data: bytes, language: str, bank_paths: tuple[str, ...]) -> PageFacts | None:
    """The facts of a page, None where it is too large to be read."""
    page = read_page(path, data, Findings(path))
    if page is None:
        return None
    wording = LANGUAGES[language]
    blocks = blocks_of(page, wording)
    reader = Reader(page, PageText(page, AnyLinks()), wording)
    banks = sort_paths(bank_paths)[0].banks
    return PageFacts(
        anchors=anchor_ids(page, blocks),
        question_count=question_count(page, blocks),
        draws=tuple(read_draws(reader, blocks, banks)),
        has_short_version=read_short_version(reader, blocks) is not None,
    )


def question_count(page: Page, blocks: Sequence[RawBlock]) -> int | None:
    """How many questions a page has, None where something on it is never closed."""
    return sum(block.kind == "question" for block in blocks) if page.swallowed_from is None else None


def anchor_ids(page: Page, blocks: Sequence[RawBlock]) -> dict[str, str] | None:
    """The id in the HTML that stands for each anchor of a page; a scene's is that of its scenario.

    None where something on the page is never closed, which hides some of them.
    """
    if page.swallowed_from is not None:
        return None
    ids = {anchor: f"{HEADING_ID_PREFIX}{anchor}" for anchor in page.anchors}
    scenario_key = ""
    for block in blocks:
        anchor = page.anchor_of_line.get(block.line, "")
        if block.kind == "plain" or block.heading is None:
            continue
        if block.kind == "scenario":
            scenario_key = block.key
        key = scenario_key if block.kind == "scene" else block.key or block.kind.replace(" ", "-")
        ids[anchor] = f"{BLOCK_ID_PREFIX}{key}"
    if page.title:
        ids[page.anchor_of_line.get(page.title.line, "")] = ""
    return ids


def language_in(data: bytes) -> str:
    """The language that the front matter of a course page names."""
    return read_language(_front_matter_in(data))


def minutes_in(data: bytes) -> int:
    """The minutes that the front matter of a page names, 0 where it names none."""
    return _front_matter_in(data).whole_number("minutes", lowest=1, highest=600) or 0


def first_sections(data: bytes, count: int) -> bytes:
    """A page up to the end of so many headings that begin with #.

    What can be read of it is read so in the whole page too: such a heading ends whatever stands above it, but for code
    and comments, and those are seen not to be closed.
    """
    heads = islice(_HEADING.finditer(data), count, count + 1)
    return next((data[: head.start()] for head in heads), data)


def may_hold(words: str, data: bytes) -> bool:
    """Whether a heading of these fixed words can stand in a text: where one of them is missing, none can."""
    text = data.decode("utf-8", "replace").replace("*", "").casefold()
    return all(word in text for word in words.split())


def _front_matter_in(data: bytes) -> FrontMatter:
    silent = Findings("")
    text = read_text(data, silent)
    return FrontMatter(silent) if text is None else cut_front_matter(text, silent)[0]
