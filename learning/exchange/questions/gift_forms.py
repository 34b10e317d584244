"""The form that a text in a GIFT file may name at its start: `[html]`, `[markdown]`, `[moodle]` or `[plain]`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from learning.exchange.questions.gift_signs import shown
from learning.exchange.questions.texts import Form

_NAMED = re.compile(r"\[(html|markdown|moodle|plain)\]", re.IGNORECASE)
_FORMS: Mapping[str, Form] = {"html": "html", "markdown": "markdown", "moodle": "moodle", "plain": "plain"}


def form_and_words(text: str, usual: Form) -> tuple[Form, str]:
    """The form that a text names, else the usual one, and the text as it was meant.

    A line end of the file is a blank, unless the form has a meaning for it; one written `\\n` is a line end.
    """
    text = text.strip()
    named = _NAMED.match(text)
    form = _FORMS[named[1].lower()] if named else usual
    rest = text[named.end() :].strip() if named else text
    return form, shown(rest.replace("\n", " ") if form in ("moodle", "plain") else rest)
