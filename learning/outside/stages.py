"""PURE. What has become of a learning, from the kinds of its further records, with the words of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

StageKey = Literal["waiting", "confirmed", "returned", "voided", "taken back"]

_TAGS: dict[StageKey, tuple[str, str]] = {
    "waiting": ("progress", "Waiting to be confirmed"),
    "confirmed": ("done", "Confirmed"),
    "returned": ("soon", "Returned"),
    "voided": ("na", "Voided"),
    "taken back": ("na", "Taken back"),
}
KINDS = {
    "classroom": "Classroom course here",
    "external": "Course from somebody else",
    "earlier": "Earlier, before this job",
}
"""What sort of learning it was, in the words of the screen."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a learning stands. `is_disputed`: the person says it is wrong, and nobody has answered yet."""

    key: StageKey
    is_disputed: bool = False

    @property
    def status(self) -> str:
        """The icon, as a key of the status macro."""
        return "soon" if self.is_disputed else _TAGS[self.key][0]

    @property
    def words(self) -> str:
        """The words beside it."""
        return f"{_TAGS[self.key][1]}{', said to be wrong' if self.is_disputed else ''}"

    @property
    def needs_somebody(self) -> bool:
        """Whether a manager or learning lead has to say something."""
        return self.key == "waiting" or self.is_disputed


def stage_of(kinds: Sequence[str]) -> Stage:
    """The stage after further records of these kinds, in their order. What was voided before a decision was taken back
    by the person who claimed it."""
    if "voided" in kinds:
        return Stage("voided" if "confirmed" in kinds else "taken back")
    said = [kind for kind in kinds if kind in ("disputed", "answered")]
    key: StageKey = "confirmed" if "confirmed" in kinds else "returned" if "returned" in kinds else "waiting"
    return Stage(key, is_disputed=bool(said) and said[-1] == "disputed")
