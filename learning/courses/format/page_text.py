"""Turns nodes of a page into `Text`: reads the words, settles links and pictures, notes what is wrong with them.

Each stretch of words passes through here once, so each fault in words is noted once. Must not know kinds of blocks.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from learning.courses.document import Text
from learning.courses.format import html_output
from learning.courses.format.front_matter import cut
from learning.courses.format.links import Address, Links
from learning.courses.format.markdown_blocks import Node, parse_words, plain_words
from learning.courses.format.page import Page, is_comment

_TICK = re.compile(r"\[([ xX])\](?:[ \t\n]+|$)")
_SENTENCE_END = re.compile(r"[.!?…:]+(?=\s|$)")
_EMPTY_LINK_WORDS = frozenset(
    {"click", "click here", "click this", "here", "this", "link", "this link", "this page", "page", "website", "go"}
    | {"more", "read more", "see more", "learn more", "find out more", "more information"}
)


@dataclass(frozen=True, slots=True)
class Tick:
    """The box at the start of a list item and the words after it."""

    ticked: bool
    rest: str


def read_tick(content: str) -> Tick | None:
    """The box `[ ]` or `[x]` that the raw words of a list item begin with."""
    match = _TICK.match(content)
    return Tick(match[1] != " ", content[match.end() :]) if match else None


@dataclass(slots=True)
class PageText:
    """Makes texts of one page."""

    page: Page
    links: Links
    sentence_count: int = 0
    word_count: int = 0

    def block(self, nodes: Sequence[Node]) -> Text | None:
        """Block HTML (paragraphs and so on) of these nodes; None when nothing is shown."""
        shown = [node for node in nodes if not is_comment(node)]
        if not shown:
            return None
        tokens = [token for node in shown for token in node.tokens]
        plain = self._read(tokens)
        return Text(self._source(shown), html_output.to_html(tokens), plain)

    def inline(self, nodes: Sequence[Node]) -> Text:
        """HTML without a paragraph round it, for labels; block HTML only where it is more than one paragraph."""
        shown = [node for node in nodes if not is_comment(node)]
        if len(shown) == 1 and shown[0].kind in ("paragraph", "heading"):
            return self.words(shown[0].tokens[1])
        return self.block(shown) or Text("", "", "")

    def words(self, token: Token) -> Text:
        """The words of one inline token, without anything round them."""
        plain = self._read([token])
        return Text(token.content.strip(), html_output.to_html([token]), plain)

    def inside_link(self, token: Token) -> Text:
        """The words of the link that these words consist of, without the link."""
        children = parse_words(token.content, self.page.environment)
        inner = token.copy(children=list(_inside_link(children, 0)))
        self._settle(inner)
        plain = plain_words(inner.children or [])
        return Text(plain, html_output.to_html([inner]), plain)

    def with_gaps(self, nodes: Sequence[Node]) -> tuple[tuple[str, ...], list[Token], str]:
        """The HTML between the gaps, the gap tokens in order (with `meta["place"]`) and the Markdown."""
        shown = [node for node in nodes if not is_comment(node)]
        tokens = [token for node in shown for token in node.tokens]
        self._read(tokens, with_gaps=True)
        gaps = []
        for token in tokens:
            for child in token.children or []:
                if child.type == "gap":
                    child.meta["place"] = self.page.position(token, child.meta["at"])
                    gaps.append(child)
        pieces = html_output.to_html(tokens).split(html_output.GAP_MARK)
        return tuple(pieces), gaps, self._source(shown)

    def _read(self, tokens: Sequence[Token], *, with_gaps: bool = False) -> str:
        """Read the words of all inline tokens among these in place; gives them as plain text, a line a block."""
        plain: list[str] = []
        for number, token in enumerate(tokens):
            if token.type == "list_item_open":
                _take_tick(tokens, number)
            elif token.type == "inline":
                token.children = parse_words(token.content, self.page.environment, with_gaps=with_gaps)
                self._settle(token)
                plain.append(plain_words(token.children))
                if number and tokens[number - 1].type == "paragraph_open":
                    self.sentence_count += max(len(_SENTENCE_END.findall(plain[-1])), 1)
                    self.word_count += len(plain[-1].split())
            elif token.type in ("fence", "code_block"):
                plain.append(token.content.strip())
        return "\n".join(line for line in plain if line)

    def _settle(self, token: Token) -> None:
        """Give every link and picture its address, or mark it dead and say why."""
        children = token.children or []
        open_tags: set[str] = set()
        link: Token | None = None
        for number, child in enumerate(children):
            if child.type == "link_open":
                self._settle_link(token, children, number)
                link = child
            elif child.type == "link_close" and link is not None:
                child.meta["dead"] = link.meta.get("dead")
            elif child.type == "image":
                self._settle_picture(token, child)
            elif child.type == "html_inline":
                self._note_html(token, child, open_tags)

    def _settle_link(self, token: Token, children: Sequence[Token], number: int) -> None:
        link = children[number]
        address = self._ask(self.links.href, str(link.attrs["href"]))
        if address.written is None:
            link.meta["dead"] = True
            self._problem(token, link, address.code, address.sentence)
            return
        link.attrs["href"] = address.written
        words = plain_words(list(_inside_link(children, number)))
        if words.casefold().strip(" .!…>»→") in _EMPTY_LINK_WORDS:
            line, column = self.page.position(token, link.meta.get("at", 0))
            sentence = f'The link text "{cut(words)}" says nothing when read by itself. Name what it opens.'
            self.page.findings.warning(line, column, "link-text", sentence)
        elif not words:
            sentence = "This link has no text, so nobody can see it. Write what it opens in the square brackets."
            self._problem(token, link, "link-empty", sentence)

    def _settle_picture(self, token: Token, picture: Token) -> None:
        address = self._ask(self.links.src, str(picture.attrs["src"]))
        if address.written is None:
            picture.meta["dead"] = True
            self._problem(token, picture, address.code, address.sentence)
            return
        picture.attrs["src"] = address.written
        if not plain_words(picture.children or []):
            line, column = self.page.position(token, picture.meta.get("at", 0))
            sentence = "This picture has no text for people who cannot see it. Say what it shows: ![text](address)."
            self.page.findings.warning(line, column, "picture-without-text", sentence)

    def _ask(self, question: Callable[[str, str], Address], target: str) -> Address:
        """The address to write; on a page so faulty that nobody would be shown more, none at all."""
        return Address(None) if self.page.findings.is_full else question(self.page.path, target)

    def _problem(self, token: Token, child: Token, code: str, sentence: str) -> None:
        if not self.page.findings.is_full:
            line, column = self.page.position(token, child.meta.get("at", 0))
            self.page.findings.problem(line, column, code, sentence)

    def _note_html(self, token: Token, html: Token, open_tags: set[str]) -> None:
        """One problem for an element, not a second one for its closing tag; a comment must stand on its own line."""
        name = re.match(r"</?([A-Za-z][A-Za-z0-9-]*)", html.content)
        if name and html.content.startswith("</") and name[1].lower() in open_tags:
            return
        open_tags.add(name[1].lower() if name else "")
        if not html.content.startswith("<!--"):
            sentence = "HTML is not shown. Write it as Markdown, or put it in `code` to show it as it is."
            self._problem(token, html, "html", sentence)
            return
        line, _ = self.page.position(token, html.meta.get("at", 0))
        if self.page.lines[line - 1].strip() != html.content:
            self._problem(token, html, "comment-with-text", "A comment stands on a line of its own. Move it there.")

    def _source(self, nodes: Sequence[Node]) -> str:
        """The Markdown of these nodes as written, without the signs of a list or quote round them."""
        return "\n\n".join(self._source_of(node) for node in nodes)

    def _source_of(self, node: Node) -> str:
        if node.kind == "paragraph":
            return node.content
        source = self.page.source(node.line, node.end_line).rstrip()
        if node.tokens[0].level == 0:
            return source
        return re.sub(r"^[ \t]*>[ \t]?", "", textwrap.dedent(source), flags=re.MULTILINE)


def _take_tick(tokens: Sequence[Token], number: int) -> None:
    """Take a box off the words of a list item and note it on the item."""
    following = tokens[number + 1 : number + 3]
    if len(following) == 2 and following[0].type == "paragraph_open":
        tick = read_tick(following[1].content)
        if tick is not None:
            tokens[number].meta["tick"] = tick.ticked
            following[1].content = tick.rest


def _inside_link(tokens: Sequence[Token], number: int) -> Iterator[Token]:
    """The tokens between the link that opens at this number and its end."""
    number += 1
    while number < len(tokens) and tokens[number].type != "link_close":
        yield tokens[number]
        number += 1
