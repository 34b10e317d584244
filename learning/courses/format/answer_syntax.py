"""Reads what an author wrote as the right answer: words, numbers, gaps.

Text goes in; the answer or a sentence saying how to mend it comes out. Must not know pages or nodes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from learning.courses.document import Number
from learning.courses.format.front_matter import cut

_NUMBER = r"[-−]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,20})(?:\.[0-9]{1,20})?"
_UNIT = r"(?!to\b|within\b)[^\s\d.,;:()+<>=~/±-][^\d()]*?|/[^\d()]+?"
_WITHIN = r"\s*\(\s*within\s+(?P<within>[^()]*?)\s*\)"
_ANSWER = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s+to\s+(?P<high>{_NUMBER}))?\s*(?P<unit>{_UNIT})?(?:{_WITHIN})?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an answer cannot be read, as a sentence for the author."""

    sentence: str


def read_words(text: str) -> tuple[str, ...] | Fault:
    """The accepted answers of `playfulness / playful / play`."""
    accepted = tuple(" ".join(part.split()) for part in re.split(r"(?:^|\s)/(?=\s|$)", text))
    if not text.strip():
        return Fault("No answer stands here. Write the accepted words.")
    for words in accepted:
        if not words:
            return Fault("An accepted answer is empty. Write words on both sides of each /, or delete the /.")
        if not any(unicodedata.category(character)[0] in "LN" for character in words):
            return Fault(f'"{cut(words)}" has no letter or number, so it cannot be typed as an answer. Write words.')
    return tuple(dict.fromkeys(accepted))


def read_number(text: str) -> Number | Fault:
    """The number of `4`, `40 to 50 minutes` or `31.1% (within 2)`."""
    text = " ".join(text.split())
    match = _ANSWER.fullmatch(text)
    if match is None:
        return Fault(_why_no_number(text))
    low = _decimal(match["low"])
    high = _decimal(match["high"]) if match["high"] else low
    if low > high:
        return Fault(f"{match['low']} is more than {match['high']}. Write the smaller number first.")
    if match["within"] is not None:
        within = re.fullmatch(rf"({_NUMBER})", match["within"])
        if within is None or match["high"] or _decimal(within[1]) < 0:
            return Fault("A tolerance is written like `31.1% (within 2)`: one number, then one without a unit.")
        low, high = low - _decimal(within[1]), high + _decimal(within[1])
    return Number(lowest=low, highest=high, shown=text, unit=(match["unit"] or "").strip())


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))


def _why_no_number(text: str) -> str:
    if not text:
        return "No number stands here. Write it after `Answer:`."
    limits = re.match(rf"({_NUMBER})\s*[-–—]\s*({_NUMBER})", text)
    if limits:
        return f'"{cut(text)}" cannot be read. Write limits with "to": {limits[1]} to {limits[2]}.'
    comma = re.match(r"([-−]?[0-9]+),([0-9]+)", text)
    if comma:
        return f'"{cut(text)}" has a comma, which parts thousands only. For decimals write {comma[1]}.{comma[2]}'
    if re.match(r"[-−]?\.[0-9]", text):
        return f'"{cut(text)}" cannot be read. Write a nought before the point.'
    if re.match(r"[^\w\s-]\s*[0-9]", text):
        return f'"{cut(text)}" cannot be read. Write the number first and the unit after it.'
    return f'"{cut(text)}" is no number. Write it like `4`, `40 to 50 minutes` or `31.1% (within 2)`.'
