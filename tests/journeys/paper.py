"""What stands on the pages of a PDF that Chromium made: only what a reader sees, as it leaves out what is cut off."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"\n(\d+) 0 obj\n(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_FONT_OR_GLYPHS = re.compile(rb"/F(\d+) [\d.]+ Tf|<([0-9A-F]{4,})> Tj")
_CHARACTER = re.compile(rb"^<(....)> <(....)>$", re.MULTILINE)
_RANGE = re.compile(rb"^<(....)> <(....)> <(....)>$", re.MULTILINE)


def letters_on_paper(pdf: bytes) -> str:
    """All letters in the order of the pages, without white space, as lines break where the paper ends."""
    objects = dict(_OBJECT.findall(pdf))
    fonts = {
        number: _letters_of(_text(objects[found[1]]))
        for number, body in objects.items()
        if (found := re.search(rb"/ToUnicode (\d+) 0 R", body))
    }
    letters, font = [], {}
    for body in objects.values():
        for name, glyphs in _FONT_OR_GLYPHS.findall(_text(body)) if b"stream\n" in body else ():
            font = fonts[name] if name else font
            letters += [font.get(int(glyphs[at : at + 4], 16), "") for at in range(0, len(glyphs), 4)]
    return re.sub(r"\s", "", "".join(letters))


def _text(body: bytes) -> bytes:
    stream = _STREAM.search(body)
    try:
        return zlib.decompress(stream[1]) if stream else b""
    except zlib.error:
        return b""  # a font's or picture's own bytes


def _letters_of(table: bytes) -> dict[int, str]:
    """The letter of each glyph of a font."""
    letters = {int(glyph, 16): chr(int(letter, 16)) for glyph, letter in _CHARACTER.findall(table)}
    for first, last, letter in _RANGE.findall(table):
        for glyph in range(int(first, 16), int(last, 16) + 1):
            letters[glyph] = chr(int(letter, 16) + glyph - int(first, 16))
    return letters
