"""Where links and pictures may go, and what stands in the HTML for each of them.

Every address is either turned into one of a few known forms or refused with a sentence; nothing is passed on as it is.
Must not know tokens or HTML: addresses go in, addresses come out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote

from learning.courses.document import (
    COURSES_PREFIX,
    HEADING_ID_PREFIX,
    IMAGES_PREFIX,
    LIBRARY_PREFIX,
    PAGES_PREFIX,
)
from learning.courses.format.front_matter import cut, nearest, nearest_or_all
from learning.courses.format.library import PAGE_TITLES

_OUTSIDE = re.compile(r"https://[^/?#\s\\][^\s\\]*|mailto:[^\s@<>]+@[^\s@<>]+|tel:\+?[0-9][0-9().-]*", re.IGNORECASE)
_ALLOWED = "Links go to `https:`, `mailto:`, `tel:`, a heading, a page of the course or another course's `course.md`."


@dataclass(frozen=True, slots=True)
class Address:
    """What an author's address became: what to write in the HTML, or why it cannot be written."""

    written: str | None
    code: str = ""
    sentence: str = ""


class Links(Protocol):
    """Gives the address to write for one that an author wrote on the page with this path."""

    def href(self, path: str, target: str) -> Address:
        """The address of a link."""

    def src(self, path: str, target: str) -> Address:
        """The address of a picture."""


class AnyLinks:
    """Takes every address as it is, for pages that are read only so that others can be."""

    def href(self, path: str, target: str) -> Address:  # noqa: ARG002 - whatever it is
        """The same address."""
        return Address(target)

    def src(self, path: str, target: str) -> Address:  # noqa: ARG002 - whatever it is
        """The same address."""
        return Address(target)


def refused(code: str, sentence: str) -> Address:
    """An address that is not written, and why."""
    return Address(None, code, sentence)


def outside(target: str) -> Address | None:
    """The address of a link that leaves the library; None when it does not try to."""
    if not re.match(r"[^/#?.]*:|//|/|\\", target) or re.match(r"[0-9]", target):
        return None
    if _OUTSIDE.fullmatch(target):
        return Address(target)
    if target.casefold().startswith("http:"):
        return refused("link-not-secure", f'"{cut(target)}" is not encrypted. Write https: in place of http:.')
    return refused("link-not-allowed", f'"{cut(target)}" cannot be linked to. {_ALLOWED}')


