"""Answers that are typed, words and numbers, as the course format can hold them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation, localcontext

from learning.courses.format.answer_syntax import Fault, read_number, read_words
from learning.exchange.questions.bank_question import Losses, Number, ShortText, quoted
from learning.exchange.questions.marks import Marked, accepted_of

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,20}\.?[0-9]{0,20}|\.[0-9]{1,20})(?:e[+-]?[0-9]{1,2})?", re.IGNORECASE)
_EXACT_DIGITS = 100


def short_text_of(line: int, answers: Sequence[Marked], losses: Losses) -> ShortText | None:
    """The accepted words; None where none is left, which is named."""
    accepted = [words for answer in accepted_of(line, answers, losses) for words in typeable(line, answer.text, losses)]
    if not accepted:
        losses.note_left_out(line, "no answer is left that can be typed.")
        return None
    return ShortText(tuple(dict.fromkeys(accepted)))


def typeable(line: int, text: str, losses: Losses) -> list[str]:
    """An accepted answer as the course format compares it, as a list of none or one."""
    words = " ".join(text.split())
    if "*" in words and words != "*":
        sentence = f"The * in the answer {quoted([words])} stood for any letters. Here it does not: say what counts."
        losses.note(line, sentence)
    parted = re.sub(r"(?:^|(?<=\s))/\s|\s/(?=\s|$)", "/", words)
    if parted != words:
        losses.note(line, f'The answer {quoted([words])} is written "{parted}", as " / " parts accepted answers here.')
    read = read_words(parted)
    if isinstance(read, Fault) or len(read) != 1:
        losses.note(line, f"The answer {quoted([words])} is left out: it has no letter or number that can be typed.")
        return []
    return [read[0]]


def decimal_of(text: str) -> Decimal | None:
    """A number as people write it in question banks; None for anything else."""
    text = text.strip().replace("−", "-").replace(" ", "")
    is_thousands = re.fullmatch(r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,20})?", text)
    text = text.replace(",", "" if is_thousands else ".", -1 if is_thousands else 1)
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def around(middle: Decimal, tolerance: Decimal) -> tuple[Decimal, Decimal]:
    """The limits of a number with its tolerance, exactly."""
    with localcontext(prec=_EXACT_DIGITS):
        return middle - abs(tolerance), middle + abs(tolerance)


def middle_of(lowest: Decimal, highest: Decimal) -> tuple[Decimal, Decimal]:
    """The number in the middle and the tolerance, exactly."""
    with localcontext(prec=_EXACT_DIGITS):
        return (lowest + highest) / 2, (highest - lowest) / 2


def plain_number(number: Decimal) -> str:
    """The digits of a number, without an exponent and without noughts at its end."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def number_of(line: int, limits: tuple[Decimal, Decimal], unit: str, losses: Losses) -> Number | None:
    """The number between these limits; None where the course format cannot hold it, which is named."""
    lowest, highest = sorted(limits)
    written = number_line(Number(lowest, highest, unit))
    read = read_number(written)
    if isinstance(read, Fault) and unit:
        losses.note(line, f"The unit {quoted([unit])} cannot be shown beside the box here. It is left out.")
        unit, read = "", read_number(number_line(Number(lowest, highest)))
    if isinstance(read, Fault):
        losses.note_left_out(line, f"the number {written} has more digits than can be kept.")
        return None
    return Number(read.lowest, read.highest, unit)


def number_line(number: Number) -> str:
    """What stands after `Answer:` for a number."""
    lowest, highest = plain_number(number.lowest), plain_number(number.highest)
    limits = lowest if number.lowest == number.highest else f"{lowest} to {highest}"
    unit = number.unit if number.unit in ("%", "°") or not number.unit else f" {number.unit}"
    return f"{limits}{unit}"
