"""Takes HTML of other systems down to what Markdown of the course format can say, and names what is lost."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

from bs4 import BeautifulSoup, CData, NavigableString, Tag
from bs4.element import PageElement, PreformattedString

from learning.courses.format.front_matter import cut
from learning.courses.format.links import outside
from learning.exchange.questions.source_bytes import HIDDEN_BUT_PLACES

_KEPT = frozenset(
    {"p", "br", "strong", "b", "em", "i", "ul", "ol", "li", "a", "code", "blockquote", "div"}
    | {"table", "thead", "tbody", "tr", "td", "th"}
)
_BLOCKS = ("p", "br", "ul", "ol", "li", "blockquote", "div", "table", "tr")
_SAME_AS: Mapping[str, str] = {
    "kbd": "code", "samp": "code", "tt": "code", "dfn": "em", "cite": "em", "var": "em",
    "section": "div", "article": "div", "main": "div", "header": "div", "footer": "div", "aside": "div",
    "figure": "div", "figcaption": "p", "dt": "p", "dd": "p",
}  # fmt: skip
_LOST_LOOKS: Mapping[str, str] = {
    "u": "underlining", "ins": "underlining", "s": "crossing out", "strike": "crossing out", "del": "crossing out",
    "sub": "subscript", "sup": "superscript", "mark": "highlighting", "font": "fonts and colours",
    "h1": "headings", "h2": "headings", "h3": "headings", "h4": "headings", "h5": "headings", "h6": "headings",
    "caption": "headings", "legend": "headings", "pre": "blocks of code",
}  # fmt: skip
_MEDIA: Mapping[str, str] = {
    "img": "picture", "image": "picture", "svg": "picture", "canvas": "picture", "audio": "sound", "video": "video",
    "iframe": "page inside the page", "object": "file inside the page", "embed": "file inside the page",
    "math": "formula", "input": "form field", "select": "form field", "textarea": "form field", "button": "form field",
}  # fmt: skip
_COLOUR = re.compile(r"\b(?:color|background)", re.IGNORECASE)
_FORMULA = re.compile(r"\$\$|\\\(|\\\[|\\(?:frac|sqrt|sum)\b")
_EMPHASIS = ("strong", "b", "em", "i")
_DEEPEST = 60
_MOST_LEFT_OPEN = 300
"""List items without a closing tag stand in one another until they are lifted, which takes time."""


class TooDeepError(ValueError):
    """The HTML has more tags inside tags than any text of a question needs."""


def cleaned_soup(html: str, *, inline: bool) -> tuple[BeautifulSoup, list[str]]:
    """The tree with nothing in it but what is carried, and what is not, as sentences.

    `inline` is for options, cells and headings, which hold no lists or tables. Raises TooDeepError.
    """
    soup = BeautifulSoup(f"<div>{html}</div>", "html.parser")
    _check_depth(soup, _MOST_LEFT_OPEN)
    _lift_list_items(soup)
    _check_depth(soup, _DEEPEST)
    losses = _without_the_unseen(soup)
    looks: list[str] = []
    losses += [_put_words_for(tag) for tag in soup.find_all(list(_MEDIA))]
    for tag in soup.find_all(True):
        _settle(tag, inline, losses, looks)
    soup.smooth()
    for text in soup.find_all(string=True):
        text.replace_with(NavigableString(re.sub(r"\s+", " ", HIDDEN_BUT_PLACES.sub("", str(text)))))
    _free_emphasis(soup, looks)
    if looks:
        kinds = ", ".join(dict.fromkeys(looks))
        losses.append(f"Formatting is left out, its words are kept: {kinds}.")
    losses += formula_loss(soup.get_text())
    return soup, losses


def formula_loss(text: str) -> list[str]:
    """What is lost of a text with formulas in TeX, as a list of no sentence or one."""
    return ["A formula is kept as it was typed: here it is shown as plain text."] if _FORMULA.search(text) else []


def _lift_list_items(soup: BeautifulSoup) -> None:
    """Set list items side by side where the closing tag between them is missing."""
    for item in soup.find_all("li"):
        if item.parent is not None and item.parent.name == "li":
            item.parent.insert_after(item.extract())


def _check_depth(soup: BeautifulSoup, deepest: int) -> None:
    waiting: list[tuple[Tag, int]] = [(soup, 0)]
    while waiting:
        tag, depth = waiting.pop()
        if depth > deepest:
            raise TooDeepError
        waiting += [(child, depth + 1) for child in tag.children if isinstance(child, Tag)]


def _without_the_unseen(soup: BeautifulSoup) -> list[str]:
    """Take out what nobody is shown; a script is named."""
    losses = []
    for found in soup.find_all(["script", "style", "template", "head", "meta", "link"]):
        if found.name == "script":
            losses.append("A script in the text is left out.")
        found.extract()
    for text in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        text.replace_with(NavigableString(str(text) if isinstance(text, CData) else ""))
    return losses


def _put_words_for(tag: Tag) -> str:
    """Put what can be read in the place of a picture or the like; gives the sentence that names the loss."""
    kind = _MEDIA[tag.name]
    source = str(tag.get("src") or tag.get("data") or tag.get("href") or "")
    name = "" if source.startswith("data:") else unquote(posixpath.basename(source.split("?", maxsplit=1)[0]))
    words = " ".join(str(tag.get("alt") or "").split()) or " ".join(tag.get_text(" ").split())
    tag.replace_with(NavigableString(f"({kind}: {words})" if words else ""))
    kept = ", but the words that stand for it are" if words else ""
    named = f' "{cut(name)}"' if name else ""
    return f"A {kind}{named} is not carried over{kept}. Add it by hand."


def _settle(tag: Tag, inline: bool, losses: list[str], looks: list[str]) -> None:
    """Rename a tag to one that is carried, or take it away from round its words."""
    name = tag.name
    if name in _LOST_LOOKS or _COLOUR.search(str(tag.get("style") or "")):
        looks.append(_LOST_LOOKS.get(name, "fonts and colours"))
    if name in ("ul", "ol", "table", "blockquote"):
        _settle_block(tag, inline, looks)
    elif name == "a":
        _settle_link(tag, losses)
    elif name == "pre":
        _keep_lines(tag)
    elif name in _SAME_AS or _LOST_LOOKS.get(name) == "headings":
        tag.name = _SAME_AS.get(name, "p")
    elif name == "q":
        tag.insert(0, "“")
        tag.append("”")
        tag.unwrap()
    elif name not in _KEPT:
        tag.unwrap()
    start = str(tag.get("start") or "")
    if name != "a":
        tag.attrs = {"start": start} if name == "ol" and re.fullmatch(r"[0-9]{1,4}", start) else {}


def _settle_block(tag: Tag, inline: bool, looks: list[str]) -> None:
    """Leave a list, quote or table where it can stand, else make paragraphs of what is in it."""
    if inline:
        looks.append({"table": "tables", "blockquote": "quotes"}.get(tag.name, "lists") + " in an option or a heading")
    elif tag.name == "table" and not _is_plain_table(tag):
        looks.append("tables in lists, with joined cells or with tables in them")
    else:
        return
    for part in tag.find_all(["tr", "li"]):
        part.name = "p"
    for cell in tag.find_all(["td", "th"]):
        cell.insert_after(" ")
        cell.name = "span"
    tag.name = "div"


def _is_plain_table(table: Tag) -> bool:
    widths = {len(row.find_all(["td", "th"])) for row in table.find_all("tr")}
    joined = [cell for cell in table.find_all(["td", "th"]) if cell.get("colspan") or cell.get("rowspan")]
    is_nested = table.find(["table", "ul", "ol", "blockquote"]) or table.find_parent(["li", "table", "blockquote"])
    return len(widths) == 1 and 0 not in widths and not joined and not is_nested


def _keep_lines(pre: Tag) -> None:
    """Make a paragraph of preformatted text, with its line ends."""
    for text in list(pre.find_all(string=True)):
        parts: list[PageElement] = []
        for number, line in enumerate(str(text).split("\n")):
            parts += [Tag(name="br", can_be_empty_element=True)] if number else []
            parts += [NavigableString(line)]
        text.replace_with(*parts)
    pre.name = "p"


def _settle_link(link: Tag, losses: list[str]) -> None:
    """Keep an address that the course format allows; name any other."""
    target = re.sub(r"\s", "", str(link.get("href") or ""))
    address = outside(target) if target else None
    is_allowed = address is not None and address.written is not None
    words = link.get_text(strip=True)
    if target and not (is_allowed and words):
        rest = "its words are kept" if words else "as it has no words"
        losses.append(f'The link to "{cut(target, 100)}" is left out, {rest}: links go to https:, mailto: or tel:.')
    if not (is_allowed and words) or link.find_parent("a") or link.find(_BLOCKS):
        link.unwrap()
        return
    safe = re.sub(r"[()<>\\\[\]`*|\"]", lambda sign: f"%{ord(sign[0]):02X}", target)
    link.attrs = {"href": safe}


def _free_emphasis(soup: BeautifulSoup, looks: list[str]) -> None:
    """Take away emphasis that Markdown cannot say: round whole blocks, doubled, or without room beside it."""
    for tag in soup.find_all(_EMPHASIS):
        words = tag.get_text()
        if not words.strip() or tag.find_parent(_same_as(tag.name)):
            tag.unwrap()
        elif tag.find(_BLOCKS):
            looks.append("bold or italics round several lines")
            tag.unwrap()
        elif not (_has_room(words, tag.previous_sibling, -1) and _has_room(words, tag.next_sibling, 0)):
            looks.append("bold or italics that touch other words")
            tag.unwrap()


def _same_as(name: str) -> tuple[str, ...]:
    return ("strong", "b") if name in ("strong", "b") else ("em", "i")


def _has_room(words: str, beside: PageElement | None, edge: int) -> bool:
    """Whether Markdown sees a sign of emphasis here: it needs a letter inside, or no letter and no sign outside."""
    inner = words[0 if edge else -1]
    if beside is None or inner.isspace():
        return True
    outer = (beside.get_text() if isinstance(beside, Tag) else str(beside))[edge:][:1]
    if not outer or outer.isspace() or (isinstance(beside, Tag) and beside.name in _BLOCKS):
        return True
    return not (isinstance(beside, Tag) and beside.name in _EMPHASIS) and (inner.isalnum() or not outer.isalnum())
