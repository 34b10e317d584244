"""The texts of a Moodle XML element, with the pictures and other files that hang on them."""

from __future__ import annotations

from collections.abc import Mapping

from learning.courses.format.front_matter import cut
from learning.exchange.questions.texts import Form, Texts
from learning.exchange.questions.xml_tree import Element

_FORMS: Mapping[str, Form] = {
    "html": "html",
    "markdown": "markdown",
    "plain_text": "plain",
    "plain": "plain",
    "moodle_auto_format": "moodle",
    "0": "moodle",
    "1": "html",
    "2": "plain",
    "4": "markdown",
}
_KEPT_ROOM = 3 / 4
"""Base64 takes four signs for three bytes."""


def block_of(element: Element | None, texts: Texts, usual: Form = "html") -> str:
    """The Markdown of the text in an element, as paragraphs."""
    if element is None:
        return ""
    _note_files(element, texts)
    return texts.block(raw_text(element), form_of(element, usual))


def inline_of(element: Element | None, texts: Texts, usual: Form = "html") -> str:
    """The Markdown of the text in an element, as one paragraph."""
    if element is None:
        return ""
    _note_files(element, texts)
    return texts.inline(raw_text(element), form_of(element, usual))


def cell_of(element: Element | None, texts: Texts, usual: Form = "html") -> str:
    """The Markdown of the text in an element, on one line."""
    if element is None:
        return ""
    _note_files(element, texts)
    return texts.cell(raw_text(element), form_of(element, usual))


def raw_text(element: Element) -> str:
    """The text as it stands; older files have it right in the element."""
    inner = element.first("text")
    return (inner.text if inner else element.text).strip()


def form_of(element: Element, usual: Form) -> Form:
    """The form in which the text is written."""
    return _FORMS.get(element.attributes.get("format", "").lower(), usual)


def _note_files(element: Element, texts: Texts) -> None:
    for file in element.all("file"):
        name = cut(file.attributes.get("name", "without a name"))
        size = -(-int(len(file.text.strip()) * _KEPT_ROOM) // 1024)
        texts.losses.note(texts.line, f'The file "{name}" ({size} KB) is not carried over. Save it in images/ by hand.')
