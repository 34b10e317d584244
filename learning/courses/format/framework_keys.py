"""The keys of a framework's elements, which is all that a course may name of it.

Stands with courses, whose checker asks for them; what else a framework says is read in frameworks.
"""

from __future__ import annotations

import re

from learning.courses.format.keys import key_under
from learning.courses.format.library_pages import sections
from learning.courses.format.page import read_page
from learning.courses.problems import Findings


def key_and_edition(path: str) -> tuple[str, str]:
    """The key in a path, and the year that a later edition adds to it, else an empty text."""
    stem = path.rpartition("/")[2].removesuffix(".md")
    match = re.fullmatch(r"(.+)-((?:19|20)[0-9]{2})", stem)
    return (match[1], match[2]) if match else (stem, "")


def element_keys(path: str, data: bytes) -> tuple[str, ...]:
    """The keys as courses write them, "framework-key/element-key"; none where the file is too large to read."""
    page = read_page(path, data, Findings(path))
    key, _ = key_and_edition(path)
    found = sections(page)[1] if page else []
    return tuple(f"{key}/{key_under(page, one.heading.content, one.nodes)}" for one in found) if page else ()
