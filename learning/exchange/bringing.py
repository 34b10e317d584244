"""PURE. A file or pasted text from elsewhere, read into the files of a course by what it is, not by its name."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from learning.courses.format.blocks import begins_block
from learning.courses.format.file_names import MAX_LESSONS
from learning.courses.format.page import title_in
from learning.courses.format.parser import MAX_COURSE_TEXT_BYTES
from learning.courses.format.source_text import MAX_TEXT_BYTES, with_plain_line_ends
from learning.courses.format.wording import LANGUAGES
from learning.courses.problems import counted
from learning.courses.source_folder import COURSE_PAGE
from learning.exchange.course_zip import read_course_zip, slug_of
from learning.exchange.documents.html_document import read_pasted
from learning.exchange.documents.rich_text import Heading, Loss, RichText, plain, shortened
from learning.exchange.documents.word_document import read_word
from learning.exchange.lesson_files import lesson_files, plain_lesson
from learning.exchange.safe_zip import MAX_ZIP_BYTES, UnreadableZipError, open_zip

What = Literal["course", "document", "text"]

LONGEST_HTML = 3_000_000
_MOST_TEXT_BYTES = MAX_TEXT_BYTES - 1024
_OFFICE = re.compile(r"\[Content_Types\]\.xml$|content\.xml$|(?:word|xl|ppt)/")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{1,30})", re.IGNORECASE)
_CHARSETS = ("utf-8", "utf8", "us-ascii", "ascii", "windows-1250", "windows-1252", "macintosh")
_LATIN = "iso-8859-"
"""What web pages are saved in, besides; Python knows others, some of which take hours for a file."""
_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype html|html|head|body|p|div|span|h[1-6]|table|ul|ol|meta)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file would make: a whole course, or lessons. `title` and `slug` are how it calls itself, or empty."""

    what: What
    files: dict[str, bytes]
    losses: tuple[Loss, ...]
    title: str = ""
    slug: str = ""


class NotBroughtError(Exception):
    """Nothing can be made of it; the text says why, for the person."""


def bring_file(data: bytes, name: str, *, is_new_course: bool = False) -> Brought:
    """What a file would make: a zip of a course, a Word file, a page of HTML or Markdown. Raises NotBroughtError.

    A zip that is to be a new course is refused unread where a draft cannot hold so many files.
    """
    stem = re.sub(r"\.\w{1,5}$", "", name.replace("\\", "/").rpartition("/")[2]).replace("_", " ").strip()
    if len(data) > MAX_ZIP_BYTES:
        raise NotBroughtError("This file has more than 10 MB. Make its pictures smaller, or bring it in parts.")
    ending = name.lower().rpartition(".")[2]
    if ending in ("html", "htm") and _LOOKS_LIKE_HTML.search(data[:4096]):
        return bring_html(_decoded(data), stem)
    if ending in ("md", "markdown", "txt") and data and b"\0" not in data:
        return bring_text(with_plain_line_ends(_decoded(data)), stem)
    try:
        if _is_course(data):
            return _course(data, is_new_course=is_new_course)
        return _document(read_word(data), "document", stem)
    except UnreadableZipError as refusal:
        raise NotBroughtError(str(refusal)) from None


def bring_html(html: str, name: str) -> Brought:
    """What pasted rich text would make. Raises NotBroughtError where it says nothing."""
    if len(html) > LONGEST_HTML:
        raise NotBroughtError("That is too much to paste at once. Paste it in parts, or bring it as a Word file.")
    return _document(read_pasted(html), "text", name)


def bring_text(text: str, name: str) -> Brought:
    """What plain text would make: one lesson of it, as it is. Raises NotBroughtError where it says nothing."""
    if not text.strip():
        raise NotBroughtError("There are no words here. Paste some, or choose a file.")
    if len(text.encode("utf-8", "replace")) > _MOST_TEXT_BYTES:
        raise NotBroughtError(
            "That is more than a lesson holds (64 KB). Paste it in parts, or bring it as a Word file."
        )
    return Brought("text", plain_lesson(text, name=name or "A new lesson"), (), title=name)


def _is_course(data: bytes) -> bool:
    """Whether a zip is no file of an office program, so that the reader of courses says what is wrong with it."""
    if not data.startswith(b"PK"):
        return False
    names = [entry.filename for entry in open_zip(data, budget=0).entries]
    has_course = any(name.rpartition("/")[2] == COURSE_PAGE for name in names)
    return has_course or not any(_OFFICE.match(name) for name in names)


def _course(data: bytes, *, is_new_course: bool) -> Brought:
    found = read_course_zip(data, is_new_course=is_new_course)
    _refuse_too_much_text(found.files)
    title = title_in(found.files.get(COURSE_PAGE, b""))
    return Brought("course", found.files, tuple(found.losses), title, slug_of(found.folder))


def _document(text: RichText, what: What, name: str) -> Brought:
    if not text.blocks:
        lost = f" {counted(len(text.losses), 'thing')} in it could not be carried over." if text.losses else ""
        raise NotBroughtError(f"There are no words here that can become a lesson.{lost}")
    if sum(isinstance(block, Heading) and block.level == 1 for block in text.blocks) > MAX_LESSONS:
        raise NotBroughtError(
            f"It has more than {MAX_LESSONS} headings of the first level, and each makes a lesson. "
            "Make those inside a lesson headings of the second level, or bring it in parts."
        )
    files = lesson_files(text, name=name or "A new lesson")
    _refuse_too_much_text(files)
    return Brought(what, files, (*text.losses, *_kept_plain(text)), text.title or name)


def _refuse_too_much_text(files: Mapping[str, bytes]) -> None:
    if sum(len(content) for path, content in files.items() if path.endswith(".md")) > MAX_COURSE_TEXT_BYTES:
        raise NotBroughtError("That is more text than a course can hold. Bring it in parts.")


def _kept_plain(text: RichText) -> Iterator[Loss]:
    """A line for each heading that the course format would read as the beginning of a block."""
    for block in text.blocks:
        said = plain(block.words) if isinstance(block, Heading) else ""
        if said and any(begins_block(said, wording) for wording in LANGUAGES.values()):
            what = (
                "it looks like a block of the course format, and stays a plain heading. Write it anew to make it one."
            )
            yield Loss(f"The heading “{shortened(said)}”", what)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    found = _CHARSET.search(data[:4096])
    said = found[1].decode().lower() if found else ""
    if said not in _CHARSETS and not said.startswith(_LATIN):
        said = "utf-8-sig"
    try:
        return data.decode(said, "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")
