"""Reads a lesson: front matter and blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from learning.courses.document import Block, Lesson, Passage, Practice, Reflection, Text
from learning.courses.format.blocks import RawBlock
from learning.courses.format.course_page import read_title
from learning.courses.format.question_parts import Reader, read_words_of
from learning.courses.format.question_syntax import read_question
from learning.courses.format.scenario_syntax import read_scenario
from learning.courses.format.source_text import normal_bytes


def read_lesson(reader: Reader, blocks: Sequence[RawBlock], *, number: int, key: str, data: bytes) -> Lesson:
    """The lesson; blocks that cannot be read are noted and left out."""
    values = reader.page.front_matter
    values.check_keys(required=["minutes"], optional=["content_note", "frameworks"], page="a lesson")
    title = read_title(reader)
    short_version = read_short_version(reader, blocks)
    return Lesson(
        key=key,
        number=number,
        path=reader.page.path,
        title=title,
        minutes=values.whole_number("minutes", lowest=1, highest=600) or 0,
        content_note=values.text("content_note"),
        frameworks=values.texts("frameworks"),
        blocks=tuple(_read_blocks(reader, blocks)),
        short_version=short_version,
        text_hash=hashlib.sha256(normal_bytes(data)).hexdigest(),
    )


def _read_blocks(reader: Reader, blocks: Sequence[RawBlock]) -> list[Block]:
    read: list[Block | None] = []
    for position, block in enumerate(blocks):
        if block.kind == "plain":
            text = reader.text.block(block.nodes)
            read.append(Passage(text) if text else None)
        elif block.kind == "question":
            read.append(read_question(reader, block))
        elif block.kind == "scenario":
            read.append(read_scenario(reader, block, _scenes_after(blocks, position)))
        elif block.kind == "scene":
            _check_place(reader, blocks, position)
        elif block.kind in ("reflection", "practice"):
            read.append(_read_task(reader, block))
    return [block for block in read if block is not None]


def _read_task(reader: Reader, block: RawBlock) -> Reflection | Practice:
    title = read_words_of(reader, block)
    text = reader.text.block(block.nodes)
    made = Reflection if block.kind == "reflection" else Practice
    return made(block.key, title, text, block.line, block.level)


def _scenes_after(blocks: Sequence[RawBlock], position: int) -> list[RawBlock]:
    scenes: list[RawBlock] = []
    for block in blocks[position + 1 :]:
        if block.kind != "scene":
            break
        scenes.append(block)
    return scenes


def _check_place(reader: Reader, blocks: Sequence[RawBlock], position: int) -> None:
    """A scene follows its scenario, or another scene, without text between."""
    before = blocks[position - 1].kind if position else "plain"
    if before not in ("scenario", "scene"):
        sentence = 'This scene belongs to no scenario. Write a heading "Scenario: …" above the first scene.'
        reader.problem(blocks[position].line, 1, "scene-alone", sentence)


def read_short_version(reader: Reader, blocks: Sequence[RawBlock]) -> Text | None:
    """What may be read in place of the lesson, None where it offers nothing."""
    found = [block for block in blocks if block.kind == "short version"]
    for block in found[1:]:
        sentence = f"A lesson has one short version, and it begins on line {found[0].line}. Put them together."
        reader.problem(block.line, 1, "second-short-version", sentence)
    text = reader.text.block(found[0].nodes) if found else None
    if found and text is None:
        reader.problem(found[0].line, 1, "short-version-empty", "This short version has no words. Write them below.")
    return text
