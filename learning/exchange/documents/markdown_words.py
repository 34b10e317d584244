"""PURE. Words written as one stretch of Markdown that says exactly these words, whatever signs are in them.

Nothing in them can become an instruction, a heading, a list, HTML or a link that was not one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from urllib.parse import quote

from learning.courses.format.blocks import begins_block
from learning.courses.format.markdown_blocks import parse_words, plain_words
from learning.courses.format.wording import LANGUAGES, plain_line, split_label
from learning.exchange.documents.rich_text import Inline, LineBreak, NoteMark, Picture, Words, plain

_ALWAYS_ESCAPED = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~")
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_BLOCK_START = re.compile(r"(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[=|:-][=|:\s-]*$|~{3})")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_LAST_STOP = re.compile(r"([.?])(?=[^.?]*$)")
_IN_ADDRESS = "!#$%&'*+,/:;=?@-._~[]"
_BREAK = "\\\n"


def to_markdown(words: Iterable[Inline], note_numbers: Mapping[str, int] | None = None) -> str:
    """The Markdown of a paragraph; line breaks are written with a backslash at the end of the line."""
    lines: list[list[Inline]] = [[]]
    for part in words:
        if isinstance(part, LineBreak):
            lines.append([])
        else:
            lines[-1].append(part)
    written = [one_line(line, note_numbers) for line in lines]
    return _BREAK.join(_harmless_line(line) for line in written if line)


def one_line(words: Iterable[Inline], note_numbers: Mapping[str, int] | None = None) -> str:
    """The Markdown of words on one line, for a cell or a heading, where line breaks cannot stand."""
    spaced = [Words(" ") if isinstance(part, LineBreak) else part for part in words]
    parts = _tidy([_mark(part, note_numbers or {}) for part in spaced])
    line = _line(parts)
    if "*" in line and plain_words(parse_words(line, {})) != plain(parts):
        # Stars that touch more stars can be read another way: then the words matter more than how they look.
        line = _line(_tidy([_without_look(part) for part in parts]))
    return line


def _line(parts: Sequence[Inline]) -> str:
    line = ""
    for link, group in groupby(enumerate(parts), key=lambda placed: _link_of(placed[1])):
        text = "".join(_written(part, parts, place) for place, part in group)
        if link and text.strip():
            text = _spaced_as(text, f"[{text.strip()}]({address(link)})")
            line = line[:-1] + "\\!" if line.endswith("!") and text.startswith("[") else line
        line += text
    return line.strip()


def heading_line(level: int, words: Iterable[Inline], note_numbers: Mapping[str, int] | None = None) -> str:
    """A heading that begins no block of the course format, whatever it says; empty where it has no words."""
    flat = [replace(part, bold=False) if isinstance(part, Words) else part for part in words]
    text = _with_its_own_signs(one_line(flat, note_numbers))
    if text and _begins_block(text):
        # A disguise between stars would break them: then the words matter more than how they look.
        bare = [Words(part.text, link=part.link) if isinstance(part, Words) else part for part in flat]
        text = _with_its_own_signs(one_line(bare, note_numbers))
        text = _disguised(text) if _begins_block(text) else text
    return f"{'#' * level} {text}" if text else ""


def _begins_block(text: str) -> bool:
    return any(begins_block(text, wording) for wording in LANGUAGES.values())


def _with_its_own_signs(text: str) -> str:
    """A heading whose signs # at its end are part of it, and do not close it."""
    words = text.rstrip("#")
    return text if words == text or words.endswith("\\") else f"{words}\\{text[len(words) :]}"


def cell(words: Iterable[Inline], note_numbers: Mapping[str, int] | None = None) -> str:
    """The Markdown of a table cell."""
    return one_line(words, note_numbers).replace("|", "\\|")


def address(target: str) -> str:
    """An address as it can stand between round brackets."""
    return _ENTITY.sub(r"\\&", quote(target.strip(), safe=_IN_ADDRESS, errors="replace"))


def _without_look(part: Inline) -> Inline:
    return replace(part, bold=False, italic=False) if isinstance(part, Words) else part


def _mark(part: Inline, note_numbers: Mapping[str, int]) -> Inline:
    return Words(f"[{note_numbers.get(part.key, '?')}]") if isinstance(part, NoteMark) else part


