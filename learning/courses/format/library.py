"""What each path of a content library is, by its name alone.

A library holds course folders, frameworks, plans, pages and one support page. Reads no disk and parses nothing: the
command line asks here which parser a path belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from learning.courses.format.file_names import RESERVED_SLUGS, is_left_alone
from learning.courses.format.front_matter import nearest_or_all

LibraryKind = Literal["course", "framework", "plan", "page", "support", "left alone", "unknown"]

PAGE_TITLES: Mapping[str, str] = {
    "help": "Help",
    "accessibility": "Accessibility statement",
    "privacy": "Privacy",
    "cookies": "Cookies",
}
"""The pages that stand at the foot of every page, by the name of their file in `pages/`; no other is ever shown."""

_KINDS: dict[str, LibraryKind] = {"frameworks": "framework", "plans": "plan"}


def kind_of(path: str) -> LibraryKind:
    """The kind of thing that a path inside a library belongs to; each file of a course folder is of kind course."""
    folder, _, name = path.partition("/")
    if is_left_alone(path):
        return "left alone"
    if path == "support.md":
        return "support"
    if folder == "pages":
        return "page" if name.removesuffix(".md") in PAGE_TITLES and name.endswith(".md") else "unknown"
    if folder in _KINDS:
        return _KINDS[folder] if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*\.md", name) else "unknown"
    return "course" if name and folder not in RESERVED_SLUGS else "unknown"


def unknown_sentence(path: str) -> str:
    """What to tell the author of a path of kind unknown."""
    folder, _, name = path.partition("/")
    if folder == "pages":
        return f"No page of this name is ever shown. {nearest_or_all(name, [f'{known}.md' for known in PAGE_TITLES])}"
    if folder in _KINDS:
        return f"{folder}/ holds Markdown files named in a-z, 0-9 and hyphens, ending .md. Rename this, or move it."
    return "A library holds course folders, frameworks/, plans/, pages/ and support.md. Move this into one of them."
