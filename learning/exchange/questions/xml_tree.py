"""The XML of a file as plain elements with the line each began on. Entities and document types are refused."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from learning.exchange.questions.bank_question import Losses
from learning.exchange.questions.source_bytes import HIDDEN

_DEEPEST = 50
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


@dataclass(slots=True)
class Element:
    """One element; `text` is its own text without that of the elements in it."""

    name: str
    line: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text."""
        return HIDDEN.sub("", "".join(self.pieces))

    def all(self, name: str) -> Iterator[Element]:
        """The elements of this name right inside it."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        """The first of them, or None."""
        return next(self.all(name), None)

    def words(self, *names: str) -> str:
        """The text at the end of a path of names, without blanks round it; empty where there is none."""
        found: Element | None = self
        for name in names:
            found = found.first(name) if found else None
        return found.text.strip() if found else ""


class _TooMuchError(SAXException):
    """The file nests deeper than any question does."""


class _Builder(ContentHandler):
    """Builds elements; what was read before a fault stays."""

    def __init__(self, line_number: Callable[[], int | None]) -> None:
        super().__init__()
        self.root = Element("", 1)
        self._open = [self.root]
        self._line_number = line_number

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - a name of the library
        """Begin an element."""
        if len(self._open) > _DEEPEST:
            raise _TooMuchError(f"more than {_DEEPEST} elements inside each other")
        element = Element(name.lower(), self._line_number() or 1, dict(attrs))
        self._open[-1].children.append(element)
        self._open.append(element)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - a name of the library
        """End the innermost element."""
        self._open.pop()

    def characters(self, content: str) -> None:
        """Take text."""
        self._open[-1].pieces.append(content)


def read_xml(text: str, losses: Losses) -> Element:
    """The elements of a file under one without a name; where it is broken, those before that place."""
    parser = make_parser()
    builder = _Builder(parser.getLineNumber)
    parser.forbid_dtd = True
    parser.setContentHandler(builder)
    try:
        parser.feed(_DECLARATION.sub(_line_ends_of, _ENTITY.sub(_letter, text), count=1))
        parser.close()
    except SAXParseException as error:
        sentence = f"The XML is broken here ({error.getMessage()}): from here on nothing is read."
        losses.note(error.getLineNumber() or 1, sentence)
    except (DefusedXmlException, _TooMuchError) as error:
        why = "a document type of its own" if isinstance(error, DefusedXmlException) else error.getMessage()
        losses.note(1, f"The file holds {why}, which is not read, as it could do harm.")
    return builder.root


def _line_ends_of(declaration: re.Match[str]) -> str:
    # The text is decoded already, so what the declaration says of its encoding does not matter any more.
    return "\n" * declaration[0].count("\n")


def _letter(entity: re.Match[str]) -> str:
    """The character of an HTML entity such as `&nbsp;`, which XML by itself does not know."""
    found = html.unescape(entity[0])
    return found if found != entity[0] and not set(found) & set("<>&") else f"&amp;{entity[1]};"
