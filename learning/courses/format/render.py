"""HTML of a stand-alone page of trusted format, such as help or privacy, cleaned as lessons are."""

from __future__ import annotations

from learning.courses.format.library_pages import parse_page


def render_page(markdown: str) -> str:
    """The HTML below the page's title; `library_pages.parse_page` gives the title and the problems too."""
    page = parse_page("pages/page.md", markdown.encode("utf-8", "replace")).page
    return page.html if page else ""
