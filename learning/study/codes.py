"""Check codes of certificates: 16 letters that are hard to misread, shown in groups of four."""

from __future__ import annotations

import re
import secrets

ALPHABET = "BCDFGHJKMNPRSTVWXZ"
"""No letter that looks like another one or like a figure, and no vowel, so that no code spells a word."""
LETTER_COUNT = 16


def new_code() -> str:
    """A code that nobody can guess: about 66 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTER_COUNT))


def grouped(code: str) -> str:
    """A code as it is printed: BCDF-GHJK-MNPR-STVW."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def code_in(typed: str) -> str | None:
    """The code somebody typed, with or without hyphens and spaces, in any case; None where it cannot be one."""
    letters = re.sub(r"[\s\-–—]", "", typed).upper()
    return letters if len(letters) == LETTER_COUNT and set(letters) <= set(ALPHABET) else None
