"""How long people say that they learned elsewhere, by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from learning.outside.finding import stage
from learning.outside.models import OutsideLearning


def minutes_by_year(learnings: Iterable[OutsideLearning]) -> list[tuple[int, int]]:
    """Declared minutes of what is confirmed, by the year it was held in, the latest year first."""
    minutes: dict[int, int] = defaultdict(int)
    for one in learnings:
        if stage(one).key == "confirmed":
            minutes[one.held_on.year] += one.declared_minutes
    return sorted(minutes.items(), reverse=True)
