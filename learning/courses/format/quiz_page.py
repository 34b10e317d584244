"""Reads `quiz.md` and banks: introduction, questions, draws."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from learning.courses.document import Bank, Draw, Question, Quiz, Text
from learning.courses.format.blocks import RawBlock
from learning.courses.format.course_page import read_title
from learning.courses.format.front_matter import cut, nearest
from learning.courses.format.markdown_blocks import Node, parse_words
from learning.courses.format.question_parts import Reader
from learning.courses.format.question_syntax import read_question


@dataclass(frozen=True, slots=True)
class PlacedDraw:
    """A draw and where its heading stands."""

    draw: Draw
    line: int


def read_quiz(reader: Reader, blocks: Sequence[RawBlock], banks: Mapping[str, str]) -> tuple[Quiz, list[PlacedDraw]]:
    """The final check, and its draws with their places; `banks` gives each bank's path by its key."""
    values = reader.page.front_matter
    values.check_keys(required=["pass_mark"], optional=["minutes", "opens", "frameworks"], page="quiz.md")
    title = read_title(reader)
    introduction = _read_introduction(reader, blocks)
    items: list[Question | Draw] = []
    draws: list[PlacedDraw] = []
    for block in blocks:
        if block.kind == "question":
            items += _read_checked_question(reader, block)
        elif block.kind == "draw":
            draw = _read_draw(reader, block, banks)
            if draw:
                draws.append(PlacedDraw(draw, block.line))
                items.append(draw)
    if not any(block.kind in ("question", "draw") for block in blocks) and reader.page.swallowed_from is None:
        sentence = 'The final check asks nothing. Add a heading "Question: …", or delete quiz.md.'
        reader.problem(reader.page.title.line if reader.page.title else 1, 1, "no-questions", sentence)
    quiz = Quiz(
        title=title,
        introduction=introduction,
        pass_mark_percent=values.whole_number("pass_mark", lowest=1, highest=100) or 100,
        minutes=values.whole_number("minutes", lowest=1, highest=600),
        opens_any_time=values.one_of("opens", ["any time"]) is not None,
        items=tuple(items),
        frameworks=values.texts("frameworks"),
    )
    return quiz, draws


def read_bank(reader: Reader, blocks: Sequence[RawBlock], key: str) -> Bank:
    """The questions of a bank."""
    reader.page.front_matter.check_keys(page="a bank")
    title = read_title(reader)
    introduction = _read_introduction(reader, blocks)
    questions = [q for block in blocks if block.kind == "question" for q in _read_checked_question(reader, block)]
    return Bank(key, title, tuple(questions), introduction)


def read_draws(reader: Reader, blocks: Sequence[RawBlock], banks: Mapping[str, str]) -> list[PlacedDraw]:
    """The draws of the final check alone, with their places."""
    found = [(block.line, _read_draw(reader, block, banks)) for block in blocks if block.kind == "draw"]
    return [PlacedDraw(draw, line) for line, draw in found if draw]


def _read_introduction(reader: Reader, blocks: Sequence[RawBlock]) -> Text | None:
    """The text above the first block; text further down would never be shown, so it is a problem."""
    for block in blocks[1:]:
        if block.kind == "plain" and block.shown_nodes:
            sentence = "Only an introduction stands outside questions, above the first. Move this there."
            reader.problem(block.shown_nodes[0].line, 1, "text-outside", sentence)
    first = blocks[0] if blocks and blocks[0].kind == "plain" else None
    return reader.text.block(first.nodes) if first else None


def _read_checked_question(reader: Reader, block: RawBlock) -> list[Question]:
    question = read_question(reader, block)
    if question is not None and question.kind == "judgement":
        sentence = '"Weigh each option." has no right answer, so it stands in lessons only. Move the question to one.'
        reader.problem(block.line, 1, "judgement-in-check", sentence)
        return []
    return [question] if question else []


def _read_draw(reader: Reader, block: RawBlock, banks: Mapping[str, str]) -> Draw | None:
    if block.heading is None:
        return None
    for node in block.shown_nodes[:1]:
        sentence = "A draw is its heading and nothing else. Move this to the introduction, or delete it."
        reader.problem(node.line, 1, "text-in-draw", sentence)
    content = block.words.strip(" *_")
    match = reader.wording.draw.match(content)
    link = parse_words(content[match.end() :], reader.page.environment) if match else []
    if not match or not link or link[0].type != "link_open" or link[-1].type != "link_close" or int(match[1]) < 1:
        sentence = 'A draw is written "Draw 5 questions from [survival responses](banks/survival.md)". Write it so.'
        reader.problem(block.line, 1, "bad-draw", sentence)
        return None
    target = unquote(str(link[0].attrs["href"]))
    path = posixpath.normpath(target)
    key = next((key for key, bank_path in banks.items() if bank_path == path), None)
    if key is None:
        near = nearest(path, list(banks.values()))
        hint = f'Did you mean "{near}"?' if near else "Add the bank, or mend the address."
        column = _column(reader, block.heading, "](")
        reader.problem(block.line, column, "link-dead", f'There is no bank "{cut(target)}". {hint}')
        return None
    return Draw(int(match[1]), key)


def _column(reader: Reader, heading: Node, sign: str) -> int:
    """The column of the link's opening bracket in a draw's heading."""
    source = reader.page.lines[heading.line - 1]
    return max(source.rfind("[", 0, max(source.find(sign), 0)), 0) + 1
