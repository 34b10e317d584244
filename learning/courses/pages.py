"""Reads the organisation's own pages from the courses folder: help, accessibility, privacy, cookies, who to ask.

A file that is missing or cannot be read gives a short honest page: these pages are linked from everywhere.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from learning.courses.format import support
from learning.courses.format.library import PAGE_TITLES
from learning.courses.format.library_pages import LibraryPage, parse_page
from learning.courses.format.support import Support
from learning.courses.library_files import LibraryFile, content_of, file_at

_NOT_WRITTEN = "<p>Your organisation has not written this page yet. Please ask your manager or the learning team.</p>"
_WHO_TO_ASK = "<p>Ask your manager or supervisor first. If someone is in danger now, ring 999.</p>"


def organisation_page(courses_folder: Path, name: str) -> LibraryPage:
    """The page `pages/NAME.md`, read anew whenever the file changes; a stand-in where there is none."""
    file = file_at(courses_folder / "pages" / f"{name}.md")
    page = _read_page(file) if file else None
    if page is None or not page.html:
        return LibraryPage(PAGE_TITLES[name], _NOT_WRITTEN)
    return LibraryPage(page.title or PAGE_TITLES[name], page.html)


def support_page(courses_folder: Path, today: date) -> Support:
    """Who to ask, as it is to be shown on this day."""
    file = file_at(courses_folder / support.PATH)
    found = _read_support(file, today) if file else None
    return found or Support("Who to ask", _WHO_TO_ASK, ())


@lru_cache(maxsize=16)
def _read_page(file: LibraryFile) -> LibraryPage | None:
    data = content_of(file)
    return None if data is None else parse_page(f"pages/{Path(file.path).name}", data).page


@lru_cache(maxsize=4)
def _read_support(file: LibraryFile, today: date) -> Support | None:
    data = content_of(file)
    return None if data is None else support.parse_support(data, today).support
