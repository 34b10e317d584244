"""What the software itself does towards a framework: each feature that `Met by:` may name, and whether it is there.

One honest table: a feature counts only when this release has it. Plain frozen data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

UNNAMED = "feature"
"""What a framework writes for a feature that has no name here."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that the software does, in words for people who read coverage."""

    sentence: str
    is_there: bool


FEATURES: Mapping[str, Feature] = {
    "content notes": Feature(
        "A note stands before anything hard, with a shorter version that counts just the same and a way out.", True
    ),
    "who to ask": Feature("“Who to ask” is linked from every page, and the council fills it in.", True),
    "practice follow-ups": Feature("Practice tasks are followed up at work some weeks later.", False),
    "feedback on lessons": Feature("Learners comment on a lesson and see what was changed because of it.", False),
    "formats on request": Feature("Courses can be had in large print, Braille, audio and other languages.", False),
    "plans and standing": Feature("Everybody's standing against a workforce plan is worked out and shown.", False),
    "outside learning": Feature("Learning from elsewhere stands in the same record.", False),
    "programme reports": Feature("A programme board gets figures on how the plan is going.", False),
}
"""By the words that stand after `Met by:`."""


def feature_called(name: str) -> Feature | None:
    """The feature of this name; None for one that has no name here, which is then not there yet."""
    return FEATURES.get(name)
