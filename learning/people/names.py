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

# Marks that turn the direction of writing can make one name look like another.
_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,190}\.[^\s@.<>,;:\"()\[\]\\]{2,63}")


def tidy_line(text: str) -> str:
    """One line as people mean it: composed letters, no space at the ends, single spaces inside."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_plain_line(text: str) -> bool:
    """Whether a line holds no control character, lone surrogate or mark that turns the direction of writing."""
    return not any(unicodedata.category(sign) in ("Cc", "Cs") or sign in _DIRECTION_MARKS for sign in text)


def normal_email(text: str) -> str:
    """The one spelling under which an e-mail address is kept: lower case."""
    return tidy_line(text).lower()


def is_email(text: str) -> bool:
    """Whether a normal e-mail address has the shape of one; only a mail can show that it exists."""
    return len(text) <= LONGEST_EMAIL and is_plain_line(text) and bool(_EMAIL.fullmatch(text)) and ".." not in text


def normal_staff_number(text: str) -> str | None:
    """The one spelling under which a staff number is kept: upper case; None where there is none."""
    return tidy_line(text).upper() or None
