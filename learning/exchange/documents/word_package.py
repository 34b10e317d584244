"""PURE. The parts of a Word file: its text as XML, its styles, list numbers, pictures and notes."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from learning.exchange import safe_zip
from learning.exchange.documents.word_lists import NamedList, Numbering, named_list, read_numberings
from learning.exchange.documents.word_xml import Part, attribute, child, is_on, local, whole
from learning.exchange.safe_zip import SafeZip, UnreadableZipError

_MAX_UNPACKED_BYTES = 60_000_000
_MAX_XML_BYTES = 12_000_000
_MAX_TAGS = 1_200_000  # of all parts: an element takes much more memory than its letters
_MAX_PICTURE_BYTES = 20_000_000
_TOO_LARGE = "This Word file holds more text than can be read at once. Save each half as a file of its own."
_DAMAGED = "This Word file is damaged. Open it in Word, save it as .docx again, and choose that one."
_MAX_BASED_ON = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What is asked of a style: its name, what it is based on, and what it says of lists and letters."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    list_key: str = ""
    list_level: int = 0
    named: NamedList | None = None
    bold: bool | None = None
    italic: bool | None = None


@dataclass(slots=True)
class WordPackage:
    """A Word file that was opened."""

    body: Part
    styles: dict[str, Style]
    numberings: dict[tuple[str, int], Numbering]
    footnotes: dict[str, Part]
    endnotes: dict[str, Part]
    comments: dict[str, Part]
    headers: list[Part]
    links: dict[str, str]
    _archive: SafeZip = field(repr=False)
    _entries: dict[str, object] = field(repr=False)

    def style(self, key: str) -> Style:
        """A style with what it takes over from those it is based on."""
        found = self.styles.get(key)
        merged = found or Style()
        for _ in range(_MAX_BASED_ON):
            found = self.styles.get(found.based_on) if found else None
            if found is None:
                break
            merged = Style(
                merged.name,
                merged.based_on,
                found.outline if merged.outline is None else merged.outline,
                merged.list_key or found.list_key,
                merged.list_level if merged.list_key else found.list_level,
                merged.named or found.named,
                found.bold if merged.bold is None else merged.bold,
                found.italic if merged.italic is None else merged.italic,
            )
        return merged

    def picture(self, relation: str) -> tuple[str, bytes | None]:
        """The path of a picture in the file, and its bytes; None where it is not there or too large."""
        path = self.links.get(relation, "")
        entry = self._entries.get(path)
        return path, self._archive.read(entry, most=_MAX_PICTURE_BYTES) if entry else None  # type: ignore[arg-type]


@dataclass(slots=True)
class _Parts:
    """Reads the parts of a file until they hold too many tags."""

    archive: SafeZip
    entries: Mapping[str, zipfile.ZipInfo]
    tags_left: int = _MAX_TAGS

    def read(self, path: str) -> Part | None:
        entry = self.entries.get(path)
        if entry is None:
            return None
        content = self.archive.read(entry, most=_MAX_XML_BYTES)
        if content is None:
            raise UnreadableZipError(_TOO_LARGE if entry.file_size > _MAX_XML_BYTES else _DAMAGED)
        self.tags_left -= content.count(b"<")
        if self.tags_left < 0:
            raise UnreadableZipError(_TOO_LARGE)
        return _xml(content)


def open_word(data: bytes) -> WordPackage:
    """The parts of a .docx. Raises UnreadableZipError with a sentence where it is none."""
    archive = safe_zip.open_zip(data, budget=_MAX_UNPACKED_BYTES)
    entries = {entry.filename.lstrip("/"): entry for entry in archive.entries}
    part = _Parts(archive, entries).read
    document_path = _document_path(part("_rels/.rels"))
    document = part(document_path)
    body = next((child for child in document if local(child) == "body"), None) if document is not None else None
    if body is None:
        raise UnreadableZipError(_other_file(entries))
    folder = posixpath.dirname(document_path)
    relations = _relations(part(f"{folder}/_rels/{posixpath.basename(document_path)}.rels"), folder)
    by_kind = {kind: path for kind, path, _ in relations.values()}
    numberings = read_numberings(part(by_kind.get("numbering", "")))
    return WordPackage(
        body=body,
        styles=_styles(part(by_kind.get("styles", "")), numberings),
        numberings=numberings,
        footnotes=_by_id(part(by_kind.get("footnotes", "")), "footnote"),
        endnotes=_by_id(part(by_kind.get("endnotes", "")), "endnote"),
        comments=_by_id(part(by_kind.get("comments", "")), "comment"),
        headers=[
            found
            for kind, path, _ in relations.values()
            if kind in ("header", "footer") and (found := part(path)) is not None
        ],
        links={key: path for key, (_, path, _) in relations.items()},
        _archive=archive,
        _entries=dict(entries),
    )


def _xml(content: bytes) -> Part:
    try:
        return fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise UnreadableZipError(
            "This Word file is damaged, or holds something that no Word file holds. "
            "Open it in Word, save it as .docx again, and choose that one."
        ) from None


def _other_file(entries: Mapping[str, object]) -> str:
    if any(path.startswith(("xl/", "ppt/")) for path in entries):
        return "This is an Excel or PowerPoint file. Copy its words into a Word file, or paste them here."
    if "content.xml" in entries:
        return "This is an OpenDocument file (.odt). Save it as .docx and choose that one."
    return "This is no Word file. Choose a file that was saved as .docx."


def _document_path(relations: Part | None) -> str:
    for relation in relations if relations is not None else ():
        if attribute(relation, "Type").endswith("/officeDocument"):
            return attribute(relation, "Target").lstrip("/")
    return "word/document.xml"


def _relations(relations: Part | None, folder: str) -> dict[str, tuple[str, str, bool]]:
    """Key to the kind of a relation, where it leads, and whether that is outside of the file."""
    found: dict[str, tuple[str, str, bool]] = {}
    for relation in relations if relations is not None else ():
        target, outside = attribute(relation, "Target"), attribute(relation, "TargetMode") == "External"
        path = target if outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[attribute(relation, "Id")] = (attribute(relation, "Type").rpartition("/")[2], path, outside)
    return found


def _styles(part: Part | None, numberings: Mapping[tuple[str, int], Numbering]) -> dict[str, Style]:
    found: dict[str, Style] = {}
    level_of = {(key, numbering.style): level for (key, level), numbering in numberings.items() if numbering.style}
    for style in part if part is not None else ():
        if local(style) != "style":
            continue
        paragraph, letters = child(style, "pPr"), child(style, "rPr")
        outline = child(paragraph, "outlineLvl")
        key, name = attribute(style, "styleId"), attribute(child(style, "name"), "val").casefold()
        list_key = attribute(child(paragraph, "numPr", "numId"), "val")
        list_level = whole(attribute(child(paragraph, "numPr", "ilvl"), "val"))
        found[key] = Style(
            name=name,
            based_on=attribute(child(style, "basedOn"), "val"),
            outline=None if outline is None else whole(attribute(outline, "val"), 9),
            list_key=list_key,
            list_level=level_of.get((list_key, key), list_level),
            named=named_list(name),
            bold=is_on(letters, "b"),
            italic=is_on(letters, "i"),
        )
    return found


def _by_id(part: Part | None, name: str) -> dict[str, Part]:
    found = part if part is not None else ()
    return {
        attribute(note, "id"): note
        for note in found
        if local(note) == name and attribute(note, "type") not in ("separator", "continuationSeparator")
    }