@dataclass(slots=True)
class CourseLinks:
    """Links of the pages of one course."""

    slug: str
    addresses: Mapping[str, str]
    """Path of a page that learners open, to the address of it."""
    anchors_of: Callable[[str], Mapping[str, str] | None]
    """The anchors of the page with this path, each with the id that stands for it (empty: the top of the page).

    None where they are not known: the page cannot be read, or something on it is never closed.
    """
    pictures: Collection[str]
    other_courses: Collection[str] | None

    def href(self, path: str, target: str) -> Address:
        """The address of a link; inside the course the page and the heading must exist."""
        leaving = outside(target)
        if leaving is not None:
            return leaving
        file, _, fragment = unquote(target).partition("#")
        if not file and not fragment:
            return refused("link-empty", "This link goes nowhere. Write its address in the round brackets.")
        place = posixpath.normpath(posixpath.join(self.slug, posixpath.dirname(path), file)) if file else ""
        page = path if not file else place.removeprefix(f"{self.slug}/")
        if file and not place.startswith(f"{self.slug}/"):
            return self._other_course(place, target)
        if page not in self.addresses:
            return self._no_page(page, target)
        return self._on_page(page, fragment)

    def _other_course(self, place: str, target: str) -> Address:
        slug, _, file = place.partition("/")
        if file != "course.md" or not re.fullmatch(r"[a-z0-9-]+", slug):
            return refused("link-not-allowed", f'"{cut(target)}" cannot be linked to. {_ALLOWED}')
        if self.other_courses is not None and slug not in self.other_courses:
            near = nearest(slug, self.other_courses)
            hint = f'Did you mean "../{near}/course.md"?' if near else "Mend the address, or delete the link."
            return refused("link-dead", f'There is no course "{cut(slug)}". {hint}')
        return Address(f"{COURSES_PREFIX}/{slug}")

    def _no_page(self, page: str, target: str) -> Address:
        if page in self.pictures:
            sentence = f'"{cut(target)}" is a picture. Write an exclamation mark before the brackets to show it.'
            return refused("link-to-picture", sentence)
        if page.startswith("banks/"):
            return refused("link-to-bank", "Learners cannot open a bank. Link to a lesson or to quiz.md.")
        near = nearest(page, self.addresses)
        hint = f'Did you mean "{near}"?' if near else "Mend the address, or delete the link."
        return refused("link-dead", f'This course has no page "{cut(page)}". {hint}')

    def _on_page(self, page: str, fragment: str) -> Address:
        address = self.addresses[page]
        anchors = self.anchors_of(page) if fragment else None
        if anchors is None:
            return Address(address)
        if fragment not in anchors:
            near = nearest(fragment, anchors)
            hint = f'Did you mean "#{near}"?' if near else "Mend the address, or delete the part after #."
            return refused("link-dead", f'{page} has no heading "#{cut(fragment)}". {hint}')
        name = anchors[fragment]
        return Address(f"{address}#{name}" if name else address)

    def src(self, path: str, target: str) -> Address:
        """The address of a picture, which must be in `images/`."""
        if outside(target) is not None:
            return refused("picture-outside", "Pictures come from the course's own folder images/. Save it there.")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
        if place in self.pictures:
            return Address(f"{IMAGES_PREFIX}/{place.removeprefix('images/')}")
        near = nearest(place, self.pictures)
        hint = f'Did you mean "{near}"?' if near else "Save the picture in images/, or mend the address."
        return refused("picture-missing", f'There is no picture "{cut(target)}". {hint}')


@dataclass(slots=True)
class LibraryLinks:
    """Links of pages outside courses: help, privacy, support, frameworks, plans."""

    anchors: Collection[str]
    courses: Collection[str] | None = None

    def href(self, path: str, target: str) -> Address:
        """The address of a link to the outside, a heading, another such page or a course."""
        leaving = outside(target)
        if leaving is not None:
            return leaving
        file, _, fragment = unquote(target).partition("#")
        if not file:
            if fragment in self.anchors:
                return Address(f"#{HEADING_ID_PREFIX}{fragment}")
            near = nearest(fragment, self.anchors)
            hint = f'Did you mean "#{near}"?' if near else "Mend the address, or delete the link."
            return refused("link-dead", f'This page has no heading "#{cut(fragment)}". {hint}')
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
        return self._in_library(place, target)

    def _in_library(self, place: str, target: str) -> Address:
        course = re.fullmatch(r"([a-z0-9-]+)/course\.md", place)
        if course and (self.courses is None or course[1] in self.courses):
            return Address(f"{COURSES_PREFIX}/{course[1]}")
        if course:
            return refused("link-dead", f'There is no course "{cut(course[1])}". Mend the address.')
        page = re.fullmatch(r"pages/([a-z0-9-]+)\.md|(support)\.md", place)
        if page and (page[2] or page[1] in PAGE_TITLES):
            return Address(f"{LIBRARY_PREFIX}/{page[1] or page[2]}")
        if page:
            return refused("link-dead", f'There is no page "{cut(page[1])}". {nearest_or_all(page[1], PAGE_TITLES)}')
        sentence = f'"{cut(target)}" cannot be linked to from here. Link to a page or a course.'
        return refused("link-not-allowed", sentence)

    def src(self, path: str, target: str) -> Address:  # noqa: ARG002 - the same question as of a course
        """Refused: only courses hold pictures."""
        return refused("picture-outside", "Pictures stand in courses only. Say it in words here.")


def lesson_address(key: str) -> str:
    """What stands in the HTML for a lesson of this course."""
    return f"{PAGES_PREFIX}/lessons/{key}"
