"""A text of a question, in whatever form it was written, as Markdown of the course format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from learning.exchange.questions.bank_question import LONGEST_TEXT, MAX_SIGNS, Losses
from learning.exchange.questions.embedded_pictures import without_pictures
from learning.exchange.questions.escaping import escaped_block, escaped_line, guarded, one_line, plain_of
from learning.exchange.questions.html_cleaning import formula_loss
from learning.exchange.questions.html_markdown import html_as_markdown, words_of_html

Form = Literal["html", "markdown", "moodle", "plain"]

_HTML = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|font|a|img|ul|ol|li|table|tr|td|th|code|pre|sub|sup|h[1-6]|hr|center|small"
    r"|big|s|strike|del|blockquote|video|audio|iframe)\b[^<>]*>|&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}[0-9]{0,2});",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[<\[\]*_`]")
_TOO_MANY_SIGNS = "The file has more formatting than can be read at once: from here on only words are kept. Split it."


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
        if form == "moodle":
            form, text = ("html", _with_breaks(text)) if _HTML.search(text) else ("plain", text)
        if form == "html" and len(text) > LONGEST_TEXT:
            text = without_pictures(text)
        if len(text) > LONGEST_TEXT:
            sentence = f"A text of {len(text)} characters is cut: at most {LONGEST_TEXT} of one text are carried over."
            self.losses.note(self.line, sentence)
            text = text[:LONGEST_TEXT]
        if form != "plain" and self._has_too_many_signs(text):
            text = words_of_html(text) if form == "html" else text
            form = "plain"
        if form == "html":
            markdown, found = html_as_markdown(text, inline=inline)
        elif form == "markdown":
            markdown, found = text.strip(), formula_loss(text)
        else:
            markdown, found = _plain(text, inline=inline), formula_loss(text)
        for sentence in found:
            self.losses.note(self.line, sentence)
        return markdown

    def _has_too_many_signs(self, text: str) -> bool:
        """Count the signs of a text, and name it where the file has had too many."""
        self.losses.sign_count += len(_SIGN.findall(text))
        if self.losses.sign_count > MAX_SIGNS:
            self.losses.note_setting(self.line, _TOO_MANY_SIGNS)
        return self.losses.sign_count > MAX_SIGNS


def _plain(text: str, *, inline: bool) -> str:
    if not inline:
        return escaped_block(text)
    return guarded("\\\n".join(escaped_line(line) for line in text.split("\n") if line.strip()))


def _with_breaks(text: str) -> str:
    """Moodle's own form is HTML in which a line end is one."""
    return re.sub(r"\n", "<br>\n", text.strip())
