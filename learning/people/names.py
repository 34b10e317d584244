"""PURE. How an e-mail address, a staff number and a line of text about a person are written, everywhere the same."""

from __future__ import annotations

import re
import unicodedata

LONGEST_EMAIL = 254
LONGEST_NAME = 120
LONGEST_STAFF_NUMBER = 40
LONGEST_JOB_ROLE = 120
LONGEST_TEAM_NAME = 120
LONGEST = {
    "email": LONGEST_EMAIL,
    "name": LONGEST_NAME,
    "staff_number": LONGEST_STAFF_NUMBER,
    "job_role": LONGEST_JOB_ROLE,
}
"""The most characters of each line that is known of a person."""

_FORMULA_SIGNS = ("=", "+", "-", "@")
_REFUSED_KINDS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")  # part of writing in Persian and in Indian languages, between two letters
_FIRST_JOINED_LETTER = "\u0590"
# Letters that show nothing, and blanks that no program takes for blanks.
_LOOK_LIKE_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,190}\.[^\s@.<>,;:\"()\[\]\\]{2,63}")


def tidy_line(text: str) -> str:
    """One line as people mean it: composed letters, no space at the ends, single spaces inside."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_plain_line(text: str) -> bool:
    """Whether a line holds nothing that cannot be seen: no control character, no mark that turns the direction of
    writing, no blank without width, nothing that a file of XML cannot hold."""
    if text.isascii():
        return text.isprintable()
    return not any(_is_hidden(sign) and not _joins(text, place) for place, sign in enumerate(text))


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could take a line for a formula: nothing that is known of a person begins so."""
    return text.startswith(_FORMULA_SIGNS)


def _is_hidden(sign: str) -> bool:
    if unicodedata.category(sign) in _REFUSED_KINDS or sign in _LOOK_LIKE_NOTHING:
        return True
    number = ord(sign)
    return number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF  # no characters at all


def _joins(text: str, place: int) -> bool:
    beside = text[place - 1 : place] + text[place + 1 : place + 2]
    is_between_letters = len(beside) == 2 and min(beside) >= _FIRST_JOINED_LETTER and not _JOINERS & set(beside)
    return text[place] in _JOINERS and is_between_letters


def normal_email(text: str) -> str:
    """The one spelling under which an e-mail address is kept: lower case."""
    return tidy_line(text).lower()


def is_email(text: str) -> bool:
    """Whether a normal e-mail address has the shape of one; only a mail can show that it exists.

    Letters of another width are refused: they would make a second address that looks like the first.
    """
    has_shape = bool(_EMAIL.fullmatch(text)) and ".." not in text and unicodedata.normalize("NFKC", text) == text
    return len(text) <= LONGEST_EMAIL and is_plain_line(text) and has_shape


def normal_staff_number(text: str) -> str | None:
    """The one spelling under which a staff number is kept: upper case, plain width; None where there is none."""
    return tidy_line(unicodedata.normalize("NFKC", text)).upper() or None
