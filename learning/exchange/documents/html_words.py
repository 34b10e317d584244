"""PURE. The words inside a paragraph of HTML: how they look, where they lead, and what stands among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from learning.exchange.documents.html_tree import Child, Element
from learning.exchange.documents.picture_shelf import PictureShelf
from learning.exchange.documents.rich_text import Inline, LineBreak, Losses, Words, shortened

_CARRIED_SCHEMES = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight:(bold|bolder|[1-9]00|normal|lighter)")
_SLANT = re.compile(r"font-style:(italic|oblique|normal)")
_OUTLOOK_LINK = re.compile(r"https://[\w.-]+\.safelinks\.protection\.outlook\.com/", re.IGNORECASE)
_SILENT = frozenset({"head", "meta", "link", "xml", "o:p", "wbr", "col", "colgroup", "base", "source", "track"})
_NOT_CARRIED = {
    "svg": "a drawing in the text: not carried over. Add it under Pictures.",
    "math": "an equation: not carried over. Write it in words, or add a picture of it.",
    "video": "a film: not carried over. Link to it.",
    "audio": "a recording: not carried over. Link to it.",
    "iframe": "a page inside the page: not carried over. Link to it.",
    "object": "an embedded object: not carried over.",
    "embed": "an embedded object: not carried over.",
    "canvas": "a drawing in the text: not carried over.",
    "input": "a field to fill in: not carried over.",
    "select": "a field to fill in: not carried over.",
    "button": "a button: not carried over.",
}
_COUNTED = {
    "u": "Underlining was not carried over.",
    "s": "Words that were crossed out stand there without the line through them.",
    "strike": "Words that were crossed out stand there without the line through them.",
    "del": "Words that were crossed out stand there without the line through them.",
    "mark": "Colours and highlighting were not carried over.",
}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


@dataclass(frozen=True, slots=True)
class Look:
    """How words look, and where they lead. In a heading nothing is bold, as all of it is."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    is_heading: bool = False


def is_hidden(element: Element) -> bool:
    """Whether the page does not show this element."""
    style = element.style
    return "display:none" in style or "mso-hide:all" in style or "hidden" in element.attributes


@dataclass(slots=True)
class HtmlWords:
    """Reads the words of elements that hold no blocks."""

    losses: Losses
    shelf: PictureShelf

    def inside(self, element: Element, look: Look) -> list[Inline]:
        """The words inside an element."""
        return list(self._all(element.children, self.look_of(element, look)))

    def words(self, element: Element, look: Look) -> Iterator[Inline]:
        """The words that an element stands for."""
        tag = element.tag
        if is_hidden(element):
            self._name_hidden(element)
        elif tag == "br":
            yield LineBreak()
        elif tag == "img":
            picture = self.shelf.put_address(element.attributes.get("src", ""), element.attributes.get("alt", ""))
            yield from [picture] if picture else []
        elif tag in _NOT_CARRIED or tag.startswith("v:"):
            self.losses.note(_NOT_CARRIED.get(tag, "a drawn shape: not carried over."))
        elif tag in _SILENT or "mso-list:ignore" in element.style:
            return
        elif "msocomanchor" in element.kind or "mso-element:comment" in element.style:
            self.losses.note(f"a comment (“{shortened(element.words())}”): not carried over.")
        else:
            inner = self._all(element.children, self.look_of(element, look))
            yield from (self._raised(part, tag) for part in inner)

    def said(self, text: str, look: Look) -> list[Inline]:
        """Plain words as they look here; a line end in the source is a blank."""
        words = re.sub(r"[ \t\r\n\f]+", " ", text)
        return [Words(words, look.bold and not look.is_heading, look.italic, look.code, look.link)] if words else []

    def look_of(self, element: Element, look: Look) -> Look:
        """How words inside this element look."""
        if element.tag in _COUNTED:
            self.losses.count(_COUNTED[element.tag])
        weight, slant = _WEIGHT.search(element.style), _SLANT.search(element.style)
        look = replace(
            look,
            bold=look.bold or element.tag in ("b", "strong"),
            italic=look.italic or element.tag in ("i", "em", "cite", "dfn", "var"),
            code=look.code or element.tag in ("code", "kbd", "samp", "tt"),
        )
        if weight:
            look = replace(look, bold=weight[1] in ("bold", "bolder", "600", "700", "800", "900"))
        if slant:
            look = replace(look, italic=slant[1] != "normal")
        return replace(look, link=self._link(element)) if element.tag == "a" else look

    def _name_hidden(self, element: Element) -> None:
        """Note that words which the page does not show are left out."""
        said = shortened(element.words())
        if said:
            self.losses.note(f"hidden words: left out: “{said}”.")

    def _all(self, children: Sequence[Child], look: Look) -> Iterator[Inline]:
        for child in children:
            if isinstance(child, str):
                yield from self.said(child, look)
            else:
                yield from self.words(child, look)

    def _link(self, element: Element) -> str:
        target = element.attributes.get("href", "").strip()
        if not target or not element.words().strip():
            return ""
        if _CARRIED_SCHEMES.match(target):
            if _OUTLOOK_LINK.match(target):
                self.losses.count("A link goes through Outlook's check (safelinks). Write the address itself.")
            return target
        if target.startswith("#"):
            self.losses.count("A link to a place in the same document became plain words.")
        else:
            self.losses.note(f"a link to {shortened(target)}: only its words were carried over.")
        return ""

    def _raised(self, part: Inline, tag: str) -> Inline:
        table = {"sup": _RAISED, "sub": _LOWERED}.get(tag)
        if table is None or not isinstance(part, Words) or not part.text.strip() or part.text.strip().startswith("["):
            return part
        if all(ord(sign) in table or sign.isspace() for sign in part.text):
            return replace(part, text=part.text.translate(table))
        self.losses.note(f"raised or lowered letters (“{shortened(part.text)}”): they stand on the line now.")
        return part
