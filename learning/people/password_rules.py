"""PURE. Which passwords are refused, and the sentence that says why.

Length is what counts: no rule asks for capitals, digits or signs, and nothing expires. Refused is what a guesser tries
first: common words and phrases (`common_words.py`), words about the person or the organisation, repeats and rows of
keys, alone or strung together. This is no list of stolen passwords; it is a small rule that covers many thousand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from learning.people.common_words import COMMON_PHRASES, COMMON_WORDS

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 128

_FEWEST_SIGNS = 6
_FEWEST_UNGUESSED = 6  # letters left when everything a guesser would try is taken out
_FEWEST_PIECES = 4  # different common words that make a phrase hard to guess after all
_SHORTEST_OWN_WORD = 3
_SHORTEST_ROW = 3
_LOOKALIKES = str.maketrans("013457@$!|", "oieastasii")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
)
_ALL_ROWS = _ROWS + tuple(row[::-1] for row in _ROWS)


def normal_password(text: str) -> str:
    """The password as it is hashed: composed letters (NFC), otherwise exactly as typed."""
    return unicodedata.normalize("NFC", text)


def password_fault(text: str, *, own_words: Iterable[str] = ()) -> str | None:
    """Why a password cannot be used, in a sentence for the person; None when it can.

    `own_words` are what others know: the person's name, e-mail and staff number, the organisation, the product.
    """
    password = normal_password(text)
    if len(password) < SHORTEST_PASSWORD:
        return (
            f"Use at least {SHORTEST_PASSWORD} characters. Four words that do not belong together are long, "
            "and easy to remember."
        )
    if len(password) > LONGEST_PASSWORD:
        return f"Use at most {LONGEST_PASSWORD} characters."
    if _is_guessable(password, own_words):
        return (
            "This would be too easy to guess. Leave out names, rows of keys and well-known phrases, "
            "and use four words that do not belong together."
        )
    return None


def _is_guessable(password: str, own_words: Iterable[str]) -> bool:
    folded = _folded(password)
    if len(set(folded)) < _FEWEST_SIGNS or _is_repeated(folded):
        return True
    own = _words_of(own_words)
    # Look-alike signs are read both ways: "passw0rd" is a word, "2026" a number.
    readings = {_letters(folded), _letters(folded.translate(_LOOKALIKES))}
    return any(_is_strung_together(reading, own) for reading in readings)


def _is_strung_together(text: str, own: frozenset[str]) -> bool:
    unguessed, pieces = _take_apart(text, COMMON_WORDS | COMMON_PHRASES | own)
    return unguessed < _FEWEST_UNGUESSED and len(pieces & COMMON_WORDS - own) < _FEWEST_PIECES


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _words_of(texts: Iterable[str]) -> frozenset[str]:
    words = (word for text in texts for word in re.split(r"[\W_]+", _folded(text)))
    return frozenset(word for word in words if len(word) >= _SHORTEST_OWN_WORD)


def _is_repeated(text: str) -> bool:
    # A text made of one short unit over and over is found inside itself, doubled and shifted.
    return (text + text).find(text, 1) <= len(text) // 2


def _take_apart(text: str, known: frozenset[str]) -> tuple[int, frozenset[str]]:
    """Letters that no known word, year, number or row of keys accounts for, and the different known pieces."""
    longest = max(map(len, known))
    best: list[tuple[int, frozenset[str]]] = [(0, frozenset())]
    for end in range(1, len(text) + 1):
        unguessed, pieces = best[end - 1]
        # A digit adds little to a word: people write 1, 123 or the year.
        choices = [(unguessed + (not text[end - 1].isdigit()), pieces)]
        for start in range(max(0, end - longest), end - 1):
            piece = text[start:end]
            if piece in known or _is_row(piece) or len(set(piece)) == 1:
                before, found = best[start]
                choices.append((before, found | {piece}))
        best.append(min(choices, key=lambda choice: (choice[0], len(choice[1]))))
    return best[-1]


def _is_row(piece: str) -> bool:
    return len(piece) >= _SHORTEST_ROW and any(piece in row for row in _ALL_ROWS)
