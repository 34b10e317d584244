"""Moodle's texts into which words are dragged or chosen (ddwtos, gapselect), as texts with gaps."""

from __future__ import annotations

import re

from learning.exchange.questions.bank_question import Gaps, quoted
from learning.exchange.questions.gap_text import filled, place
from learning.exchange.questions.moodle_texts import form_of, raw_text
from learning.exchange.questions.texts import Texts
from learning.exchange.questions.xml_tree import Element

_GAP = re.compile(r"\[\[([0-9]{1,3})\]\]")


def dragged_gaps(element: Element, texts: Texts) -> Gaps | None:
    """The gaps; None where a number in the text names no word, which is named. Words for no gap are named too."""
    boxes = [box for box in element.children if box.name in ("dragbox", "selectoption")]
    words = [texts.words(raw_text(box), "html") for box in boxes]
    text = element.first("questiontext") or Element("", texts.line)
    used: list[int] = []

    def mark(gap: re.Match[str]) -> str:
        used.append(int(gap[1]))
        return place(len(used) - 1)

    marked = _GAP.sub(mark, raw_text(text))
    if any(not 0 < number <= len(words) for number in used):
        texts.losses.note_left_out(texts.line, "a gap names a word that is not there.")
        return None
    others = [word for number, word in enumerate(words, start=1) if number not in used]
    if others:
        texts.losses.note(texts.line, f"Words for no gap ({quoted(others)}) are not kept: gaps are typed here.")
    elif words:
        texts.losses.note_setting(texts.line, "Words to be dragged or chosen are not shown: gaps are typed here.")
    return filled(marked, form_of(text, "html"), [[words[number - 1]] for number in used], texts)
