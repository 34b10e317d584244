"""Fills the open addresses in a course's HTML with those of the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from learning.courses.document import COURSES_PREFIX, IMAGES_PREFIX, LIBRARY_PREFIX, PAGES_PREFIX


@dataclass(frozen=True, slots=True)
class CourseAddresses:
    """Where a course's pages, its pictures and other courses are found, without a slash at the end."""

    pages: str
    images: str
    courses: str = "/courses"
    library: str = ""

    def fill(self, html: str) -> str:
        """The HTML with its open addresses filled in."""
        for prefix, address in (
            (PAGES_PREFIX, self.pages),
            (IMAGES_PREFIX, self.images),
            (COURSES_PREFIX, self.courses),
            (LIBRARY_PREFIX, self.library),
        ):
            html = html.replace(f'="{prefix}', f'="{address}')
        return html
