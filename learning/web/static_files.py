"""Static files: their addresses carry a hash of what is in them, so that a browser may keep them for a year.

Templates write url_for("static", filename=…) and need not know. A changed file is known by its new address after the
next start, so nobody ever sees an old style on a new page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

_HASH_CHARACTERS = 12
_KEEP = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


def register(app: Flask) -> None:
    """Put the hash into every address of a static file, and say how long its answer may be kept."""
    hashes = hashes_of(Path(app.static_folder or ""))

    @app.url_defaults
    def add_hash(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values.get("filename") in hashes:
            values.setdefault("v", hashes[values["filename"]])

    @app.after_request
    def say_how_long(response: Response) -> Response:
        if request.endpoint == "static":
            response.headers["Cache-Control"] = _KEEP if _may_be_kept(response, hashes) else _ASK_AGAIN
        return response


def hashes_of(folder: Path) -> dict[str, str]:
    """The hash of every file in a folder and its folders, by its path as addresses write it."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:_HASH_CHARACTERS]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _may_be_kept(response: Response, hashes: Mapping[str, str]) -> bool:
    # An address with an old hash, or with none, may mean other content tomorrow; a missing file may come.
    filename = (request.view_args or {}).get("filename", "")
    is_there = response.status_code in (200, 206, 304)
    return is_there and filename in hashes and request.args.get("v") == hashes[filename]
