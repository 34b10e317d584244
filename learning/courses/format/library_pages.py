"""What the single-file kinds of a library share: the page, its sections, its links.

Help pages, support, frameworks and plans are each one file of trusted format; `LibraryPage` serves the first of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from learning.courses.document import Text
from learning.courses.format.links import LibraryLinks
from learning.courses.format.markdown_blocks import Node
from learning.courses.format.page import Page, read_page
from learning.courses.format.page_text import PageText
from learning.courses.problems import Findings, Problem, in_order


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """A page such as help or privacy: its title, and the HTML below the title."""

    title: str
    html: str


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """The best reading of a page, with all that is wrong with it; `page` is None when it is too large to read."""

    page: LibraryPage | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of level two and the nodes down to the next one."""

    heading: Node
    nodes: list[Node]


def open_page(
    path: str, data: bytes, findings: Findings, courses: Collection[str] | None = None
) -> tuple[Page, PageText] | None:
    """The page and the maker of its texts; `path` is that inside the library; None when it is too large."""
    page = read_page(path, data, findings)
    return (page, PageText(page, LibraryLinks(page.anchors, courses))) if page else None


def title_of(page: Page, text: PageText) -> Text:
    """The title, empty when the page has none."""
    return text.words(page.title.tokens[1]) if page.title else Text("", "", "")


def sections(page: Page) -> tuple[list[Node], list[Section]]:
    """The nodes above the first heading of level two, and the sections from there on."""
    above: list[Node] = []
    found: list[Section] = []
    for node in page.nodes:
        if node.kind == "heading" and node.level == 2:
            found.append(Section(node, []))
        elif found:
            found[-1].nodes.append(node)
        else:
            above.append(node)
    return above, found


def own_problems(page: Page) -> Iterator[Problem]:
    """The problems of a page, without those that only follow from a code block or comment that is never closed."""
    start = page.swallowed_from
    for problem in page.findings.problems:
        if start is None or problem.line < start or problem.code in ("code-open", "comment-open"):
            yield problem


def parse_page(path: str, data: bytes, *, courses: Collection[str] | None = None) -> ParsedPage:
    """Read a page of `pages/`; it has no front matter, and without `courses` links to courses are not checked."""
    findings = Findings(path)
    opened = open_page(path, data, findings, courses)
    if opened is None:
        return ParsedPage(None, in_order(findings.problems), ())
    page, text = opened
    page.front_matter.check_keys(page="a page")
    body = text.block(page.nodes)
    read = LibraryPage(title_of(page, text).plain, body.html if body else "")
    return ParsedPage(read, in_order(own_problems(page)), in_order(findings.warnings))
