"""PURE. Which addresses a person may be sent on to: paths of this product and nothing else."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

_LONGEST_PATH = 2000


def own_path(text: str | None) -> str | None:
    """The text itself when it is a path of this product, such as `/courses/a?page=2`; else None.

    Browsers read `//host`, `/\\host` and paths with control characters in ways that lead elsewhere, also when they
    are percent-encoded and something in between decodes them: all of these are refused.
    """
    if not text or len(text) > _LONGEST_PATH or not text.startswith("/"):
        return None
    path = re.split(r"[?#]", text, maxsplit=1)[0]
    once = unquote(path)
    twice = unquote(once)
    if any("//" in form for form in (path, once, twice)):
        return None
    for form in (text, once, twice):
        if "\\" in form or any(unicodedata.category(sign)[0] in "CZ" for sign in form):
            return None
    return text
