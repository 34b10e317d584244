"""Reads answers that are lists: single and multiple choice, judgement, ordering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from learning.courses.document import Choices, Judged, Judgement, Option, Ordering, Text
from learning.courses.format.markdown_blocks import Node
from learning.courses.format.page import is_comment
from learning.courses.format.page_text import read_tick
from learning.courses.format.question_parts import Parts, Reader, note_stray
from learning.courses.format.wording import plain_line, split_label
from learning.courses.problems import on_lines


@dataclass(slots=True)
class _Item:
    """One list item: what it says, and the quote under it."""

    line: int
    nodes: list[Node]
    quote: list[Node] = field(default_factory=list)
    stray_line: int | None = None
    """Where something follows the quote."""
    deep_line: int | None = None
    """Where a quote is moved in so far that it reads as text."""

    @property
    def first_words(self) -> str:
        return self.nodes[0].content if self.nodes and self.nodes[0].kind == "paragraph" else ""

    def drop_words(self, rest: str) -> None:
        """Take a box or label off the first words."""
        first = [self.nodes[0].with_content(rest)] if rest.strip() else []
        self.nodes = [*first, *self.nodes[1:]]


def read_choices(reader: Reader, parts: Parts) -> Choices | None:
    """The options of `Choose one.` and `Choose all that apply.`"""
    items = _items(reader, parts, "bullet_list", "a list of options, each beginning `- [ ]` or, if right, `- [x]`")
    if items is None:
        return None
    ticks = [read_tick(item.first_words) for item in items]
    bare = [item.line for item, tick in zip(items, ticks, strict=True) if tick is None]
    if bare:
        sentence = f"An option begins with `[ ]` or, if it is right, `[x]`. Add that {on_lines(bare)}."
        reader.problem(bare[0], 1, "option-without-box", sentence)
    options: list[Option] = []
    for item, tick in zip(items, ticks, strict=True):
        if tick:
            item.drop_words(tick.rest)
        text = _item_text(reader, item)
        options.append(Option(text, bool(tick and tick.ticked), reader.text.block(item.quote)))
    right = [item.line for item, option in zip(items, options, strict=True) if option.right]
    if not bare:
        _check_ticks(reader, parts, right)
    _warn_no_feedback(reader, items, [option.feedback for option in options])
    return Choices(tuple(options), parts.keep_order)


def read_judgement(reader: Reader, parts: Parts) -> Judgement | None:
    """The options of `Weigh each option.` with the author's view of each."""
    views = reader.wording.views
    items = _items(reader, parts, "bullet_list", 'a list whose items begin "Strong:", "Acceptable:" or "Risky:"')
    if items is None:
        return None
    judged: list[Judged] = []
    bare: list[int] = []
    for item in items:
        labelled = split_label(item.first_words, views)
        if labelled:
            item.drop_words(labelled[1])
        else:
            bare.append(item.line)
        view = views[labelled[0]] if labelled else "acceptable"
        judged.append(Judged(_item_text(reader, item), view, reader.text.block(item.quote)))
    if bare:
        sentence = f'An option here begins "Strong:", "Acceptable:" or "Risky:". Add that {on_lines(bare)}.'
        reader.problem(bare[0], 1, "option-without-view", sentence)
    _warn_no_feedback(reader, items, [option.reason for option in judged])
    return Judgement(tuple(judged))


def read_ordering(reader: Reader, parts: Parts) -> Ordering | None:
    """The steps of `Put in order.`, in the right order."""
    items = _items(reader, parts, "ordered_list", "a numbered list in the right order, `1.` and so on")
    if items is None:
        return None
    for item in items:
        item.nodes += item.quote
    return Ordering(tuple(_item_text(reader, item) for item in items))


def _check_ticks(reader: Reader, parts: Parts, right: Sequence[int]) -> None:
    if not right:
        sentence = f'"{parts.written}" but no option is ticked. Write [x] before the right one.'
        reader.problem(parts.line, 1, "no-tick", sentence)
    elif parts.kind == "single choice" and len(right) > 1:
        many = reader.wording.instruction_for("multiple choice")
        sentence = (
            f'"{parts.written}" but {len(right)} options are ticked {on_lines(right)}. '
            f'Untick {"one" if len(right) == 2 else "all but one"}, or write "{many}"'
        )
        reader.problem(parts.line, 1, "many-ticks", sentence)


