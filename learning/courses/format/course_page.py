"""Reads `course.md`: front matter, overview, outcomes, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast, get_args

from learning.courses.document import Level, Text
from learning.courses.format.blocks import RawBlock
from learning.courses.format.front_matter import FrontMatter, nearest
from learning.courses.format.markdown_blocks import Node
from learning.courses.format.page import Page, is_comment
from learning.courses.format.question_parts import Reader
from learning.courses.format.wording import LANGUAGES, plain_line

LEVELS: tuple[str, ...] = get_args(Level)


@dataclass(slots=True)
class CoursePage:
    """What `course.md` says."""

    title: Text
    summary: str
    level: Level
    content_note: str | None
    frameworks: tuple[str, ...]
    refresh_after_months: int | None
    review_on: date | None
    authors: tuple[str, ...]
    overview: Text | None = None
    sections: dict[str, tuple[Text, ...]] = field(default_factory=dict)


def read_language(front_matter: FrontMatter) -> str:
    """The language of the words that the software reads."""
    return front_matter.one_of("language", list(LANGUAGES)) or "en"


def read_course_page(reader: Reader, blocks: Sequence[RawBlock]) -> CoursePage:
    """Everything `course.md` says; what is missing is noted and read as empty."""
    values = reader.page.front_matter
    values.check_keys(
        required=["summary", "level"],
        optional=[
            "frameworks",
            "refresh_after_months",
            "content_note",
            "review_on",
            "authors",
            "language",
        ],
        page="course.md",
    )
    page = CoursePage(
        title=read_title(reader),
        summary=values.text("summary") or "",
        level=cast(Level, values.one_of("level", LEVELS) or "informed"),
        content_note=values.text("content_note"),
        frameworks=values.texts("frameworks"),
        refresh_after_months=values.whole_number("refresh_after_months", lowest=1, highest=120),
        review_on=values.day("review_on"),
        authors=values.texts("authors"),
    )
    _read_sections(reader, page, [node for block in blocks for node in block.nodes])
    return page


def read_title(reader: Reader) -> Text:
    """The title of a page, empty when it has none."""
    title = reader.page.title
    return reader.text.words(title.tokens[1]) if title else Text("", "", "")


def _read_sections(reader: Reader, page: CoursePage, nodes: Sequence[Node]) -> None:
    """The overview, and the lists under `Outcomes` and `Sources`."""
    names = (reader.wording.outcomes, reader.wording.sources)
    overview: list[Node] = []
    section: list[Node] = overview
    sections: dict[str, list[Node]] = {}
    headings: dict[str, Node] = {}
    for node in nodes:
        name = plain_line(node.content) if node.kind == "heading" else ""
        if name in names and name not in sections:
            section = sections[name] = []
            headings[name] = node
        elif name and sections:
            near = nearest(name, [one for one in names if one not in sections])
            hint = f'Did you mean "{near.capitalize()}"?' if near else "Move this above them."
            sentence = f'Below the overview stand "Outcomes" and "Sources", once each. {hint}'
            reader.problem(node.line, 1, "heading-in-block", sentence)
            section = overview
        else:
            section.append(node)
    page.overview = reader.text.block(overview)
    if reader.wording.outcomes not in sections and reader.page.swallowed_from is None:
        _note_no_outcomes(reader, overview)
    for name, found in sections.items():
        page.sections[name] = _read_list(reader, headings[name], found)


def _note_no_outcomes(reader: Reader, overview: Sequence[Node]) -> None:
    name = reader.wording.outcomes
    near = [n for n in overview if n.kind == "heading" and name[:-1] in plain_line(n.content)]
    line = near[0].line if near else _last_line(reader.page)
    sentence = f'A course page has a heading "## {name.capitalize()}", with a list under it. '
    sentence += "Reword this heading so." if near else "Add it."
    reader.problem(line, 1, "no-outcomes", sentence)


def _last_line(page: Page) -> int:
    return max((number for number, line in enumerate(page.lines, 1) if line.strip()), default=1)


def _read_list(reader: Reader, heading: Node, nodes: Sequence[Node]) -> tuple[Text, ...]:
    """The items of the one list in a section."""
    shown = [node for node in nodes if not is_comment(node)]
    lists = [node for node in shown if node.kind in ("bullet_list", "ordered_list")]
    strays = [node for node in shown if node not in lists[:1]]
    if not lists:
        sentence = f'Under "{plain_line(heading.content).capitalize()}" stands a list, a line `- …` for each. Write it.'
        reader.problem(heading.line, 1, "no-list", sentence)
        return ()
    if strays:
        sentence = "Only one list stands here, or this would not be shown. Move it to the overview above."
        reader.problem(strays[0].line, 1, "after-answer", sentence)
    return tuple(reader.text.inline(item.children()) for item in lists[0].children())
