"""A picture from an author's machine put into the draft, and shown on one of its pages where they say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from learning.courses.draft_files import text_of
from learning.courses.draft_history import keep_text, note_outline
from learning.courses.drafts import draft_of, locked_draft, note_change
from learning.courses.format.file_names import MAX_PICTURES, sort_paths
from learning.courses.format.source_text import MAX_TEXT_BYTES
from learning.courses.models import Draft, DraftFile
from learning.errors import Invalid, NotFound
from learning.exchange.documents.markdown_words import one_line
from learning.exchange.documents.rich_text import Picture
from learning.exchange.lesson_files import key_of
from learning.exchange.picture_files import PictureFile, UnusablePictureError, make_picture
from learning.people.models import Person

_TITLE = re.compile(r"^# .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class AddedPicture:
    """Where the picture is now, the line that shows it, and whether the draft had it already."""

    path: str
    line: str
    was_there: bool


def picture_line(path: str, shows: str) -> str:
    """The Markdown that shows a picture; `shows` is empty where it only decorates."""
    return one_line([Picture(path, " ".join(shows.split()))])


def pages_for_pictures(draft: Draft) -> list[str]:
    """The pages under whose title a picture can be put: the course page and the lessons."""
    found, _ = sort_paths([file.path for file in draft.files])
    return [*(["course.md"] if found.has_course else []), *(path for _, _, path in found.lessons)]


def pictures_of(draft: Draft) -> list[str]:
    """The pictures of a draft, by path."""
    return sorted(file.path for file in draft.files if file.path.startswith("images/"))


def read_picture(data: bytes) -> PictureFile:
    """The picture made anew and small enough. Raises Invalid for "file"; takes too long to be done in a transaction."""
    try:
        return make_picture(data)
    except UnusablePictureError as refusal:
        raise Invalid({"file": str(refusal)}) from None


def add_picture(
    slug: str, made: PictureFile, name: str, *, shows: str, page: str, author: Person, now: datetime
) -> AddedPicture:
    """Put a picture into the draft; on `page`, unless that is empty, show it under the title.

    Raises Invalid for "file" and "page", NotFound where there is no draft.
    """
    draft = locked_draft(slug, now)
    path, was_there = _place(draft, made, name)
    line = picture_line(path, shows)
    if not was_there:
        draft.files.append(DraftFile(path=path, content=made.content))
        note_outline(draft, "added", path, author=author, now=now)
    if page:
        _show(draft, page, line, now)
    if page or not was_there:
        note_change(draft, author, now, "picture added", path)
    return AddedPicture(path, line, was_there)


def has_draft(slug: str) -> Draft:
    """The draft whose pictures are asked for. Raises NotFound with a sentence where there is none."""
    draft = draft_of(slug)
    if draft is None:
        raise NotFound("There is no draft of this course. Open the course under Write, and start editing.")
    return draft


def _place(draft: Draft, made: PictureFile, name: str) -> tuple[str, bool]:
    """Where the picture goes, and whether the draft has it already; a name that is taken gets its hash added."""
    there = {file.path: file.content for file in draft.files if file.path.startswith("images/")}
    for path, content in there.items():
        if content == made.content:
            return path, True
    if len(there) >= MAX_PICTURES:
        raise Invalid({"file": f"A course has at most {MAX_PICTURES:,} pictures. Take one out first."})
    stem = key_of(re.sub(r"\.\w{1,5}$", "", name.replace("\\", "/").rpartition("/")[2])) or "picture"
    path = f"images/{stem}.{made.ending}"
    return (path, False) if path not in there else (f"images/{stem}-{made.short_hash}.{made.ending}", False)


def _show(draft: Draft, page: str, line: str, now: datetime) -> None:
    text = text_of(draft, page) if page in pages_for_pictures(draft) else None
    if text is None:
        raise Invalid({"page": "Choose a page of this draft."})
    title = _TITLE.search(text)
    at = title.end() if title else len(text.rstrip())
    content = f"{text[:at]}\n\n{line}\n{text[at:] or chr(10)}".encode("utf-8", "replace")
    if len(content) > MAX_TEXT_BYTES:
        raise Invalid({"page": "This page is full: it has 64 KB. Choose another one, or split it in two first."})
    file = next(file for file in draft.files if file.path == page)
    keep_text(draft, file.content, now)
    file.content = content
