"""The mark of a view that anybody may open, for features that stand below `people` and cannot know its policies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask.typing import ResponseReturnValue

_View = TypeVar("_View", bound=Callable[..., ResponseReturnValue])


def open_to_all(view: _View) -> _View:
    """State that anybody may open a view: what `people.access.allow(Policy.PUBLIC)` says elsewhere."""
    view.access_policy = "public"  # type: ignore[attr-defined]
    return view
