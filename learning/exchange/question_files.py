"""Question banks from and to files of other systems: which reader a file needs, and what is made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from learning.courses.document import Bank, Course, Question
from learning.errors import BadSource, Conflict, NotFound
from learning.exchange.questions.bank_question import BankQuestion, Loss, Losses
from learning.exchange.questions.bank_writer import WrittenBank, write_bank
from learning.exchange.questions.gift_reader import read_gift
from learning.exchange.questions.gift_writer import write_gift
from learning.exchange.questions.moodle_reader import read_moodle_xml
from learning.exchange.questions.moodle_writer import write_moodle_xml
from learning.exchange.questions.page_questions import bank_questions, read_course_page

ExportForm = Literal["gift", "moodle-xml"]
EXPORT_FORMS: tuple[ExportForm, ...] = ("gift", "moodle-xml")
ENDINGS = {"gift": "gift.txt", "moodle-xml": "xml"}
FINAL_CHECK = "final-check"
"""Stands for the questions of the final check where a bank is named by its key."""
_XML_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:\?|!|quiz|question)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file for another system, and what it could not hold; lines are those of the bank."""

    text: str
    losses: tuple[Loss, ...]
    question_count: int


def bank_from(data: bytes, *, title: str = "", file_name: str = "") -> WrittenBank:
    """The bank that a GIFT or Moodle XML file makes; which of the two it is, is seen by how it begins.

    Without a title the first category of the file gives it, else the name of the file.
    """
    reading = read_moodle_xml(data) if _looks_like_xml(data) else read_gift(data)
    return write_bank(reading, title or reading.title or file_name.replace("-", " ").capitalize())


def export_page(path: str, data: bytes, form: ExportForm) -> Exported:
    """The questions of a page of a course; raises BadSource where it has problems, NotFound where it asks nothing."""
    reading, problems = read_course_page(path, data)
    if problems:
        raise BadSource(problems)
    if not reading.questions:
        raise NotFound(f"{path} asks no question, so there is nothing to export.")
    return _exported(reading.title, reading.questions, Losses(list(reading.losses)), form)


def export_published(course: Course, bank_key: str, form: ExportForm) -> Exported:
    """The questions of a bank, or of the final check itself, of a parsed version; raises NotFound."""
    bank = course.bank(bank_key)
    if bank_key == FINAL_CHECK and course.quiz and bank is None:
        questions: Sequence[Question] = [item for item in course.quiz.items if isinstance(item, Question)]
        bank = Bank(FINAL_CHECK, course.quiz.title, tuple(questions))
    if bank is None or not bank.questions:
        raise NotFound
    losses = Losses()
    return _exported(f"{course.title.plain}: {bank.title.plain}", bank_questions(bank.questions, losses), losses, form)


def exportable(course: Course) -> list[tuple[str, str]]:
    """Key and title of all that `export_published` gives."""
    found = [(bank.key, bank.title.plain) for bank in course.banks if bank.questions]
    asks_itself = course.quiz is not None and any(isinstance(item, Question) for item in course.quiz.items)
    if course.quiz and asks_itself and course.bank(FINAL_CHECK) is None:
        found.append((FINAL_CHECK, course.quiz.title.plain))
    return found


def write_pages(bank: WrittenBank, to: Path, *, replace: bool) -> list[Path]:
    """Save the pages of a bank as `to`, and what does not fit as `…-2.md` and so on beside it.

    Raises Conflict, before anything is written, where a file holds something else.
    """
    paths = [to if number == 1 else to.with_name(f"{to.stem}-{number}{to.suffix}") for number in _numbers(bank)]
    save_texts(dict(zip(paths, bank.pages, strict=True)), replace=replace)
    return paths


def save_texts(texts: Mapping[Path, str], *, replace: bool) -> None:
    """Save these files; raises Conflict, before any is written, where one is there and holds something else."""
    for path, text in texts.items():
        if path.is_dir():
            raise Conflict(f"{path} is a folder. Name a file.")
        if path.exists() and not replace and path.read_bytes() != text.encode():
            raise Conflict(f"{path} is there already and holds something else. Choose another name, or add --replace.")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def _numbers(bank: WrittenBank) -> range:
    return range(1, len(bank.pages) + 1)


def _looks_like_xml(data: bytes) -> bool:
    start = data[:400].replace(b"\0", b"").lstrip(b"\xff\xfe")
    return _XML_START.match(start) is not None


def _exported(title: str, questions: Sequence[BankQuestion], losses: Losses, form: ExportForm) -> Exported:
    write = write_gift if form == "gift" else write_moodle_xml
    left_out_before = losses.left_out_count
    text = write(title, questions, losses)
    return Exported(text, losses.in_order(), len(questions) - (losses.left_out_count - left_out_before))
