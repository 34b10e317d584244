"""Plain words as Markdown of the course format that reads back as the same words, and nothing but words."""

from __future__ import annotations

import re

from learning.courses.format.markdown_blocks import nodes_of, parse_blocks, parse_words, plain_words
from learning.courses.format.wording import ENGLISH, plain_line, split_label

_SIGNS = re.compile(
    r"(?P<blank>(?<= )_{2,})"  # a blank to be filled in stays as it is
    r"|[\\`*_\[\]<|]|~(?=~)|&(?=#?\w{1,40};)|(?<= )#(?=#*$)"
)
_LINE_STARTS = re.compile(r"#+(?=\s|$)|>|[-+](?=[\s:|-]|$)|=+$|~~|:(?=-)")
_NUMBER = re.compile(r"([0-9]{1,9})[.)](?=\s|$)")
_LABELS = (ENGLISH.answer, ENGLISH.hint, ENGLISH.because)
_HARD_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\\n")


def escaped_line(text: str) -> str:
    """Words as one line of Markdown; white space is folded."""
    words = " ".join(text.split())
    line = _SIGNS.sub(lambda sign: sign[0] if sign["blank"] else f"\\{sign[0]}", words)
    number = _NUMBER.match(line)
    if number:
        return f"{number[1]}\\{line[len(number[1]) :]}"
    return f"\\{line}" if _LINE_STARTS.match(line) else line


def escaped_block(text: str) -> str:
    """Words as paragraphs of Markdown: an empty line parts paragraphs, a line end is kept as one."""
    paragraphs = re.split(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text)
    written = ("\\\n".join(escaped_line(line) for line in part.split("\n") if line.strip()) for part in paragraphs)
    return "\n\n".join(guarded(part) for part in written if part)


def guarded(markdown: str) -> str:
    """The Markdown with nothing in it that the software would read as an instruction, an answer or a remark."""
    return "\n".join(_guarded_line(line) for line in markdown.split("\n"))


def one_line(markdown: str) -> str:
    """Markdown of one paragraph on one line, for headings and cells."""
    lines = _HARD_BREAK.sub(r"\1\n", markdown.strip()).split("\n")
    return " ".join(filter(None, (line.strip() for line in lines)))


def plain_of(markdown: str) -> str:
    """The words of some Markdown without its signs, a line a block, an empty line between two."""
    tokens, environment = parse_blocks(markdown)
    words = (plain_words(parse_words(token.content, environment)) for token in tokens if token.type == "inline")
    code = (token.content for token in tokens if token.type in ("fence", "code_block", "html_block"))
    return "\n\n".join(line for line in (*words, *code) if line.strip())


def parts_of(markdown: str) -> list[tuple[str, str]]:
    """The blocks of some Markdown in order: the kind of each, and its source."""
    tokens, _ = parse_blocks(markdown)
    lines = markdown.split("\n")
    return [(node.kind, "\n".join(lines[node.line - 1 : node.end_line]).rstrip()) for node in nodes_of(tokens)]


def _guarded_line(line: str) -> str:
    bare = line.rstrip("\\ ")
    if plain_line(bare) in ENGLISH.instructions:
        at = max(bare.rfind("."), bare.rfind("?"))
        return f"{line[:at]}\\{line[at:]}"
    if split_label(line, _LABELS):
        return line.replace(":", "\\:", 1)
    return line
