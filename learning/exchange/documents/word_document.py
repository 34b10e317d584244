"""PURE. A Word file read into headings, paragraphs, lists, tables and pictures, with everything that is lost named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from learning.exchange.documents.picture_shelf import PictureShelf
from learning.exchange.documents.regular_tables import Cell, made_table
from learning.exchange.documents.rich_text import (
    LETTERED_LIST,
    NUMBERED_HEADINGS,
    Block,
    Found,
    FurtherParagraph,
    Heading,
    Inline,
    ListLine,
    Loss,
    Losses,
    Paragraph,
    Quote,
    RichText,
    Rule,
    Words,
    plain,
    shortened,
    with_lists,
)
from learning.exchange.documents.word_lists import ListCounter, ListPlace, list_place
from learning.exchange.documents.word_package import Style, WordPackage, open_word
from learning.exchange.documents.word_runs import Look, RunReader, fields_are_whole
from learning.exchange.documents.word_xml import Part, attribute, below, child, is_on, local, whole

_MAX_DEPTH = 12
_PLAIN_STYLES = frozenset(
    {"", "normal", "body text", "text body", "list paragraph", "no spacing", "normal (web)", "standard", "default"}
    | {"footnote text", "endnote text", "table contents", "plain text", "first paragraph", "compact", "list", "list 2"}
    | {"paragraph", "msonormal", "footnote", "endnote"}
)
_SAYS = ("t", "delText", "sym", "drawing", "pict", "object", "fldChar", "footnoteReference", "endnoteReference")
_LETTERED = ("lowerLetter", "upperLetter", "lowerRoman", "upperRoman")


def read_word(data: bytes) -> RichText:
    """The text of a .docx. Raises UnreadableZipError with a sentence where it cannot be read at all."""
    package = open_word(data)
    losses = Losses()
    shelf = PictureShelf(losses)
    runs = RunReader(package, losses, shelf, trusts_fields=fields_are_whole(package.body))
    reader = _Reader(package, runs, losses)
    text = RichText(reader.blocks(package.body, at_top=True))
    text.title = reader.title
    while runs.unread_notes:
        key = runs.unread_notes.popleft()
        text.notes[key] = tuple(reader.blocks(runs.notes[key], at_top=False))
    _name_headers(package, losses)
    text.pictures = shelf.pictures
    text.losses = losses.all()
    return text


def _name_headers(package: WordPackage, losses: Losses) -> None:
    said = [shortened(" ".join(found.text or "" for found in below(part, "t"))) for part in package.headers]
    if any(said):
        what = f"The head or foot of the pages (“{next(filter(None, said))}”) was not carried over."
        losses.found.append(Loss("", what))
    if any(True for part in package.headers for _ in below(part, "drawing", "pict", "object")):
        losses.found.append(Loss("", "A picture or watermark at the head or foot of the pages was not carried over."))


@dataclass(slots=True)
class _Reader:
    """Reads blocks in order."""

    package: WordPackage
    runs: RunReader
    losses: Losses
    title: str = ""
    _counter: ListCounter = field(default_factory=ListCounter)
    _counter_by_name: ListCounter = field(default_factory=ListCounter)
    """Of the list that is going on: nothing but what stands between two of a name tells them apart."""

    def blocks(self, parent: Part, *, at_top: bool, depth: int = 0) -> list[Block]:
        """The blocks in the text, a cell, a box or a note. Only at the top are headings headings."""
        if depth > _MAX_DEPTH:
            self.losses.note("tables or boxes are nested too deep: what is inside was not carried over.")
            return []
        outer, self._counter_by_name = self._counter_by_name, ListCounter()
        made = list(_quotes_put_together(with_lists(self._found(parent, at_top=at_top, depth=depth + 1))))
        self._counter_by_name = outer
        return made

    def _found(self, parent: Part, *, at_top: bool, depth: int) -> Iterator[Found]:
        if depth > 10 * _MAX_DEPTH:
            self.losses.note("something is nested too deep to be read.")
            return
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, at_top=at_top, depth=depth)
            elif name == "tbl":
                self.losses.at_paragraph()
                yield from self._table(element, depth)
            elif name == "sdt" and _is_contents(element):
                self.losses.count("The table of contents was left out; the list of lessons takes its place.")
            elif name == "altChunk":
                self.losses.note("another document that is put in here: not carried over.")
            elif name not in ("sectPr", "tcPr", "sdtPr", "sdtEndPr"):
                yield from self._found(element, at_top=at_top, depth=depth + 1)

    def _paragraph(self, element: Part, *, at_top: bool, depth: int) -> Iterator[Found]:
        if not any(True for _ in below(element, *_SAYS)):
            return
        properties = child(element, "pPr")
        style = self.package.style(attribute(child(properties, "pStyle"), "val"))
        level = _heading_level(properties, style)
        self.losses.at_paragraph()
        is_contents = self.runs.is_in_contents or style.name.startswith("toc ")
        words = self._words(element, style, is_heading=level is not None)
        if (is_contents or self.runs.is_in_contents) and plain(words):
            self.losses.count("The table of contents was left out; the list of lessons takes its place.")
            return
        if words and style.name == "title" and at_top and not self.title:
            self.title = plain(words)
        elif words and level is not None:
            yield from self._heading(level, words, properties, style, at_top=at_top)
        elif words:
            yield self._ordinary(words, properties, style)
        yield from self._beside(depth)

    def _words(self, element: Part, style: Style, *, is_heading: bool) -> tuple[Inline, ...]:
        """The words; none where all of them are blank."""
        look = Look() if is_heading else Look(bold=bool(style.bold), italic=bool(style.italic))
        words = tuple(self.runs.words(element, look))
        says = any(not isinstance(part, Words) or part.text.strip() for part in words)
        return words if says and (plain(words) or any(not isinstance(part, Words) for part in words)) else ()

    def _heading(
        self, level: int, words: tuple[Inline, ...], properties: Part | None, style: Style, *, at_top: bool
    ) -> Iterator[Block]:
        said = plain(words)
        self._counter_by_name = ListCounter()
        if not at_top:
            yield Paragraph(tuple(_bold(words)))
            return
        if said:
            self.losses.at_heading(said)
            letters = tuple(part for part in words if isinstance(part, Words) or not hasattr(part, "path"))
            yield Heading(level, letters)
        if self._place(properties, style) is not None:
            self.losses.count(NUMBERED_HEADINGS)
        pictures = tuple(part for part in words if hasattr(part, "path"))
        if pictures:
            yield Paragraph(pictures)

    def _ordinary(self, words: tuple[Inline, ...], properties: Part | None, style: Style) -> Found:
        place = self._place(properties, style)
        if place is not None:
            kind = place.numbering.kind
            if kind in _LETTERED:
                self.losses.count(LETTERED_LIST)
            number = (self._counter_by_name if place.is_by_name else self._counter).next_number(place)
            return ListLine(place.level, kind not in ("bullet", "none"), number, (Paragraph(words),), place.key)
        if style.named is not None and style.named.kind == "continue":
            return FurtherParagraph(Paragraph(words))
        self._counter_by_name = ListCounter()
        if style.named is not None:
            return Paragraph(words)
        if "quote" in style.name or style.name == "block text":
            return Quote((Paragraph(words),))
        if style.name not in _PLAIN_STYLES and style.name not in ("title", "subtitle", "caption"):
            name = shortened(style.name, 40)
            self.losses.count(f"The look of the style “{name}” was not carried over, its words were.")
        return Paragraph(words)

    def _place(self, properties: Part | None, style: Style) -> ListPlace | None:
        numberings, named = self.package.numberings, style.named
        key, level = style.list_key, style.list_level
        return list_place(properties, numberings, style_key=key, style_level=level, named=named)

    def _beside(self, depth: int) -> Iterator[Block]:
        """What stood beside the words of the paragraph that was just read."""
        beside, self.runs.beside = self.runs.beside, []
        for found in beside:
            if isinstance(found, Rule):
                yield found
                continue
            if any(True for _ in below(found, *_SAYS)):
                self.losses.note("a text box: its words stand in a quote after the paragraph now.")
                self.losses.table_depth += 1
                inner = self.blocks(found, at_top=False, depth=depth)
                self.losses.table_depth -= 1
                yield from [Quote(tuple(inner))] if inner else []

    def _table(self, table: Part, depth: int) -> list[Block]:
        look = child(table, "tblPr", "tblLook")
        first_row = attribute(look, "firstRow")
        has_head = first_row == "1" or (not first_row and bool(_hexadecimal(attribute(look, "val")) & 0x20))
        self.losses.table_depth += 1
        rows = [self._row(row, depth) for row in _rows(table)]
        self.losses.table_depth -= 1
        marked = next((is_on(child(row, "trPr"), "tblHeader") for row in _rows(table)), None)
        return made_table(rows, self.losses, has_head=has_head or bool(marked))

    def _row(self, row: Part, depth: int) -> list[Cell]:
        before = whole(attribute(child(row, "trPr", "gridBefore"), "val"))
        cells = [Cell((), max(before, 1))] if before else []
        for cell in _cells(row):
            properties = child(cell, "tcPr")
            merge = child(properties, "vMerge")
            cells.append(
                Cell(
                    tuple(self.blocks(cell, at_top=False, depth=depth)),
                    max(whole(attribute(child(properties, "gridSpan"), "val"), 1), 1),
                    merge is not None and attribute(merge, "val", "continue") != "restart",
                )
            )
        return cells


def _heading_level(properties: Part | None, style: Style) -> int | None:
    own = child(properties, "outlineLvl")
    level = whole(attribute(own, "val"), 9) if own is not None else style.outline
    if level is None and style.name.startswith("heading "):
        level = whole(style.name.removeprefix("heading "), 10) - 1
    return None if level is None or not 0 <= level < 9 else min(level + 1, 6)


def _quotes_put_together(blocks: Sequence[Block]) -> Iterator[Block]:
    """Word has a quote for each paragraph; those that follow each other are one."""
    for are_quotes, run in groupby(blocks, key=lambda block: isinstance(block, Quote)):
        one_by_one = list(run)
        yield from [Quote(tuple(inner for one in one_by_one for inner in _inside(one)))] if are_quotes else one_by_one


def _inside(block: Block) -> tuple[Block, ...]:
    return block.blocks if isinstance(block, Quote) else (block,)


def _bold(words: Sequence[Inline]) -> Iterator[Inline]:
    for part in words:
        yield Words(part.text, bold=True, italic=part.italic, link=part.link) if isinstance(part, Words) else part


def _is_contents(element: Part) -> bool:
    gallery = child(element, "sdtPr", "docPartObj", "docPartGallery")
    return attribute(gallery, "val").startswith("Table of Contents")


def _rows(table: Part) -> Iterator[Part]:
    return _through(table, "tr", ("tbl", "tc"))


def _cells(row: Part) -> Iterator[Part]:
    return _through(row, "tc", ("tbl", "tr"))


def _through(parent: Part, name: str, never: Sequence[str], depth: int = 0) -> Iterator[Part]:
    """The elements of this name below, through wrappers such as content controls, but not through these."""
    for element in parent if depth < _MAX_DEPTH else ():
        if local(element) == name:
            yield element
        elif local(element) not in never:
            yield from _through(element, name, never, depth + 1)


def _hexadecimal(text: str) -> int:
    try:
        return int(text or "0", 16)
    except ValueError:
        return 0
