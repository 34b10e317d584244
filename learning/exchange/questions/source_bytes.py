"""From the bytes of somebody else's file to text with plain line ends, whatever saved it."""

from __future__ import annotations

import codecs
import re

from learning.courses.format.source_text import with_plain_line_ends
from learning.exchange.questions.bank_question import Losses
from learning.exchange.questions.embedded_pictures import letter_count

MAX_SOURCE_BYTES = 10 * 1024 * 1024
MAX_SOURCE_LETTERS = 1_000_000
"""Without the pictures in it; the thousand questions that a course can hold take about half of it."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters and halves of characters cannot be stored; noncharacters are for our own use while reading.
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
HIDDEN_BUT_PLACES = re.compile(HIDDEN.pattern.replace("\ufdd0-\ufdef", "\ufdd0-\ufdda\ufddd-\ufdef"))
"""The same, but for the two signs with which `gap_text` marks where a gap comes."""


def text_of(data: bytes, losses: Losses) -> str | None:
    """The text of a file, with a guessed encoding and hidden characters named; None where it is too large."""
    if len(data) > MAX_SOURCE_BYTES:
        size = MAX_SOURCE_BYTES // 1024 // 1024
        losses.note(1, f"Nothing was read: the file has more than {size} MB. Split it.")
        return None
    text = with_plain_line_ends(_decoded(data, losses))
    count = letter_count(text)
    if count > MAX_SOURCE_LETTERS:
        most = f"at most {MAX_SOURCE_LETTERS:,} can be read at once"
        losses.note(1, f"Nothing was read: the file has {count:,} letters and signs, and {most}. Split it.")
        return None
    hidden = HIDDEN.search(text)
    if hidden:
        line = text.count("\n", 0, hidden.start()) + 1
        losses.note(line, "From this line on there are hidden characters that cannot be stored. They are left out.")
        text = HIDDEN.sub("", text)
    return text


def _decoded(data: bytes, losses: Losses) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    # Without a mark, UTF-16 of Western text shows by a NUL in every second byte.
    head = data[:200]
    if len(head) > 3 and head.count(0) * 3 > len(head):
        return data.decode("utf-16-le" if head[1] == 0 else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        sentence = "The file is not UTF-8 from this line on. It is read as windows-1252, a guess: look at accents."
        losses.note(line, sentence)
        return data.decode("cp1252", "replace")
