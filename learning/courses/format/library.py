"""What each path of a content library is, by its name alone.

A library holds course folders, frameworks, plans, pages and one support page. Reads no disk and parses nothing: the
command line asks here which parser a path belongs to.
"""

from __future__ import annotations

import re
from typing import Literal

from learning.courses.format.file_names import RESERVED_SLUGS, is_left_alone

LibraryKind = Literal["course", "framework", "plan", "page", "support", "left alone", "unknown"]

_KINDS: dict[str, LibraryKind] = {"frameworks": "framework", "plans": "plan", "pages": "page"}


def kind_of(path: str) -> LibraryKind:
    """The kind of thing that a path inside a library belongs to; each file of a course folder is of kind course."""
    folder, _, name = path.partition("/")
    if is_left_alone(path):
        return "left alone"
    if path == "support.md":
        return "support"
    if folder in _KINDS:
        return _KINDS[folder] if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*\.md", name) else "unknown"
    return "course" if name and folder not in RESERVED_SLUGS else "unknown"


def course_slug(path: str) -> str:
    """The folder of a course's file."""
    return path.partition("/")[0]


def unknown_sentence(path: str) -> str:
    """What to tell the author of a path of kind unknown."""
    folder = path.partition("/")[0]
    if folder in _KINDS:
        return f"{folder}/ holds Markdown files named in a-z, 0-9 and hyphens, ending .md. Rename this, or move it."
    return "A library holds course folders, frameworks/, plans/, pages/ and support.md. Move this into one of them."
