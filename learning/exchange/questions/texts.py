"""A text of a question, in whatever form it was written, as Markdown of the course format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from learning.exchange.questions.bank_question import LONGEST_TEXT, Losses
from learning.exchange.questions.escaping import escaped_block, escaped_line, guarded, one_line, plain_of
from learning.exchange.questions.html_cleaning import formula_loss
from learning.exchange.questions.html_markdown import html_as_markdown

Form = Literal["html", "markdown", "moodle", "plain"]

_HTML = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|font|a|img|ul|ol|li|table|tr|td|th|code|pre|sub|sup|h[1-6]|hr|center|small"
    r"|big|s|strike|del|blockquote|video|audio|iframe)\b[^<>]*>|&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}[0-9]{0,2});",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Texts:
    """Turns the texts of one question into Markdown and names what they lose."""

    line: int
    losses: Losses

    def block(self, text: str, form: Form) -> str:
        """Markdown of one or more paragraphs."""
        return self._written(text, form, inline=False)

    def inline(self, text: str, form: Form) -> str:
        """Markdown of one paragraph, for an option."""
        return self._written(text, form, inline=True)

    def cell(self, text: str, form: Form) -> str:
        """Markdown of one line, for a cell or a heading."""
        return one_line(self.inline(text, form))

    def words(self, text: str, form: Form) -> str:
        """Words alone, for an answer to be typed."""
        return " ".join(plain_of(self.inline(text, form)).split())

    def _written(self, text: str, form: Form, *, inline: bool) -> str:
        if len(text) > LONGEST_TEXT:
            sentence = f"A text of {len(text)} characters is cut: at most {LONGEST_TEXT} of one text are carried over."
            self.losses.note(self.line, sentence)
            text = text[:LONGEST_TEXT]
        if form == "html" or (form == "moodle" and _HTML.search(text)):
            markdown, found = html_as_markdown(_with_breaks(text) if form == "moodle" else text, inline=inline)
        elif form == "markdown":
            markdown, found = text.strip(), formula_loss(text)
        else:
            markdown, found = _plain(text, inline=inline), formula_loss(text)
        for sentence in found:
            self.losses.note(self.line, sentence)
        return markdown


def _plain(text: str, *, inline: bool) -> str:
    if not inline:
        return escaped_block(text)
    return guarded("\\\n".join(escaped_line(line) for line in text.split("\n") if line.strip()))


def _with_breaks(text: str) -> str:
    """Moodle's own form is HTML in which a line end is one."""
    return re.sub(r"\n", "<br>\n", text.strip())
