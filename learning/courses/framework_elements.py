"""The framework elements that courses may name: the same for the command line, the editor and publishing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from learning.courses.format.framework_keys import element_keys
from learning.courses.library_files import LibraryFile, content_of, file_at
from learning.courses.source_folder import framework_files


def framework_elements(library: Path) -> frozenset[str] | None:
    """The elements of every edition of every framework in a library folder, as "framework/element".

    None where it has no framework, so that there is nothing to compare with.
    """
    files = (file_at(path) for path in framework_files(library))
    return frozenset(key for file in files if file for key in _keys(file)) or None


@lru_cache(maxsize=64)
def _keys(file: LibraryFile) -> tuple[str, ...]:
    return element_keys(f"frameworks/{Path(file.path).name}", content_of(file) or b"")
