"""The signs that mean something in GIFT, and how a text says that it means the sign itself."""

from __future__ import annotations

import re

_MEANT = ("\\", ":", "#", "=", "{", "}", "~")
_LINE_END = "\ufdd9"
# A sign that is meant as itself stands as a noncharacter while a file is taken apart; no text that is read holds one.
_HIDDEN_AS = {sign: chr(0xFDD0 + number) for number, sign in enumerate(_MEANT)}
_SIGN_OF = str.maketrans({hidden: sign for sign, hidden in _HIDDEN_AS.items()} | {_LINE_END: "\n"})
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_TO_ESCAPE = str.maketrans({sign: f"\\{sign}" for sign in _MEANT} | {"\n": "\\n"})


def hidden(text: str) -> str:
    r"""The text with every `\=` and the like hidden, so that each sign left in it is one of GIFT's own."""
    return _ESCAPED.sub(lambda found: _LINE_END if found[1] == "n" else _HIDDEN_AS[found[1]], text)


def shown(text: str) -> str:
    """The text as it was meant."""
    return text.translate(_SIGN_OF)


def escaped(text: str) -> str:
    """A text as GIFT writes it, on one line."""
    return text.translate(_TO_ESCAPE)
