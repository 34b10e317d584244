"""PURE. Text from elsewhere made into the files of a course: a lesson for each heading at the top, with its pictures.

Each lesson gets its front matter and its notes. Nothing is left out: words before the first heading are a lesson too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from learning.courses.format.file_names import sort_paths
from learning.courses.format.page import anchor
from learning.courses.format.source_text import MAX_TEXT_BYTES
from learning.exchange.documents.markdown_pages import write_blocks
from learning.exchange.documents.markdown_words import heading_line, one_line
from learning.exchange.documents.rich_text import (
    Block,
    Heading,
    Inline,
    ListBlock,
    NoteMark,
    Paragraph,
    Quote,
    RichText,
    Table,
    Words,
    plain,
    words_in,
)

WORDS_A_MINUTE = 200
_MOST_MINUTES = 600
_MOST_BYTES = MAX_TEXT_BYTES - 4 * 1024
_LONGEST_KEY = 50
COURSE_PAGE = """---
summary: Say in one or two sentences what this course is about.
level: informed
---
# {title}

Say what this course is, whom it is for and how long it takes.

## Outcomes

- Say what people can do afterwards.

## Sources

- Say where it comes from, and how far it can be trusted.
"""


@dataclass(slots=True)
class _Section:
    """What becomes one lesson."""

    title: tuple[Inline, ...]
    blocks: list[Block] = field(default_factory=list)


def lesson_files(text: RichText, *, name: str) -> dict[str, bytes]:
    """The lessons and pictures of a text, by path; `name` is the title of a lesson that brings none."""
    files: dict[str, bytes] = {}
    keys: set[str] = set()
    pages = [page for section in _sections(text, name) for page in _pages(section, text.notes)]
    for number, (title, page) in enumerate(pages, start=1):
        key = _free(key_of(title) or "lesson", keys)
        keys.add(key)
        files[f"{number:02}-{key}.md"] = page.encode()
    used = "\n".join(page for _, page in pages)
    return files | {path: content for path, content in text.pictures.items() if path in used}


def plain_lesson(text: str, *, name: str) -> dict[str, bytes]:
    """One lesson of words that are Markdown already; what it lacks at its top is put there."""
    body = text.strip("\n").rstrip()
    has_front_matter = body.startswith("---\n")
    title = re.search(r"^# +(\S.*)$", body, re.MULTILINE)
    if not has_front_matter:
        first = "" if title and not body[: title.start()].strip() else f"{_title_line([Words(name)])}\n\n"
        body = f"{_front_matter(len(body.split()))}{first}{body}"
    key = key_of(title[1] if title else name) or "lesson"
    return {f"01-{key}.md": f"{body}\n".encode("utf-8", "replace")}


def course_page(title: str) -> bytes:
    """The first lines of a course that is made from a text."""
    return COURSE_PAGE.replace("# {title}", _title_line([Words(title)])).encode()


def placed_after(files: Mapping[str, bytes], taken: Collection[str]) -> dict[str, bytes]:
    """The files with the numbers and keys of their lessons changed so that they follow those of a course."""
    there, _ = sort_paths(taken)
    new, _ = sort_paths(files)
    highest = max((number for number, _, _ in there.lessons), default=0)
    keys = {key for _, key, _ in there.lessons}
    renamed: dict[str, str] = {}
    for place, (_, key, path) in enumerate(new.lessons, start=1):
        free = _free(key, keys)
        keys.add(free)
        renamed[path] = f"{highest + place:02}-{free}.md"
    return {renamed.get(path, path): content for path, content in files.items()}


def key_of(title: str) -> str:
    """A name for a file, made of a title: small letters without accents, numbers and hyphens; may be empty."""
    letters = unicodedata.normalize("NFKD", title[:200]).encode("ascii", "ignore").decode()
    parts = anchor(re.sub(r"[^\w\s-]", " ", letters)).replace("_", "-").split("-")
    key = ""
    for part in filter(None, parts):
        if key and len(key) + 1 + len(part) > _LONGEST_KEY:
            break
        key = f"{key}-{part}" if key else part[:_LONGEST_KEY]
    return key


def _free(key: str, taken: Collection[str]) -> str:
    if key not in taken:
        return key
    return next(f"{key}-{number}" for number in range(2, len(taken) + 3) if f"{key}-{number}" not in taken)


def _sections(text: RichText, name: str) -> list[_Section]:
    """The text cut at its headings of level 1."""
    sections = [_Section((Words(text.title or name),))]
    for block in text.blocks:
        if isinstance(block, Heading) and block.level == 1:
            sections.append(_Section(block.words))
        else:
            sections[-1].blocks.append(block)
    first_is_needed = bool(sections[0].blocks) or len(sections) == 1
    return sections if first_is_needed else sections[1:]


def _pages(section: _Section, notes: Mapping[str, tuple[Block, ...]]) -> Iterator[tuple[str, str]]:
    """Title and text of the lessons that a section becomes: one, unless it is longer than a lesson may be."""
    keys = list(dict.fromkeys(_marks(section.blocks)))
    numbers = {key: number for number, key in enumerate(keys, start=1)}
    blocks = [*section.blocks, *_notes([notes[key] for key in keys if key in notes])]
    title = plain(section.title)
    for part, chunk in enumerate(_chunks(blocks, numbers), start=1):
        words = section.title if part == 1 else (*section.title, Words(f" ({part})"))
        minutes = _front_matter(sum(len(said.split()) for said in words_in(chunk)))
        body = write_blocks(chunk, numbers)
        yield title, f"{minutes}{_title_line(words, numbers)}\n{f'{chr(10)}{body}{chr(10)}' if body else ''}"


def _chunks(blocks: Sequence[Block], numbers: Mapping[str, int]) -> Iterator[list[Block]]:
    """The blocks in pieces that fit a page; a piece ends before a heading where it can."""
    chunk: list[Block] = []
    size = 0
    for block in blocks:
        length = len(write_blocks([block], numbers).encode("utf-8", "replace")) + 2
        is_good_place = isinstance(block, Heading) and size > _MOST_BYTES * 2 // 3
        if chunk and (size + length > _MOST_BYTES or is_good_place):
            yield chunk
            chunk, size = [], 0
        chunk.append(block)
        size += length
    yield chunk


def _notes(notes: Sequence[tuple[Block, ...]]) -> list[Block]:
    return [Heading(2, (Words("Notes"),)), ListBlock(ordered=True, start=1, items=tuple(notes))] if notes else []


def _marks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(words=words) | Paragraph(words=words):
                yield from _marks_in(words)
            case ListBlock(items=items):
                for item in items:
                    yield from _marks(item)
            case Table(rows=rows):
                yield from (key for row in rows for words in row for key in _marks_in(words))
            case Quote(blocks=inner):
                yield from _marks(inner)


def _marks_in(words: Sequence[Inline]) -> Iterator[str]:
    return (part.key for part in words if isinstance(part, NoteMark))


def _title_line(words: Sequence[Inline], numbers: Mapping[str, int] | None = None) -> str:
    return heading_line(1, words, numbers) or f"# {one_line([Words('A lesson without a title')])}"


def _front_matter(word_count: int) -> str:
    minutes = min(max(-(-word_count // WORDS_A_MINUTE), 1), _MOST_MINUTES)
    return f"---\nminutes: {minutes}\n---\n"
