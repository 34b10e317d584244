"""The fingerprint of a course: SHA-256 over every file of its folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from learning.courses.format.file_names import is_left_alone
from learning.courses.format.source_text import normal_bytes


def source_hash(files: Mapping[str, bytes]) -> str:
    """The hash as 64 hexadecimal digits, the same whatever the order of files and the line ends of texts.

    Each path and each content goes in with its length before it, so that no two folders run together alike.
    README.md, LICENSE and hidden files are no part of a course and leave the hash as it is.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        if is_left_alone(path):
            continue
        content = normal_bytes(files[path]) if path.endswith(".md") else files[path]
        for part in (path.encode("utf-8", "surrogatepass"), content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()
