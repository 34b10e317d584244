"""PURE. Whom somebody can ring at once, taken from the page of who to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from learning.courses.format.support import Contact

MOST_NUMBERS = 3

_TELEPHONE_LINK = re.compile(r'<a href="(?P<address>tel:[^"]+)"[^>]*>(?P<words>.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class NumberToRing:
    """A contact with its first number; `address` begins “tel:”."""

    name: str
    address: str
    words: str


def numbers_to_ring(contacts: Iterable[Contact]) -> list[NumberToRing]:
    """The first contacts that have a number shown, at most three, each number once."""
    found: dict[str, NumberToRing] = {}
    for contact in contacts:
        link = _TELEPHONE_LINK.search(contact.how_to_reach)
        if link:
            address = unescape(link["address"])
            found.setdefault(address, NumberToRing(contact.name, address, unescape(_TAG.sub("", link["words"]))))
    return list(found.values())[:MOST_NUMBERS]
