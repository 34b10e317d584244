"""Pictures and files that stand letter by letter in a file of questions: long, and no words of anybody."""

from __future__ import annotations

import re

_DATA = re.compile(r"(\bdata\\?:[a-z]{1,20}/[a-z0-9.+-]{1,60};base64,)[a-z0-9+/=\\]*", re.IGNORECASE)
_FILE = re.compile(r"(<file\b[^<>]{0,500}>)[^<]*(?=</file>)", re.IGNORECASE)
_DRAWING = re.compile(
    r"(?P<start><svg(?=[\s>])[^<>]*(?<!/)>)|(?P<end></svg\s{0,10}>)|<svg",
    re.IGNORECASE,
)


def letter_count(source: str) -> int:
    """The length of a whole file without the pictures and files in it."""
    return len(_FILE.sub(r"\1", without_pictures(source)))


def without_pictures(html: str) -> str:
    """The HTML with every picture in it emptied; that there was one can still be seen.

    Drawings that stand in each other, or seem to, are left, as there may be words between them.
    """
    text = _DATA.sub(r"\1", html)
    kept: list[str] = []
    at = 0
    begun: list[int] = []
    for sign in _DRAWING.finditer(text):
        if sign["end"]:
            if len(begun) == 1:
                kept += [text[at : begun[0]], "<svg></svg>"]
                at = sign.end()
            begun = []
        elif sign["start"] or begun:
            begun.append(sign.start())
    return "".join([*kept, text[at:]])
