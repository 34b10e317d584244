"""PURE. What may be proposed for a person, and what has become of it, in the words of the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KINDS: Mapping[str, str] = {"later": "A later day for it", "not needed": "It is not needed until that day"}


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a proposal stands: the icon, as a key of the status macro, and the words beside it."""

    status: str
    words: str


_WAITING = Stage("progress", "Waiting for a learning lead")
_STAGES = {
    "agreed": Stage("done", "Agreed"),
    "returned": Stage("soon", "Returned"),
    "taken back": Stage("na", "Taken back"),
}


def stage_of(outcome: str | None) -> Stage:
    """The stage of a proposal with an outcome of this kind, None for none yet."""
    return _STAGES[outcome] if outcome else _WAITING
