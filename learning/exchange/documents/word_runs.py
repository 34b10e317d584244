"""PURE. The words inside a paragraph of a Word file: how they look, where they lead, and what stands among them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from learning.exchange.documents.picture_shelf import PictureShelf
from learning.exchange.documents.rich_text import (
    Inline,
    LineBreak,
    Losses,
    NoteMark,
    Picture,
    Rule,
    Words,
    shortened,
)
from learning.exchange.documents.word_package import WordPackage
from learning.exchange.documents.word_xml import (
    Part,
    attribute,
    below,
    child,
    is_on,
    local,
    outside_boxes,
    whole,
)

_MAX_DEPTH = 60
_SILENT = frozenset(
    {"pPr", "rPr", "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "lastRenderedPageBreak"}
    | {"commentRangeStart", "commentRangeEnd", "annotationRef", "footnoteRef", "endnoteRef", "softHyphen"}
    | {"moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "sdtPr", "sdtEndPr"}
    | {"smartTagPr", "customXmlPr", "separator", "continuationSeparator", "delInstrText", "rt"}
)
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SIGNS = {"F0FC": "✓", "F0FB": "✗", "F0E0": "→", "F0E8": "➔", "F0A7": "▪", "F0B7": "•", "F0A8": "☐", "F0FE": "☒"}
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_CARRIED_SCHEMES = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How words look, and where they lead."""

    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(slots=True)
class _Field:
    """A field that is being read: what it was told to do, and whether its result has begun."""

    told: str = ""
    has_result: bool = False


