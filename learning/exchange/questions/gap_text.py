"""A text with places in it that become gaps: the places are marked before the text is made Markdown, filled after."""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.exchange.questions.bank_question import Gaps
from learning.exchange.questions.pairs import PART_MARKS
from learning.exchange.questions.texts import Form, Texts
from learning.exchange.questions.typed_answers import typeable

LONGEST_GAP = 300
_START, _END = "\ufddb", "\ufddc"
_PLACE = re.compile(f"{_START}([0-9]{{1,5}}){_END}")


def place(number: int) -> str:
    """What stands in the text for the gap of this number; no text that is read can hold it."""
    return f"{_START}{number}{_END}"


def filled(text: str, form: Form, gaps: Sequence[Sequence[str]], texts: Texts) -> Gaps | None:
    """The Markdown with its gaps; None where one of them accepts nothing that can be typed, which is named."""
    if texts.losses.has_too_many(texts.line, len(gaps)):
        return None
    written = [_gap(accepted, texts) for accepted in gaps]
    if not written or not all(written):
        why = "one of its gaps accepts nothing that can be typed." if written else "it has no gap."
        texts.losses.note_left_out(texts.line, why)
        return None
    markdown = texts.block(text, form)
    if len(set(_PLACE.findall(markdown))) < len(gaps):
        texts.losses.note_left_out(texts.line, "a gap stands in a part of the text that is not carried over.")
        return None
    texts.losses.note_setting(texts.line, PART_MARKS)
    by_number = dict(enumerate(written))
    return Gaps(_PLACE.sub(lambda found: by_number.get(int(found[1]), ""), markdown))


def _gap(accepted: Sequence[str], texts: Texts) -> str:
    words = [word for text in accepted for word in typeable(texts.line, text, texts.losses)]
    joined = " / ".join(dict.fromkeys(words))
    fits = joined and len(joined) <= LONGEST_GAP and "[[" not in joined and "]]" not in joined
    return f"[[{joined}]]" if fits and not joined.endswith("]") and not joined.startswith("[") else ""