def _item_text(reader: Reader, item: _Item) -> Text:
    if not item.nodes:
        reader.problem(item.line, 1, "option-empty", "This item of the list has no words. Write them, or delete it.")
    return reader.text.inline(item.nodes)


def _warn_no_feedback(reader: Reader, items: Sequence[_Item], feedback: Sequence[Text | None]) -> None:
    lines = [item.line for item, text in zip(items, feedback, strict=True) if text is None]
    if lines:
        sentence = f"People learn from reasons. Add one as a quote under each option that lacks it {on_lines(lines)}."
        reader.page.findings.warning(lines[0], 1, "option-without-feedback", sentence)


def _items(reader: Reader, parts: Parts, wanted: str, described: str) -> list[_Item] | None:
    """The items of the one list below the instruction, read on over slips that leave the meaning clear."""
    items: list[_Item] = []
    lists: list[Node] = []
    outdented: list[int] = []
    strays: list[Node] = []
    for node in parts.answer:
        if node.kind in ("bullet_list", "ordered_list"):
            lists.append(node)
            items += [_item(reader, child) for child in node.children()]
        elif node.kind == "blockquote" and items and not items[-1].quote:
            outdented.append(node.line)
            items[-1].quote = node.children()
        else:
            strays.append(node)
    if not items:
        place = strays[0].line if strays else parts.line
        reader.problem(place, 1, "no-answer", f'After "{parts.written}" comes {described}. Write it.')
        return None
    _note_slips(reader, parts, lists, outdented, strays, wanted)
    deep = [item.deep_line for item in items if item.deep_line]
    if deep:
        sentence = f"A quote moved in too far reads as text {on_lines(deep)}. Move it in by two spaces."
        reader.problem(deep[0], 1, "quote-too-deep", sentence)
    if len(items) < 2 and not strays:
        sentence = f'"{parts.written}" needs at least two items. Add one.'
        reader.problem(lists[0].line, 1, "one-option", sentence)
    return items


def _note_slips(
    reader: Reader, parts: Parts, lists: list[Node], outdented: list[int], strays: list[Node], wanted: str
) -> None:
    """One problem for each way in which the list is not as it should be."""
    if lists[0].kind != wanted:
        signs = "`- ` before each item" if wanted == "bullet_list" else "`1. ` before each step"
        reader.problem(lists[0].line, 1, "wrong-list", f'"{parts.written}" takes another kind of list. Write {signs}.')
    elif outdented:
        sentence = (
            f"A quote that belongs to an option is moved in by two spaces {on_lines(outdented)}. One for the whole "
            'question begins "Hint:" or "Because:".'
        )
        reader.problem(outdented[0], 1, "quote-not-nested", sentence)
    elif len(lists) > 1 and not strays:
        sentence = "A second list begins here, with another sign before it. Use one kind of sign throughout."
        reader.problem(lists[1].line, 1, "second-list", sentence)
    if strays:
        note_stray(reader, parts, strays[0])


def _item(reader: Reader, node: Node) -> _Item:
    """What a list item says and its one quote, which comes last."""
    item = _Item(node.line, [])
    for child in node.children():
        if is_comment(child):
            continue
        if child.kind == "blockquote" and not item.quote:
            item.quote = child.children()
        elif item.quote:
            item.stray_line = item.stray_line or child.line
            item.quote.append(child)
        else:
            item.nodes.append(child)
    if item.stray_line:
        sentence = "The quote comes last in an item, and there is one. Move this above it, or into it."
        reader.problem(item.stray_line, 1, "after-quote", sentence)
    _take_deep_quote(item)
    return item


def _take_deep_quote(item: _Item) -> None:
    """A quote moved in too far is text to every reader of Markdown; read it as the feedback that was meant."""
    for number, node in enumerate(item.nodes):
        lines = node.numbered_lines() if node.kind == "paragraph" else []
        start = next((n for n, (_, words) in enumerate(lines) if n and words.lstrip().startswith(">")), None)
        if start is None:
            continue
        item.deep_line = lines[start][0]
        rest = node.part(start)
        above = node.part(0, start)
        item.nodes[number : number + 1] = [above] if above else []
        if rest and not item.quote:
            words = "\n".join(line.lstrip().removeprefix(">").strip() for line in rest.content.split("\n"))
            item.quote = [rest.with_content(words)] if plain_line(words) else []
        return