@dataclass(slots=True)
class RunReader:
    """Reads paragraphs in order. What stands beside the words is kept in `beside` for whoever reads the blocks."""

    package: WordPackage
    losses: Losses
    shelf: PictureShelf
    trusts_fields: bool = True
    beside: list[Part | Rule] = field(default_factory=list)
    notes: dict[str, Part] = field(default_factory=dict)
    unread_notes: deque[str] = field(default_factory=deque)
    """The keys of notes whose mark was read, and that have still to be read themselves."""
    _fields: list[_Field] = field(default_factory=list)

    @property
    def is_in_contents(self) -> bool:
        """Whether a table of contents, which Word makes itself, is being read."""
        return self.trusts_fields and any(
            one.has_result and one.told.strip().upper().startswith("TOC") for one in self._fields
        )

    def words(self, parent: Part, look: Look, depth: int = 0) -> list[Inline]:
        """The words of a paragraph, or of a part of one."""
        if depth > _MAX_DEPTH:
            self.losses.note("something is nested too deep to be read.")
            return []
        return [part for element in parent for part in self._element(element, look, depth + 1)]

    def _element(self, element: Part, look: Look, depth: int) -> Iterator[Inline]:
        name = local(element)
        if name in _SILENT:
            return
        if name == "r":
            yield from self._run(element, look, depth)
        elif name in ("del", "moveFrom"):
            self._tracked(element, "words that somebody had struck out: left out", "delText", "t")
        elif name in ("ins", "moveTo"):
            self._tracked(element, "words that somebody had put in, still to be accepted: carried over", "t")
            yield from self.words(element, look, depth)
        elif name == "hyperlink":
            yield from self.words(element, replace(look, link=self._link(element)), depth)
        elif name == "fldSimple":
            yield from self.words(element, self._look_of_field(attribute(element, "instr"), look), depth)
        elif name in ("oMath", "oMathPara"):
            signs = shortened("".join(found.text or "" for found in below(element, "t")))
            self.losses.note(f"an equation (“{signs}”): not carried over. Write it in words, or add a picture of it.")
        elif name == "AlternateContent":
            chosen = next((found for found in element if local(found) in ("Choice", "Fallback")), None)
            yield from self.words(chosen, look, depth) if chosen is not None else []
        elif name in ("drawing", "pict", "object"):
            yield from self._drawing(element)
        else:
            yield from self.words(element, look, depth)

    def _run(self, run: Part, look: Look, depth: int) -> Iterator[Inline]:
        properties = child(run, "rPr")
        style = self.package.style(attribute(child(properties, "rStyle"), "val"))
        if is_on(properties, "vanish"):
            self._tracked(run, "hidden words: left out", "t")
            return
        look = replace(
            look,
            bold=_first_said(is_on(properties, "b"), style.bold, look.bold),
            italic=_first_said(is_on(properties, "i"), style.italic, look.italic),
        )
        self._count_looks(properties)
        for element in run:
            for part in self._in_run(element, look, depth):
                yield self._raised(part, properties) if isinstance(part, Words) else part

    def _in_run(self, element: Part, look: Look, depth: int) -> Iterator[Inline]:
        name = local(element)
        simple = _SIMPLE.get(name)
        if simple is not None:
            yield from self._said(simple, look)
        elif name == "t":
            yield from self._said(element.text or "", look)
        elif name == "br":
            if attribute(element, "type", "textWrapping") == "textWrapping":
                yield LineBreak()
        elif name == "sym":
            yield from self._said(self._sign(element), look)
        elif name in ("footnoteReference", "endnoteReference"):
            yield from self._note(element, name)
        elif name == "commentReference":
            self._comment(element)
        elif name in ("fldChar", "instrText"):
            self._field(element)
        elif name == "ruby":
            yield from self.words(child(element, "rubyBase") or element, look, depth)
        else:
            yield from self._element(element, look, depth)

    def _said(self, text: str, look: Look) -> Iterator[Inline]:
        """Words, unless they are what a field was told, or belong to a table of contents."""
        if self.trusts_fields and self._fields and not self._fields[-1].has_result:
            return
        told = next((one.told for one in reversed(self._fields) if one.has_result and _HYPERLINK.match(one.told)), "")
        if told and not look.link:
            look = self._look_of_field(told, look)
        if text:
            yield Words(text, look.bold, look.italic, link=look.link)

    def _field(self, element: Part) -> None:
        kind = attribute(element, "fldCharType")
        if local(element) == "instrText":
            if self._fields and not self._fields[-1].has_result:
                self._fields[-1].told = (self._fields[-1].told + (element.text or ""))[:2000]
        elif kind == "begin" and len(self._fields) < _MAX_DEPTH:
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _look_of_field(self, told: str, look: Look) -> Look:
        found = _HYPERLINK.match(told)
        target = (found[1] or found[2] or "") if found else ""
        return replace(look, link=self._carried(target)) if target and not target.startswith("\\") else look

    def _link(self, element: Part) -> str:
        target = self.package.links.get(attribute(element, "id"), "")
        if not target:
            if not self.is_in_contents:
                self.losses.count("A link to a place in the same document became plain words.")
            return ""
        return self._carried(target)

    def _carried(self, target: str) -> str:
        if _CARRIED_SCHEMES.match(target):
            return target
        self.losses.note(f"a link to {shortened(target)}: only its words were carried over.")
        return ""

    def _tracked(self, element: Part, what: str, *names: str) -> None:
        said = shortened("".join(found.text or "" for found in below(element, *names)))
        if said:
            self.losses.note(f"{what}: “{said}”.")

    def _note(self, element: Part, name: str) -> Iterator[Inline]:
        number, kind = attribute(element, "id"), name[0]
        note = (self.package.footnotes if kind == "f" else self.package.endnotes).get(number)
        if note is not None:
            key = f"{kind}{number}"
            if key not in self.notes:
                self.notes[key] = note
                self.unread_notes.append(key)
            yield NoteMark(key)

    def _comment(self, element: Part) -> None:
        comment = self.package.comments.get(attribute(element, "id"))
        if comment is not None:
            said = shortened(" ".join(found.text or "" for found in below(comment, "t")))
            writer = attribute(comment, "author")
            self.losses.note(f"a comment{f' by {writer}' if writer else ''} (“{said}”): not carried over.")

    def _sign(self, element: Part) -> str:
        code, font = attribute(element, "char").upper(), attribute(element, "font")
        if code not in _SIGNS:
            self.losses.note(f"a sign of the font {font or 'of symbols'}: not carried over.")
        return _SIGNS.get(code, "")

    def _count_looks(self, properties: Part | None) -> None:
        for name, what in _LOOKS.items():
            if is_on(properties, name):
                self.losses.count(what)
        if attribute(child(properties, "color"), "val", "auto").lower() not in ("auto", "000000"):
            self.losses.count("Colours and highlighting were not carried over.")

    def _raised(self, words: Words, properties: Part | None) -> Words:
        kind = attribute(child(properties, "vertAlign"), "val")
        table = {"superscript": _RAISED, "subscript": _LOWERED}.get(kind)
        if table is None or not words.text.strip():
            return words
        if all(ord(sign) in table or sign.isspace() for sign in words.text):
            return replace(words, text=words.text.translate(table))
        self.losses.note(f"raised or lowered letters (“{shortened(words.text)}”): they stand on the line now.")
        return words

    def _drawing(self, element: Part) -> Iterator[Inline]:
        parts = list(outside_boxes(element))
        names = {local(part) for part in parts}
        properties = next((part for part in parts if local(part) == "docPr"), None)
        shows = attribute(properties, "descr") or attribute(properties, "title")
        if local(element) != "object":
            yield from self._pictures(parts, shows)
        self.beside += [part for part in parts if local(part) == "txbxContent"]
        if any(attribute(part, "hr") in ("t", "true", "1") for part in parts if local(part) == "rect"):
            self.beside.append(Rule())
        elif local(element) == "object":
            program = next((attribute(part, "ProgID") for part in parts if local(part) == "OLEObject"), "")
            self.losses.note(f"an embedded object ({program or 'from another program'}): not carried over.")
        elif "relIds" in names:
            self.losses.note(f"SmartArt: not carried over.{_shows(shows)}")
        elif "chart" in names:
            self.losses.note(f"a chart: not carried over.{_shows(shows)} Add a picture of it.")
        elif not names & {"blip", "imagedata", "txbxContent"}:
            self.losses.note(f"a drawn shape: not carried over.{_shows(shows)}")

    def _pictures(self, parts: Sequence[Part], shows: str) -> Iterator[Picture]:
        for blip in parts:
            if local(blip) in ("blip", "imagedata"):
                relation = attribute(blip, "embed") or attribute(blip, "id") or attribute(blip, "link")
                path, data = self.package.picture(relation)
                picture = self.shelf.put(path or relation, data, shows)
                yield from [picture] if picture else []


_SIMPLE = {"tab": " ", "ptab": " ", "noBreakHyphen": "\u2011", "cr": " "}
_LOOKS = {
    "u": "Underlining was not carried over.",
    "highlight": "Colours and highlighting were not carried over.",
    "strike": "Words that were crossed out stand there without the line through them.",
    "dstrike": "Words that were crossed out stand there without the line through them.",
}


def _first_said(*answers: bool | None) -> bool:
    return next((answer for answer in answers if answer is not None), False)


def _shows(words: str) -> str:
    return f" It shows: {shortened(words).rstrip('.')}." if words else ""


def fields_are_whole(body: Part) -> bool:
    """Whether every field that begins in the text also ends; else nothing may be left out because of one."""
    kinds = [attribute(found, "fldCharType") for found in below(body, "fldChar")]
    return kinds.count("begin") == kinds.count("end") and whole(str(len(kinds))) < 200_000
