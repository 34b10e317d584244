"""PURE. HTML, as Word, Google Docs and Outlook put it on the clipboard, read into headings, lists, tables and text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from learning.exchange.documents.html_tree import BLOCK_TAGS, Child, Element, read_html
from learning.exchange.documents.html_words import HtmlWords, Look, is_hidden
from learning.exchange.documents.picture_shelf import PictureShelf
from learning.exchange.documents.regular_tables import Cell, made_table
from learning.exchange.documents.rich_text import (
    LETTERED_LIST,
    NUMBERED_HEADINGS,
    Block,
    Code,
    Found,
    FurtherParagraph,
    Heading,
    Inline,
    ListBlock,
    ListLine,
    Losses,
    Paragraph,
    Quote,
    RichText,
    Rule,
    Words,
    plain,
    with_lists,
)

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FAKE_LIST = re.compile(r"mso-list:\s*(l\d+)\s+level(\d)", re.IGNORECASE)
_NAMED_LIST = re.compile(r"MsoList(Bullet|Number)([2-5]?)(?![A-Za-z])")
_LETTERS = re.compile(r"list-style(?:-type)?:[^;]*(?:alpha|roman|latin)")
_LINES = ("p", "li")
"""That the name of a style makes lines of a list; a list or a table of that name is what it is."""
_MAX_COLUMNS = 60
_MAX_DEPTH = 9
"""Of lists and quotes in one another; deeper ones stand flat, so that what is written stays about as long."""
_NUMBER_SIGN = re.compile(r"\(?(\d{1,9}|[A-Za-z]{1,4})[.)]")


def read_pasted(text: str) -> RichText:
    """The text of a piece of HTML; never raises."""
    losses = Losses()
    shelf = PictureShelf(losses)
    reader = _Reader(losses, HtmlWords(losses, shelf))
    found = RichText(reader.blocks(read_html(text).children, Look(), at_top=True))
    found.title, found.pictures, found.losses = reader.title, shelf.pictures, losses.all()
    return found


@dataclass(slots=True)
class _Reader:
    losses: Losses
    inline: HtmlWords
    title: str = ""
    _words: list[Inline] = field(default_factory=list)
    _depth: int = 0

    def blocks(self, children: Sequence[Child], look: Look, *, at_top: bool) -> list[Block]:
        """The blocks among these; words between blocks are paragraphs."""
        outer, self._words = self._words, []
        made = with_lists([*self._found(children, look, at_top=at_top), *self._paragraph()])
        self._words = outer
        return made

    def _found(self, children: Sequence[Child], look: Look, *, at_top: bool) -> Iterator[Found]:
        for child in children:
            if isinstance(child, str):
                self._words += self.inline.said(child, look)
            elif is_hidden(child) or not (child.tag in BLOCK_TAGS or child.holds_block):
                with self.losses.in_next_paragraph():
                    self._words += self.inline.words(child, look)
            elif child.tag in BLOCK_TAGS:
                yield from self._paragraph()
                yield from self._block(child, look, at_top=at_top)
                yield from self._paragraph()
            else:
                yield from self._found(child.children, self.inline.look_of(child, look), at_top=at_top)

    def _block(self, element: Element, look: Look, *, at_top: bool) -> Iterator[Found]:
        tag = element.tag
        fake = _fake_list(element)
        if tag in _HEADINGS:
            yield from self._heading(element, _HEADINGS[tag], at_top=at_top)
        elif fake is not None:
            yield from self._fake_list_line(element, *fake, look)
        elif "MsoListContinue" in element.kind and tag in _LINES:
            yield from self._further_paragraph(element, look)
        elif tag in ("ul", "ol"):
            self._depth += 1
            made = list(self._list(element, look))
            self._depth -= 1
            yield from made if self._depth < _MAX_DEPTH else _flat(made)
        elif tag == "table":
            yield from self._table(element, look)
        elif tag == "blockquote":
            self._depth += 1
            inner = self.blocks(element.children, look, at_top=False)
            self._depth -= 1
            yield from [Quote(tuple(inner))] if inner and self._depth < _MAX_DEPTH else inner
        elif tag == "pre":
            self.losses.at_paragraph()
            yield from [Code(element.words())] if element.words().strip() else []
        elif tag == "hr":
            yield Rule()
        elif "MsoTitle" in element.kind and at_top and not self.title:
            self.title = plain(self.inline.inside(element, Look()))
        else:
            yield from self._found(element.children, self.inline.look_of(element, look), at_top=at_top)

    def _paragraph(self) -> list[Block]:
        """The words that were collected, as a paragraph; none where they are blank."""
        words, self._words = _trimmed(self._words), []
        if not words:
            return []
        self.losses.at_paragraph()
        return [Paragraph(tuple(words))]

    def _heading(self, element: Element, level: int, *, at_top: bool) -> Iterator[Block]:
        words = _trimmed(self.inline.inside(element, Look(is_heading=True)))
        pictures = tuple(part for part in words if hasattr(part, "path"))
        letters = tuple(part for part in words if not hasattr(part, "path"))
        if _FAKE_LIST.search(element.attributes.get("style", "")):
            self.losses.count(NUMBERED_HEADINGS)
        if plain(letters) and at_top:
            self.losses.at_heading(plain(letters))
            yield Heading(level, letters)
        elif plain(letters):
            yield Paragraph(tuple(replace(part, bold=True) if isinstance(part, Words) else part for part in letters))
        if pictures:
            yield Paragraph(pictures)

    def _fake_list_line(self, element: Element, key: str, level: int, look: Look) -> Iterator[ListLine]:
        sign = next((found.words() for found in _elements(element) if "mso-list:ignore" in found.style), "")
        numbered = _NUMBER_SIGN.match(sign.strip())
        is_ordered = numbered is not None if sign.strip() else "MsoListNumber" in element.kind
        number = int(numbered[1]) if numbered and numbered[1].isdigit() else 1
        with self.losses.in_next_paragraph():
            if numbered and not numbered[1].isdigit():
                self.losses.count(LETTERED_LIST)
            words = _trimmed(self.inline.inside(element, look))
        if words:
            self.losses.at_paragraph()
            yield ListLine(level, is_ordered, number, (Paragraph(tuple(words)),), key)

    def _further_paragraph(self, element: Element, look: Look) -> Iterator[FurtherParagraph]:
        with self.losses.in_next_paragraph():
            words = _trimmed(self.inline.inside(element, look))
        if words:
            self.losses.at_paragraph()
            yield FurtherParagraph(Paragraph(tuple(words)))

    def _list(self, element: Element, look: Look) -> Iterator[Block]:
        items: list[list[Block]] = []
        for child in element.children:
            if isinstance(child, Element) and child.tag in ("ul", "ol") and items:
                # Google Docs puts a list right inside a list: it belongs to the item above.
                items[-1] += self._list(child, look)
            else:
                inner = child.children if isinstance(child, Element) and child.tag == "li" else [child]
                blocks = self.blocks(inner, look, at_top=False)
                items += [blocks] if blocks else []
        start = element.attributes.get("start", "")
        if items and element.tag == "ol" and _is_lettered(element):
            self.losses.count(LETTERED_LIST)
        if items:
            is_plain_number = start.isascii() and start.isdigit() and len(start) < 9
            yield ListBlock(element.tag == "ol", int(start) if is_plain_number else 1, tuple(map(tuple, items)))

    def _table(self, element: Element, look: Look) -> Iterator[Block]:
        self.losses.at_paragraph()
        rows = list(_rows(element))
        has_head = bool(rows) and all(cell.tag == "th" for cell in _cells(rows[0]))
        for caption in (child for child in element.children if isinstance(child, Element) and child.tag == "caption"):
            yield from self.blocks(caption.children, look, at_top=False)
        grid: list[list[Cell]] = []
        going_on: dict[int, int] = {}
        self.losses.table_depth += 1
        for row in rows:
            grid.append(self._row(row, going_on, look))
        self.losses.table_depth -= 1
        yield from made_table(grid, self.losses, has_head=has_head or _is_in_head(element, rows))

    def _row(self, row: Element, going_on: dict[int, int], look: Look) -> list[Cell]:
        """The cells of a row; `going_on` says for how many more rows a cell above takes a column."""
        cells: list[Cell] = []
        column = 0
        for cell in _cells(row):
            column = _past_those_going_on(cells, column, going_on)
            span = _span(cell, "colspan", _MAX_COLUMNS)
            blocks = self.blocks(cell.children, replace(look, is_heading=cell.tag == "th"), at_top=False)
            cells.append(Cell(tuple(blocks), span))
            for taken in range(column, min(column + span, _MAX_COLUMNS)):
                going_on[taken] = _span(cell, "rowspan", 1000) - 1
            column += span
        _past_those_going_on(cells, column, going_on)
        return cells


def _is_lettered(numbered: Element) -> bool:
    items = [child for child in numbered.children if isinstance(child, Element)][:1]
    return numbered.attributes.get("type", "1") in tuple("aAiI") or any(
        _LETTERS.search(element.style) for element in (numbered, *items)
    )


def _fake_list(element: Element) -> tuple[str, int] | None:
    """The list that Word writes without a list: its key, and how deep the line stands by its style or its name."""
    by_style = _FAKE_LIST.search(element.attributes.get("style", ""))
    named = _NAMED_LIST.search(element.kind) if element.tag in _LINES else None
    level = int(named[2] or 1) if named else 1
    if by_style is not None:
        return by_style[1], level if by_style[2] == "1" else int(by_style[2])
    return (named[1], level) if named else None


def _flat(lists: Sequence[Block]) -> Iterator[Block]:
    for made in lists:
        yield from (block for item in made.items for block in item) if isinstance(made, ListBlock) else [made]


def _past_those_going_on(cells: list[Cell], column: int, going_on: dict[int, int]) -> int:
    while going_on.get(column, 0) > 0:
        going_on[column] -= 1
        cells.append(Cell((), goes_on=True))
        column += 1
    return column


def _span(cell: Element, name: str, most: int) -> int:
    text = cell.attributes.get(name, "1")
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _rows(table: Element) -> Iterator[Element]:
    for child in table.children:
        if isinstance(child, Element) and child.tag == "tr":
            yield child
        elif isinstance(child, Element) and child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _cells(row: Element) -> list[Element]:
    return [child for child in row.children if isinstance(child, Element) and child.tag in ("td", "th")]


def _is_in_head(table: Element, rows: Sequence[Element]) -> bool:
    heads = [child for child in table.children if isinstance(child, Element) and child.tag == "thead"]
    return bool(rows) and any(row is rows[0] for head in heads for row in _rows(head))


def _elements(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            yield child
            yield from _elements(child)


def _trimmed(words: Sequence[Inline]) -> list[Inline]:
    """The words without blanks and line breaks at their ends; empty where they say nothing."""
    kept = list(words)
    while kept and _is_blank(kept[0]):
        del kept[0]
    while kept and _is_blank(kept[-1]):
        del kept[-1]
    return kept


def _is_blank(part: Inline) -> bool:
    return not hasattr(part, "path") and not plain([part])
