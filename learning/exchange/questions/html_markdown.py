"""HTML of other systems as Markdown of the course format, made by markdownify from a cleaned tree."""

from __future__ import annotations

import html
import re
from typing import Any

from bs4.exceptions import ParserRejectedMarkup
from markdownify import MarkdownConverter

from learning.exchange.questions.escaping import escaped_block, escaped_line, guarded
from learning.exchange.questions.html_cleaning import TooDeepError, cleaned_soup

_BREAK = "\ufdda"
"""Stands for a line end while it is not known whether anything follows; no text that is read can hold it."""
_TAG = re.compile(r"<[^<>]{0,500}>")


def html_as_markdown(source: str, *, inline: bool = False) -> tuple[str, list[str]]:
    """The Markdown, and what could not be carried, as sentences. HTML that cannot be taken apart gives its words."""
    try:
        soup, losses = cleaned_soup(source, inline=inline)
        written = _Converter(bullets="-", autolinks=False, table_infer_header=True).convert_soup(soup)
    except (ParserRejectedMarkup, TooDeepError):
        sentence = "The HTML of this text could not be taken apart: only its words are kept."
        return escaped_block(words_of_html(source)), [sentence]
    text = _with_line_ends(written)
    if inline:
        text = re.sub(r"\n\n+", r"\\\n", text)
    return guarded(text), losses


def words_of_html(source: str) -> str:
    """The words of some HTML, for when it cannot be taken apart."""
    return html.unescape(_TAG.sub(" ", source))


def _with_line_ends(written: str) -> str:
    """The Markdown with each line end that something follows, and no more than one empty line in a row."""
    lines = [line.rstrip(" ") for line in written.split("\n")]
    kept: list[str] = []
    for number, line in enumerate(lines):
        following = lines[number + 1].strip(f"> {_BREAK}") if number + 1 < len(lines) else ""
        bare = line.rstrip(f"{_BREAK} ")
        is_break = line.endswith(_BREAK) and bool(bare.strip("> ")) and bool(following)
        kept.append(f"{bare}\\" if is_break else bare)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n").replace(_BREAK, " ")


class _Converter(MarkdownConverter):
    """markdownify with our own escaping, which knows what the course format reads."""

    def escape(self, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002 - markdownify hands it over
        """Words that read back as words, with the blanks at their edges."""
        if not text.strip():
            return text
        before = " " if text[0].isspace() else ""
        after = " " if text[-1].isspace() else ""
        return f"{before}{escaped_line(text)}{after}"

    def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002 - as above
        """A line end, to be settled when the whole text is known."""
        return f"{text} " if "_inline" in parent_tags else f"{_BREAK}\n{text}"

    def convert_code(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Code; in a table its signs between columns are marked as words."""
        written = str(super().convert_code(el, text, parent_tags))  # type: ignore[misc]  # left out of its types
        return written.replace("|", "\\|") if parent_tags & {"td", "th"} else written
