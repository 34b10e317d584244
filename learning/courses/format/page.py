"""One Markdown page: its front matter, its title, its nodes, and the anchors of its headings.

Finds what is wrong with any page, whatever it is for: HTML, things never closed, a missing title. Must not know blocks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from markdown_it.token import Token

from learning.courses.format.front_matter import FrontMatter
from learning.courses.format.markdown_blocks import (
    Environment,
    Node,
    nodes_of,
    parse_blocks,
    parse_words,
    plain_words,
    table_rows,
)
from learning.courses.format.source_text import read_text
from learning.courses.format.yaml_block import cut_front_matter
from learning.courses.problems import Findings

_COMMENT = re.compile(r"<!--(?:-?>|.*?-->)", re.DOTALL)
_MERGE_MARKS = ("<<<<<<< ", "======= ", ">>>>>>> ")
"""What stands round and between two texts that could not be put together, here and in git."""


@dataclass(slots=True)
class Page:
    """A page as it stands, before its words are read. Nodes are those below the title."""

    path: str
    findings: Findings
    front_matter: FrontMatter
    lines: list[str]
    title: Node | None
    nodes: list[Node]
    environment: Environment
    anchors: dict[str, int]
    """Anchor of every heading, to its line."""
    anchor_of_line: dict[int, str] = field(default_factory=dict)
    swallowed_from: int | None = None
    """The line from which a code block or comment that is never closed hides the page."""

    def position(self, token: Token, at: int) -> tuple[int, int]:
        """Line and column in the file of a place in the raw words of an inline token."""
        before = token.content[:at]
        row = before.count("\n")
        line = (token.map or [0])[0] + row
        source = self.lines[line] if line < len(self.lines) else ""
        words = token.content.split("\n")[row]
        return line + 1, self._column(source, words, token) + at - (before.rfind("\n") + 1) + 1

    @staticmethod
    def _column(source: str, words: str, token: Token) -> int:
        if "column" in token.meta:
            return int(token.meta["column"])
        # The words may have been given a capital that the line in the file does not have.
        if source.rstrip().lower().endswith(words.rstrip().lower()):
            return len(source.rstrip()) - len(words.rstrip())
        return max(source.find(words), 0)

    def source(self, first_line: int, last_line: int) -> str:
        """These lines as the author wrote them."""
        return "\n".join(self.lines[first_line - 1 : last_line]).strip("\n")


def anchor(words: str) -> str:
    """The anchor that code hosts make of a heading: lower case, punctuation dropped, spaces as hyphens."""
    kept = (c for c in words.strip().lower() if c in "-_ " or unicodedata.category(c)[0] in "LMN")
    return "".join(kept).replace(" ", "-")


def read_page(path: str, data: bytes, findings: Findings) -> Page | None:
    """The page, with what is wrong with it as Markdown noted; None when the file is too large to be read."""
    text = read_text(data, findings)
    if text is None:
        return None
    front_matter, lines = cut_front_matter(text, findings)
    tokens, environment = parse_blocks("\n".join(lines))
    anchors = _note_anchors(tokens, environment)
    nodes = list(nodes_of(tokens))
    page = Page(path, findings, front_matter, lines, None, nodes, environment, anchors)
    page.anchor_of_line = {line: name for name, line in anchors.items()}
    _check_html(page, tokens)
    _check_code(page, tokens)
    _check_merge_marks(page, tokens)
    _take_title(page)
    _check_titles(page, tokens)
    _warn(page, tokens)
    return page


def title_in(data: bytes) -> str:
    """The title of a page alone, in plain words; empty where it has none or cannot be read."""
    page = read_page("", data, Findings(""))
    return plain_words(parse_words(page.title.content, page.environment)) if page and page.title else ""


def is_comment(node: Node) -> bool:
    """Whether the node is a comment on lines of its own, which nobody is shown."""
    return node.kind == "html_block" and node.content.lstrip().startswith("<!--")


def hides_words(node: Node) -> bool:
    """Whether words stand beside a comment, so that no reader of Markdown shows them; noted with the page."""
    return is_comment(node) and bool(_COMMENT.sub("", node.content.strip()).strip())


def _note_anchors(tokens: list[Token], environment: Environment) -> dict[str, int]:
    anchors: dict[str, int] = {}
    counts: dict[str, int] = {}
    for number, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        base = anchor(plain_words(parse_words(tokens[number + 1].content, environment)))
        name = base
        while name in anchors:
            counts[base] = counts.get(base, 0) + 1
            name = f"{base}-{counts[base]}"
        anchors[name] = (token.map or [0])[0] + 1
        token.meta["anchor"] = name
    return anchors


def _check_html(page: Page, tokens: list[Token]) -> None:
    for token in tokens:
        if token.type != "html_block":
            continue
        line = (token.map or [0])[0] + 1
        column = max(page.lines[line - 1].find("<"), 0) + 1
        content = token.content.strip()
        if not content.startswith("<!--"):
            sentence = "HTML is not shown. Write it as Markdown, or put it in `code` to show it as it is."
            page.findings.problem(line, column, "html", sentence)
        elif not _COMMENT.match(content) or "<!--" in content[4 : content.find("-->")]:
            # A comment that holds the start of another one ends where that one does, and hides all between.
            page.findings.problem(line, column, "comment-open", "This comment is never closed. Write `-->` after it.")
            _swallow(page, line)
        elif _COMMENT.sub("", content).strip():
            sentence = "A comment stands on a line of its own, or words beside it are lost. Move them to a new line."
            page.findings.problem(line, column, "comment-with-text", sentence)


def _check_code(page: Page, tokens: list[Token]) -> None:
    for token in tokens:
        if token.type != "fence" or token.map is None:
            continue
        first, end = token.map
        last = page.lines[min(end, len(page.lines)) - 1].strip(" \t>")
        is_closed = end - first > 1 and len(last) >= len(token.markup) and not last.strip(token.markup[0])
        if not is_closed:
            column = max(page.lines[first].find(token.markup), 0) + 1
            sentence = f"This code block is never closed. Write {token.markup} on a line after it."
            page.findings.problem(first + 1, column, "code-open", sentence)
            _swallow(page, first + 1)


def _check_merge_marks(page: Page, tokens: list[Token]) -> None:
    """One problem for each place at which two texts still have to be put together."""
    code = {
        line for token in tokens if token.type in ("fence", "code_block") and token.map for line in range(*token.map)
    }
    is_open = False
    for number, line in enumerate(page.lines):
        if number in code or not line.startswith(_MERGE_MARKS):
            continue
        if not is_open or line.startswith(_MERGE_MARKS[0]):
            sentence = (
                "Two people’s words stand here. Keep what you want of both, and take the lines with <, = and > out."
            )
            page.findings.problem(number + 1, 1, "merge-mark", sentence)
        is_open = not line.startswith(_MERGE_MARKS[-1])


def _swallow(page: Page, line: int) -> None:
    page.swallowed_from = min(line, page.swallowed_from or line)


def _take_title(page: Page) -> None:
    """The title is the first level-one heading; all else above it is out of place."""
    shown = [node for node in page.nodes if not is_comment(node)]
    title = next((node for node in shown if node.kind == "heading" and node.level == 1), None)
    if title is None:
        if page.swallowed_from is None:
            first = shown[0].line if shown else 1
            page.findings.problem(first, 1, "no-title", "The page has no title. Begin it with a line `# Title`.")
        return
    if shown[0] is not title and page.front_matter.readable:
        sentence = f"This stands above the title (line {title.line}). Move it below."
        page.findings.problem(shown[0].line, 1, "text-above-title", sentence)
    if not title.content.strip():
        page.findings.problem(title.line, 1, "no-title", "The title has no words. Write them after the #.")
    page.title = title
    page.nodes = [node for node in page.nodes if node is not title]


def _check_titles(page: Page, tokens: list[Token]) -> None:
    first = page.title.line if page.title else 0
    for token in tokens:
        line = (token.map or [0])[0] + 1
        if token.type == "heading_open" and token.tag == "h1" and line != first:
            sentence = f"A page has one title, and it stands on line {first}. Give this heading two #."
            page.findings.problem(line, 1, "second-title", sentence)


def _warn(page: Page, tokens: list[Token]) -> None:
    above = 1
    for number, token in enumerate(tokens):
        line = (token.map or [0])[0] + 1
        if token.type == "heading_open":
            if token.markup == "-":
                sentence = "The `---` below makes this text a heading. Leave an empty line above it for a rule."
                page.findings.warning(line, 1, "heading-by-rule", sentence)
            level = int(token.tag[1])
            if token.level == 0 and level > above + 1:
                sentence = f"The heading goes from level {above} to level {level}. Write it with {above + 1} #."
                page.findings.warning(line, 1, "heading-skipped", sentence)
            above = level if token.level == 0 else above
        elif token.type == "table_open":
            head = next(iter(table_rows(Node(tuple(tokens[number : number + 60])))), [])
            if not any(cell.content for cell in head):
                sentence = "This table has no heads, so it cannot be followed by ear. Name each column."
                page.findings.warning(line, 1, "table-without-head", sentence)
