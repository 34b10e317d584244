"""PURE. What a manager is told once a week: who in their teams has a course due or overdue. Names and titles only.

Each person is told to the nearest managers above them, so that nobody's digest is the whole organisation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from learning.plans.editions import USUAL_REMINDER_DAYS
from learning.reminders.reminder_rules import Asked, day_wanted

Word = Literal["overdue", "due soon"]

MOST_LINES = 40


class Told(NamedTuple):
    """One course of one person, as their manager is told of it."""

    person_id: int
    course_id: int
    word: Word


def word_for(asked: Asked, day: date, first_on: date) -> Word | None:
    """How a manager is told of a course on a day; None where it is not told.

    It is told when it was due or overdue on `first_on` already, the first working day of the week: a digest that is
    caught up later in the week is still that of its first day.
    """
    due_on = day_wanted(asked.standing)
    soon_days = max(asked.remind_before_days, default=USUAL_REMINDER_DAYS)
    if due_on is None or (due_on - first_on).days > soon_days:
        return None
    return "overdue" if day > due_on else "due soon"


def nearest_managers(
    person_id: int, team_ids: Iterable[int], managers: Mapping[int, Collection[int]], parents: Mapping[int, int | None]
) -> frozenset[int]:
    """Who is told of a person: for each of their teams its managers, else those of the nearest team above.

    `managers` are those who can be told today, by team. Nobody is told of themselves.
    """
    found: set[int] = set()
    for team_id in team_ids:
        above: int | None = team_id
        seen: set[int] = set()  # a circle of teams, should one ever stand in the table
        while above is not None and above not in seen:
            seen.add(above)
            here = set(managers.get(above, ())) - {person_id}
            if here:
                found |= here
                break
            above = parents.get(above)
    return frozenset(found)
