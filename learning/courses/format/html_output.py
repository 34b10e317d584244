"""HTML from markdown-it's tokens, cleaned by nh3 with an allow-list of our own.

The rules write no author HTML and only addresses that `links` gave; the cleaner is the second lock on the same
door. Must not read structure or report faults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import nh3
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from learning.courses.document import HEADING_ID_PREFIX
from learning.courses.format.markdown_blocks import plain_words

GAP_MARK = '<span class="gap"></span>'
"""Stands where a gap is; authors cannot write it, as their HTML is escaped."""

ALLOWED_TAGS = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "div"}
    | {"table", "thead", "tbody", "tr", "th", "td", "code", "em", "strong", "a", "img", "br", "span"}
)
ALLOWED_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    "pre": {"tabindex"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
ALLOWED_VALUES: dict[str, dict[str, set[str]]] = {
    "div": {"tabindex": {"0"}, "role": {"group"}, "aria-label": {"Table"}},
    "span": {"role": {"img"}, "aria-label": {"ticked", "not ticked"}},
    "th": {"scope": {"col"}},
}
ALLOWED_CLASSES: dict[str, set[str]] = {
    "div": {"table-scroll"},
    "span": {"gap", "tick"},
    "li": {"task"},
    "th": {"align-left", "align-center", "align-right"},
    "td": {"align-left", "align-center", "align-right"},
}
ALLOWED_SCHEMES = frozenset({"https", "mailto", "tel"})

_CLEANER = nh3.Cleaner(
    tags=set(ALLOWED_TAGS),
    clean_content_tags={"script", "style"},
    attributes=ALLOWED_ATTRIBUTES,
    tag_attribute_values=ALLOWED_VALUES,
    allowed_classes=ALLOWED_CLASSES,
    url_schemes=set(ALLOWED_SCHEMES),
    strip_comments=True,
    link_rel=None,
)


def to_html(tokens: Sequence[Token]) -> str:
    """The cleaned HTML of these tokens, whose addresses were settled before (`meta["dead"]`: it goes nowhere)."""
    return clean("".join(_html(tokens))).strip()


def clean(html: str) -> str:
    """The HTML with nothing left that is not on the allow-lists above."""
    return _CLEANER.clean(html)


def _html(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _html(token.children or [])
        elif token.type in _RULES:
            yield _RULES[token.type](token)
        elif not token.hidden:
            line_end = "\n" if token.block and token.type != "paragraph_open" else ""
            yield f"<{'/' if token.nesting < 0 else ''}{token.tag}>{line_end}"


def _text(token: Token) -> str:
    return escapeHtml(token.content)


def _heading_tag(token: Token) -> str:
    # The one level-one heading of a page is its title, which the page round the text shows.
    return "h2" if token.tag == "h1" else token.tag


def _heading_open(token: Token) -> str:
    name = token.meta.get("anchor", "")
    identity = f' id="{escapeHtml(HEADING_ID_PREFIX + name)}"' if name else ""
    return f"<{_heading_tag(token)}{identity}>"


def _heading_close(token: Token) -> str:
    return f"</{_heading_tag(token)}>\n"


def _title(token: Token) -> str:
    return f' title="{escapeHtml(str(token.attrs["title"]))}"' if "title" in token.attrs else ""


def _link_open(token: Token) -> str:
    if token.meta.get("dead"):
        return ""
    href = str(token.attrs["href"])
    rel = ' rel="noopener noreferrer"' if href[:6].casefold() == "https:" else ""
    return f'<a href="{escapeHtml(href)}"{_title(token)}{rel}>'


def _link_close(token: Token) -> str:
    return "" if token.meta.get("dead") else "</a>"


def _image(token: Token) -> str:
    alt = escapeHtml(plain_words(token.children or []))
    if token.meta.get("dead"):
        return alt
    return f'<img src="{escapeHtml(str(token.attrs["src"]))}" alt="{alt}"{_title(token)} loading="lazy">'


def _html_block(token: Token) -> str:
    is_comment = token.content.lstrip().startswith("<!--")
    return "" if is_comment else f"<p>{escapeHtml(token.content.strip())}</p>\n"


def _html_inline(token: Token) -> str:
    return "" if token.content.startswith("<!--") else escapeHtml(token.content)


def _code_block(token: Token) -> str:
    return f'<pre tabindex="0"><code>{escapeHtml(token.content)}</code></pre>\n'


def _cell_open(token: Token) -> str:
    """A cell with its alignment as a class, as the content security policy allows no inline style."""
    scope = ' scope="col"' if token.tag == "th" else ""
    style = str(token.attrs.get("style", ""))
    alignment = f' class="align-{style.removeprefix("text-align:")}"' if style else ""
    return f"<{token.tag}{scope}{alignment}>"


def _list_open(token: Token) -> str:
    start = f' start="{int(token.attrs["start"])}"' if "start" in token.attrs else ""
    return f"<{token.tag}{start}>\n"


def _list_item_open(token: Token) -> str:
    tick = token.meta.get("tick")
    if tick is None:
        return "<li>"
    sign, label = ("☑", "ticked") if tick else ("☐", "not ticked")
    return f'<li class="task"><span class="tick" role="img" aria-label="{label}">{sign}</span> '


_RULES: Mapping[str, Callable[[Token], str]] = {
    "text": _text,
    "text_special": _text,
    "code_inline": lambda token: f"<code>{escapeHtml(token.content)}</code>",
    "softbreak": lambda _: "\n",
    "hardbreak": lambda _: "<br>\n",
    "heading_open": _heading_open,
    "heading_close": _heading_close,
    "link_open": _link_open,
    "link_close": _link_close,
    "image": _image,
    "gap": lambda _: GAP_MARK,
    "html_block": _html_block,
    "html_inline": _html_inline,
    "fence": _code_block,
    "code_block": _code_block,
    "table_open": lambda _: '<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table>\n',
    "table_close": lambda _: "</table></div>\n",
    "th_open": _cell_open,
    "td_open": _cell_open,
    "ordered_list_open": _list_open,
    "list_item_open": _list_item_open,
}
