"""The keys that answers, notes and figures hang on: fixed under a heading, or made of its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from learning.courses.format.front_matter import cut
from learning.courses.format.markdown_blocks import Node, parse_words, plain_words
from learning.courses.format.page import Page, anchor, is_comment

KEY_LENGTH = 60
_ID = re.compile(r"\s*<!--\s*id\s*:\s*(.*?)\s*-->\s*", re.IGNORECASE | re.DOTALL)


def key_under(page: Page, words: str, nodes: Sequence[Node]) -> str:
    """The key fixed right under a heading of these words, else the words as an anchor; may be empty."""
    return _fixed_key(page, nodes) or anchor(plain_words(parse_words(words, page.environment)))[:KEY_LENGTH].strip("-")


def note_stray_keys(page: Page, headed: Iterable[Sequence[Node]]) -> None:
    """Note each fixed key of the page that stands anywhere but right under one of these headings."""
    claimed = {node.line for nodes in headed for node in _comments_under(nodes)}
    for token in (token for node in page.nodes for token in node.tokens if token.type == "html_block"):
        line = (token.map or [0])[0] + 1
        if line not in claimed and _ID.fullmatch(token.content):
            sentence = "A fixed key stands right under the heading that it is for, on a line of its own. Move it there."
            page.findings.problem(line, 1, "key-out-of-place", sentence)


def _comments_under(nodes: Sequence[Node]) -> list[Node]:
    """The comments right under a heading."""
    count = next((number for number, node in enumerate(nodes) if not is_comment(node)), len(nodes))
    return list(nodes[:count])


def _fixed_key(page: Page, nodes: Sequence[Node]) -> str:
    for node in _comments_under(nodes):
        match = _ID.fullmatch(node.content)
        if match is None:
            continue
        key = match[1]
        if key and anchor(key) == key and len(key) <= KEY_LENGTH:
            return key
        sentence = f'"{cut(key)}" cannot be a key. Write small letters, numbers and hyphens, at most {KEY_LENGTH}.'
        page.findings.problem(node.line, 1, "bad-key", sentence)
    return ""


def key_from_words(words: str, longest: int = KEY_LENGTH) -> str:
    """A name for files and addresses made of a title: small letters without accents, numbers, hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    parts = (part for part in anchor(plain).replace("_", "-").split("-") if part)
    return "-".join(parts)[:longest].rstrip("-")
