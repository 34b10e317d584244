"""Markdown as a list of top-level nodes with exact lines, before any words in it are read.

The block structure is markdown-it-py's, so a page is cut as code hosts cut it. The words inside a node stay raw here:
structure (instructions, labels, ticks) is read from raw lines, and `page_text` reads the rest, each stretch once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

Environment = MutableMapping[str, Any]
"""What markdown-it-py keeps of a page: its link references."""

_GAP = re.compile(r"\[\[((?:(?!\[\[|\]\]).){1,300}?)\]\]", re.DOTALL)
_PLACED_RULES = ("link", "image", "autolink", "html_inline")
_PLACED_TOKENS = ("link_open", "image", "html_inline")
_Rule = Callable[[StateInline, bool], bool]


@dataclass(frozen=True, slots=True)
class Node:
    """One block of Markdown: its tokens from opening to closing one."""

    tokens: tuple[Token, ...]

    @property
    def kind(self) -> str:
        """Its kind, such as heading, paragraph, bullet_list, list_item, blockquote, table, fence, hr or html_block."""
        return self.tokens[0].type.removesuffix("_open")

    @property
    def line(self) -> int:
        """The line it begins on, counted from 1."""
        return _map(self.tokens[0])[0] + 1

    @property
    def end_line(self) -> int:
        """Its last line, counted from 1."""
        return max(_map(self.tokens[0])[1], self.line)

    @property
    def level(self) -> int:
        """1 to 6, of a heading."""
        return int(self.tokens[0].tag[1])

    @property
    def content(self) -> str:
        """The raw words of a heading or paragraph, the source of an HTML block or code; else empty."""
        if self.kind in ("heading", "paragraph"):
            return self.tokens[1].content
        return self.tokens[0].content if len(self.tokens) == 1 else ""

    def children(self) -> list[Node]:
        """The blocks directly inside a list, list item or quote."""
        return list(nodes_of(self.tokens[1:-1]))

    def with_content(self, content: str) -> Node:
        """The same heading or paragraph with other raw words."""
        opening, inline, closing = self.tokens
        other = inline.copy(content=content)
        return Node((opening, other, closing))

    def numbered_lines(self) -> list[tuple[int, str]]:
        """The lines of a paragraph with their numbers."""
        return list(enumerate(self.content.split("\n"), self.line))

    def part(self, first: int, last: int | None = None) -> Node | None:
        """The paragraph of these of its lines, counted from 0; None when there are none."""
        lines = self.content.split("\n")[first:last]
        if not any(line.strip() for line in lines):
            return None
        start = _map(self.tokens[0])[0] + first
        place = [start, start + len(lines)]
        opening, inline, closing = self.tokens
        words = inline.copy(content="\n".join(lines), map=place)
        return Node((opening.copy(map=place), words, closing))


def _map(token: Token) -> list[int]:
    return token.map or [0, 0]


def nodes_of(tokens: tuple[Token, ...] | list[Token]) -> Iterator[Node]:
    """The tokens of one level as nodes."""
    start = depth = 0
    for number, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield Node(tuple(tokens[start : number + 1]))
            start = number + 1


def table_rows(table: Node) -> list[list[Token]]:
    """The inline tokens of a table's cells, row by row, the head first."""
    rows: list[list[Token]] = []
    for token in table.tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    return rows


def parse_blocks(text: str) -> tuple[list[Token], Environment]:
    """The block tokens of a page and its link references; words stay raw in `inline` tokens."""
    environment: Environment = {}
    # A page that ends in a quote without a line end can make markdown-it-py 4.3 raise IndexError.
    tokens = _BLOCKS.parse(text + "\n", environment)
    _note_cell_columns(tokens, text.split("\n"))
    return tokens, environment


def parse_words(content: str, environment: Environment, *, with_gaps: bool = False) -> list[Token]:
    """The inline tokens of raw words; links, pictures, HTML and gaps carry `meta["at"]`, their place in the words."""
    parser = _WORDS_WITH_GAPS if with_gaps else _WORDS
    tokens: list[Token] = []
    parser.inline.parse(content, parser, environment, tokens)
    return tokens


def plain_words(tokens: list[Token]) -> str:
    """The words without markup, pictures by their text alternative, on one line."""
    return " ".join("".join(_plain(tokens)).split())


def _plain(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield from _plain(token.children or [])
        elif token.type == "gap":
            yield "…"


def _note_cell_columns(tokens: list[Token], lines: list[str]) -> None:
    """Cells of one row may read alike, so each keeps the column at which it stands."""
    column = -1
    for token in tokens:
        if token.type == "tr_open":
            column = 0
        elif token.type == "tr_close":
            column = -1
        elif token.type == "inline" and column >= 0:
            found = lines[_map(token)[0]].find(token.content, column) if token.content else -1
            if found >= 0:
                token.meta["column"] = found
                column = found + len(token.content)


def _gap(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    match = _GAP.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("gap", "", 0)
        token.content = match[1]
        token.meta["at"] = state.pos
    state.pos = match.end()
    return True


def _noting_places(rule: _Rule) -> _Rule:
    """The inline rule, with the place at which it matched noted on the token that it makes."""

    def noting(state: StateInline, silent: bool) -> bool:
        at, token_count = state.pos, len(state.tokens)
        matched = bool(rule(state, silent))
        if matched and not silent:
            made = next((t for t in state.tokens[token_count:] if t.type in _PLACED_TOKENS), None)
            if made is not None and "at" not in made.meta:
                made.meta["at"] = at
        return matched

    return noting


def _let_through(_: str) -> bool:
    return True


def _parser(*, with_gaps: bool = False) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    # Every address is let through to `links`, which refuses with a sentence what markdown-it-py would drop in silence.
    parser.validateLink = _let_through  # type: ignore[assignment, method-assign]
    rules = {rule.name: rule.fn for rule in parser.inline.ruler.__rules__}
    for name in _PLACED_RULES:
        parser.inline.ruler.at(name, _noting_places(rules[name]))
    if with_gaps:
        parser.inline.ruler.before("link", "gap", _gap)
    return parser


def _block_parser() -> MarkdownIt:
    parser = _parser()
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


_BLOCKS = _block_parser()
_WORDS = _parser()
_WORDS_WITH_GAPS = _parser(with_gaps=True)
