"""PURE. How the name of a course or of its provider is written so that the same name is known again."""

from __future__ import annotations

import unicodedata

LONGEST_KEY = 400


def title_key(text: str) -> str:
    """The words of a name without capitals, accents, marks and spare spaces: “Level-1 Safeguarding” is “level 1 …”.

    A name of marks alone stays as it is.
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    letters = "".join(sign if sign.isalnum() else "" if unicodedata.combining(sign) else " " for sign in plain)
    return " ".join((letters if letters.strip() else plain).split())[:LONGEST_KEY]