def _tidy(parts: Sequence[Inline]) -> list[Inline]:
    """The parts with hidden signs gone, white space single, and like beside like made one."""
    tidy: list[Inline] = []
    run: list[str] = []
    look = Words("")
    for part in [*parts, LineBreak()]:
        text = _single_spaced(part.text) if isinstance(part, Words) else ""
        is_like = isinstance(part, Words) and bool(run) and _looks_alike(look, part, text)
        if run and (text or not isinstance(part, Words)) and not is_like:
            tidy.append(replace(look, text=re.sub(" +", " ", "".join(run))))
            run = []
        if not isinstance(part, Words):
            tidy.append(part)
        elif text:
            look = look if run else replace(part, text="")
            run.append(text)
    return tidy[:-1]


def _single_spaced(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", _HIDDEN.sub(_in_place_of_hidden, text))


def _in_place_of_hidden(sign: re.Match[str]) -> str:
    return " " if sign[0] in "\x0b\x0c\x85\u2028\u2029" else ""


def _looks_alike(before: Words, part: Words, text: str) -> bool:
    same = (before.bold, before.italic, before.code, before.link) == (part.bold, part.italic, part.code, part.link)
    return same or (text == " " and part.link == before.link and not before.code)


def _written(part: Inline, parts: Sequence[Inline], place: int) -> str:
    if isinstance(part, Picture):
        return f"![{_escaped(part.shows)}]({address(part.path)})"
    if not isinstance(part, Words):
        return ""
    return _emphasised(part, _sign_before(parts, place), _sign_after(parts, place))


def _link_of(part: Inline) -> str:
    return part.link if isinstance(part, Words) else ""


def _spaced_as(text: str, written: str) -> str:
    """What is written for a text, with the blanks at its ends outside."""
    return (" " if text[0].isspace() else "") + written + (" " if text[-1].isspace() else "")


def _emphasised(part: Words, before: str, after: str) -> str:
    """The words between their stars; what would keep the stars from being read as such is left outside of them."""
    if part.code:
        return _code(part.text)
    stars = "*" * (2 * part.bold + part.italic)
    if not stars:
        return _escaped(part.text)
    start = _edge(part.text, before)
    end = len(part.text) - _edge(part.text[start:][::-1], after)
    if start >= end:
        return _escaped(part.text)
    inner = _escaped(part.text[start:end])
    return f"{_escaped(part.text[:start])}{stars}{inner}{stars}{_escaped(part.text[end:])}"


def _edge(text: str, outside: str) -> int:
    """How many signs at the beginning of a text cannot stand beside a star on its inner side."""
    count = 0
    for sign in text:
        if sign.isspace():
            outside = sign
        elif not (_is_letter(outside) and _is_sign(sign)):
            break
        count += 1
    return count


def _sign_before(parts: Sequence[Inline], place: int) -> str:
    before = parts[place - 1] if place else None
    return before.text[-1:] if isinstance(before, Words) else ""


def _sign_after(parts: Sequence[Inline], place: int) -> str:
    after = parts[place + 1] if place + 1 < len(parts) else None
    return after.text[:1] if isinstance(after, Words) else ""


def _is_letter(sign: str) -> bool:
    return bool(sign) and not sign.isspace() and not _is_sign(sign)


def _is_sign(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"


def _code(text: str) -> str:
    inner = text.strip()
    if not inner:
        return text
    longest = max((len(run) for run in re.findall(r"`+", inner)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if inner[0] == "`" or inner[-1] == "`" else ""
    return _spaced_as(text, f"{fence}{pad}{inner}{pad}{fence}")


def _escaped(text: str) -> str:
    return _ENTITY.sub(r"\\&", _ALWAYS_ESCAPED.sub(r"\\\g<0>", _HIDDEN.sub(_in_place_of_hidden, text)))


def _harmless_line(line: str) -> str:
    """A line that begins nothing but a paragraph, and that the course format does not read as an instruction."""
    line = _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line
    if _BLOCK_START.match(line):
        line = "\\" + line
    for wording in LANGUAGES.values():
        if plain_line(line) in wording.instructions:
            line = _LAST_STOP.sub(r"\\\1", line)
        elif split_label(line, [wording.ending, wording.answer]):
            line = line.replace(":", "\\:", 1)
    return line


def _disguised(heading: str) -> str:
    """The same words in a heading, written so that they begin no block."""
    at = re.match(r"\W*\w+", heading)
    end = at.end() if at else len(heading)
    sign = heading[end : end + 1]
    if sign in (" ", ""):
        return f"{heading[:end]}&nbsp;{heading[end + 1 :]}" if sign else f"&#{ord(heading[0])};{heading[1:]}"
    hidden = f"\\{sign}" if sign.isascii() and not sign.isalnum() else f"&#{ord(sign)};"
    return heading[:end] + hidden + heading[end + 1 :]
