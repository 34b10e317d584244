"""Views that take files: only for them may a request be larger than a form of words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

_View = TypeVar("_View", bound=Callable[..., Any])

LARGEST_FORM_BYTES = 1_000_000
"""What a request may have that brings no file."""
_USUAL_MEGABYTES = 10
_BYTES_ROUND_FILE = 500_000
"""The form round a file."""


def takes_files(view: _View) -> _View:
    """State that a view takes files of up to 10 MB; stands above its policy."""
    return takes_files_up_to(_USUAL_MEGABYTES)(view)


def takes_files_up_to(megabytes: int) -> Callable[[_View], _View]:
    """State that a view takes files of up to so many MB."""

    def mark(view: _View) -> _View:
        view.file_megabytes = megabytes  # type: ignore[attr-defined]
        return view

    return mark


def file_megabytes() -> int:
    """How many MB a file of this request may have; 0 where its view takes none."""
    view = current_app.view_functions.get(request.endpoint or "")
    return int(getattr(view, "file_megabytes", 0))


def allow_larger_request() -> None:
    """Let a file through; to be called once it is known that whoever sends it may, and before anything looks at forms.

    Until then a request is no larger than a form of words: more of it is not even read.
    """
    megabytes = file_megabytes()
    if megabytes:
        most_bytes = megabytes * 1_000_000 + _BYTES_ROUND_FILE
        request.max_content_length = most_bytes
        request.max_form_memory_size = most_bytes
