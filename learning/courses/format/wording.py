"""The words of the course format that the software reads, one table a language.

Capitals, bold and italics do not matter in them; spelling and punctuation do. Must not read pages: only lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from learning.courses.document import Ending, Kind

BlockWord = Literal["question", "scenario", "scene", "reflection", "practice"]


@dataclass(frozen=True, slots=True)
class Wording:
    """The fixed words of one language, all in lower case."""

    blocks: Mapping[str, BlockWord]
    """Word before the colon of a heading, to the kind of block."""
    short_version: str
    draw: re.Pattern[str]
    """Matches `Draw 5 questions from ` with the count as group 1."""
    draw_word: str
    instructions: Mapping[str, tuple[Kind, bool]]
    """Instruction line, to the kind of question and whether its options keep their order."""
    answer: str
    ending: str
    hint: str
    because: str
    true: str
    false: str
    views: Mapping[str, Ending]
    number_to: str
    number_within: str
    outcomes: str
    sources: str
    last_checked: str
    contact: str

    def instruction_for(self, kind: Kind) -> str:
        """The instruction line of this kind of question, as an author would write it."""
        line = next(line for line, (found, keep) in self.instructions.items() if found == kind and not keep)
        return line[0].upper() + line[1:]


ENGLISH = Wording(
    blocks={
        "question": "question",
        "scenario": "scenario",
        "scene": "scene",
        "reflection": "reflection",
        "practice": "practice",
    },
    short_version="short version",
    draw=re.compile(r"draw\s+([0-9]{1,4})\s+questions?\s+from\s*", re.IGNORECASE),
    draw_word="draw",
    instructions={
        "choose one.": ("single choice", False),
        "choose one. keep order.": ("single choice", True),
        "choose all that apply.": ("multiple choice", False),
        "choose all that apply. keep order.": ("multiple choice", True),
        "true or false?": ("true/false", False),
        "type a short answer.": ("short text", False),
        "enter a number.": ("number", False),
        "match the pairs.": ("matching", False),
        "put in order.": ("ordering", False),
        "fill the gaps.": ("gaps", False),
        "weigh each option.": ("judgement", False),
    },
    answer="answer",
    ending="ending",
    hint="hint",
    because="because",
    true="true",
    false="false",
    views={"strong": "strong", "acceptable": "acceptable", "risky": "risky"},
    number_to="to",
    number_within="within",
    outcomes="outcomes",
    sources="sources",
    last_checked="last checked",
    contact="contact",
)

LANGUAGES: Mapping[str, Wording] = {"en": ENGLISH}


_BEFORE_FIRST_LETTER = re.compile(r"""[\s*_"'“‘(\[]*""")


def plain_line(line: str) -> str:
    """A line as it is compared with the fixed words: lower case, single spaces, no bold or italics."""
    return " ".join(line.replace("*", "").replace("_", " ").split()).casefold()


def split_label(text: str, labels: Collection[str]) -> tuple[str, str] | None:
    """The label before the first colon, in lower case, and the text after it; None when it begins otherwise.

    Bold or italics round the label are dropped; where they go on over the text, the text keeps them.
    """
    alternatives = "|".join(re.escape(label) for label in labels)
    match = re.match(rf"\s*([*_]{{0,3}})({alternatives})([*_]{{0,3}}):", text, re.IGNORECASE)
    if match is None:
        return None
    opening, label, closing = match.groups()
    rest = text[match.end() :]
    if opening and not closing:
        rest = rest[len(opening) :] if rest.startswith(opening) else opening + rest.lstrip()
    return " ".join(label.casefold().split()), rest.strip(" \t")


def with_capital(text: str) -> str:
    """The text with a capital first, for words that followed a label; quotes and emphasis may stand before it."""
    start = _BEFORE_FIRST_LETTER.match(text)
    at = start.end() if start else 0
    capital = text[at : at + 1].upper()
    return text[:at] + capital + text[at + 1 :] if len(capital) == 1 else text
