"""Whether stretches of an author's words still say the same: words, links and pictures. PURE.

How the words were laid out, and the HTML round them, do not count: those who read them meet the same words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from learning.courses.document import IMAGES_PREFIX, Text

TextPart = Literal["words", "links", "pictures"]

_LINK = re.compile(r'<a href="([^"]*)"')
_PICTURE = re.compile(rf'<img src="{IMAGES_PREFIX}/([^"]*)"')
_UNSEEN_WORDS = re.compile(r' (?:alt|aria-label)="([^"]*)"')  # of pictures, and of the boxes of task lists


def differing_parts(
    old: Iterable[Text | None], new: Iterable[Text | None], changed_pictures: Collection[str]
) -> frozenset[TextPart]:
    """Which of words, links and pictures differ; `changed_pictures` are other files than they were."""
    before = [text for text in old if text is not None]
    after = [text for text in new if text is not None]
    differs: dict[TextPart, bool] = {
        "words": _words(before) != _words(after),
        "links": _found(_LINK, before) != _found(_LINK, after),
        "pictures": _found(_PICTURE, before) != _found(_PICTURE, after)
        or not set(changed_pictures).isdisjoint(_found(_PICTURE, after)),
    }
    return frozenset(part for part, is_other in differs.items() if is_other)


def lines_of(texts: Iterable[Text]) -> list[str]:
    """The words of these texts, a line a paragraph, without spare spaces."""
    return [" ".join(line.split()) for text in texts for line in text.plain.split("\n")]


def changed_line_count(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines the one has that the other lacks, whichever is more; the time grows with their number only."""
    before, after = Counter(old), Counter(new)
    return max((before - after).total(), (after - before).total())


def _words(texts: Sequence[Text]) -> tuple[list[str], list[str]]:
    return lines_of(texts), _found(_UNSEEN_WORDS, texts)


def _found(pattern: re.Pattern[str], texts: Sequence[Text]) -> list[str]:
    return [found for text in texts for found in pattern.findall(text.html)]
