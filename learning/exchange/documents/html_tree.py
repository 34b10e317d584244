"""PURE. HTML from anywhere as a tree, in time that grows with its length and no faster, however broken it is.

Not a browser's reading in every corner: enough for what Word, Google Docs, Outlook and websites put on a clipboard.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

_MAX_DEPTH = 120

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s=/>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
_BARE = re.compile(r"(?:<(?![A-Za-z!?/]))*")
_TAG_END = re.compile(r"[\s/]*>")
_RAW = frozenset({"script", "style", "title", "textarea", "noscript", "template", "xmp"})
_VOID = frozenset(
    {"br", "hr", "img", "meta", "link", "input", "col", "wbr", "base", "area", "source", "track", "embed"}
)
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre", "hr"}
    | {"section", "article", "header", "footer", "figure", "form", "address", "main", "nav", "aside", "fieldset"}
)
BLOCK_TAGS = _BLOCKS | frozenset(
    {"body", "html", "center", "figcaption", "details", "summary", "dt", "dd", "tbody", "thead", "tfoot", "hgroup"}
    | {"tr", "td", "th", "caption", "legend", "li"}
)
_CLOSED_BY_THE_NEXT: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "a": (frozenset({"a"}), frozenset({"td", "th", "li", "p", "div"})),
}
"""Tag, to those that it ends when it begins, looked for no further up than these."""
_HOLDS_A_PARAGRAPH = frozenset({"td", "th", "li", "div", "blockquote", "table", "body", "section", "article", "dd"})


@dataclass(slots=True)
class Element:
    """An element with its attributes by lower-case name, and what is inside, blocks such as paragraphs or none."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    holds_block: bool = False

    @property
    def style(self) -> str:
        """Its style in lower case without blanks."""
        return re.sub(r"\s+", "", self.attributes.get("style", "")).lower()

    @property
    def kind(self) -> str:
        """Its class."""
        return self.attributes.get("class", "")

    def words(self) -> str:
        """All text inside."""
        said: list[str] = []
        waiting: list[Child] = [self]
        while waiting:
            inner = waiting.pop()
            if isinstance(inner, str):
                said.append(inner)
            else:
                waiting += reversed(inner.children)
        return "".join(said)


Child: TypeAlias = Element | str


def read_html(text: str) -> Element:
    """The tree of an HTML page or a piece of one; what is nested too deep stands flat in the deepest place."""
    return _Builder(text).read()


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.root = Element("body")
        self.stack = [self.root]
        self.open: Counter[str] = Counter()

    def read(self) -> Element:
        at = 0
        while at < len(self.text):
            start = self.text.find("<", at)
            if start < 0:
                self._say(self.text[at:])
                break
            self._say(self.text[at:start])
            at = self._sign(start)
        return self.root

    def _sign(self, start: int) -> int:
        """Read what begins with < here; gives where the text goes on."""
        if self.text.startswith("<!--", start):
            return self._after("-->", start + 4)
        tag = _TAG.match(self.text, start)
        if tag is None:
            if self.text[start + 1 : start + 2] in ("!", "?", "/"):
                return self._after(">", start)
            return self._bare_signs(start)
        attributes, at = self._attributes(tag.end())
        name = tag[2].lower()
        if tag[1]:
            self._close(name)
        elif name in _RAW:
            found = re.compile(rf"</{re.escape(name)}", re.IGNORECASE).search(self.text, at)
            return self._after(">", found.start()) if found else len(self.text)
        else:
            self._begin(name, attributes)
        return at

    def _bare_signs(self, start: int) -> int:
        """Say signs < that begin nothing, all that stand together at once."""
        end = _BARE.match(self.text, start + 1).end()  # type: ignore[union-attr]  # it always matches
        self._say(self.text[start:end])
        return end

    def _after(self, sign: str, start: int) -> int:
        end = self.text.find(sign, start)
        return len(self.text) if end < 0 else end + len(sign)

    def _attributes(self, at: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        while at < len(self.text):
            end = _TAG_END.match(self.text, at)
            if end:
                return found, end.end()
            attribute = _ATTRIBUTE.match(self.text, at)
            if attribute is None:
                return found, at + 1
            value = attribute[2] or ""
            is_quoted = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
            found.setdefault(attribute[1].lower(), html.unescape(value[1:-1] if is_quoted else value))
            at = attribute.end()
        return found, at

    def _say(self, text: str) -> None:
        if text:
            self.stack[-1].children.append(html.unescape(text) if "&" in text else text)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        ended, walls = _CLOSED_BY_THE_NEXT.get(name, (frozenset(), frozenset()))
        if any(self.open[tag] for tag in ended):
            self._close_nearest(ended, walls)
        if name in _BLOCKS and self.open["p"]:
            self._close_nearest(frozenset({"p"}), _HOLDS_A_PARAGRAPH)
        element = Element(name, attributes)
        self.stack[-1].children.append(element)
        if name in BLOCK_TAGS:
            self._mark_those_round_it()
        if name not in _VOID and len(self.stack) < _MAX_DEPTH:
            self.stack.append(element)
            self.open[name] += 1

    def _mark_those_round_it(self) -> None:
        for element in reversed(self.stack):
            if element.holds_block:
                return
            element.holds_block = True

    def _close_nearest(self, names: frozenset[str], walls: frozenset[str]) -> None:
        for place in range(len(self.stack) - 1, 0, -1):
            if self.stack[place].tag in names:
                self._close(self.stack[place].tag)
                return
            if self.stack[place].tag in walls:
                return

    def _close(self, name: str) -> None:
        if not self.open[name]:
            return
        while True:
            closed = self.stack.pop().tag
            self.open[closed] -= 1
            if closed == name:
                return
