"""PURE. Which fields of a form are never given back to the browser, whatever page gives back what was typed."""

from __future__ import annotations

_NEVER_GIVEN_BACK = ("csrf_token", "kept", "next")


def is_never_given_back(name: str) -> bool:
    """Whether a field holds a password, or what belongs to the one request that sent it."""
    return name in _NEVER_GIVEN_BACK or "password" in name.lower()
