"""From the bytes of a text file to lines that everything else can count on.

Must not know Markdown or YAML: only encodings, line ends and sizes.
"""

from __future__ import annotations

import re

from learning.courses.problems import Findings

MAX_TEXT_BYTES = 64 * 1024


def with_plain_line_ends(text: str) -> str:
    """The text with LF as its only line end; U+2028 and form feeds stay, as CommonMark does not end a line there."""
    return re.sub(r"\r\n?", "\n", text)


def normal_bytes(data: bytes) -> bytes:
    """Text as UTF-8 with LF and without byte order mark, whatever the system it was saved on."""
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def read_text(data: bytes, findings: Findings) -> str | None:
    """The text of a file, NUL replaced and line ends plain; None when it is too large to be read.

    Bytes that are no UTF-8 are a problem and become U+FFFD, so that the rest can still be checked.
    """
    if len(data) > MAX_TEXT_BYTES:
        size = -(-len(data) // 1024)
        findings.problem(1, 1, "too-large", f"This file has {size} KB; a page has at most 64 KB. Split it in two.")
        return None
    data = normal_bytes(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        column = len(before) - (before.rfind("\n") + 1) + 1
        findings.problem(
            before.count("\n") + 1,
            column,
            "not-utf-8",
            "From here on the file is not UTF-8 text. Save it again with the encoding UTF-8.",
        )
        text = data.decode("utf-8", "replace")
    return text.replace("\0", "\ufffd")
