"""PURE. Until when what is so today stays so by itself: the first day on which a standing may be another one.

What people do in the meantime is another matter: `fact_watch` sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from learning.people.spans import OPEN, Span
from learning.plans.editions import Rule
from learning.plans.standing import Agreements, Completion, Standing

_DAY = timedelta(days=1)


def standing_steady_until(
    day: date,
    standing: Standing,
    *,
    rule: Rule,
    asked: Iterable[Span],
    completions: Sequence[Completion],
    agreements: Agreements,
) -> date:
    """The first later day on which the standing of a day may be another one, by nothing but time; OPEN for never.

    `asked` are all days on which the person is asked. Nothing else of what a standing rests on has days of its own:
    the days it shows itself follow from these.
    """
    days = [*(one for span in asked for one in span), *(one.completed_on for one in completions)]
    days += _days_agreed(agreements)
    days += _days_shown(standing, rule.soon_days)
    return first_after(day, days)


def held_steady_until(day: date, completions: Iterable[Completion]) -> date:
    """The same of a course that no plan asks for: it is held as the course itself says."""
    return first_after(day, (one for each in completions for one in (each.completed_on, each.expires_on or OPEN)))


def first_after(day: date, days: Iterable[date]) -> date:
    """The first of some days that comes after a day; OPEN where none does."""
    return min((one for one in days if one > day), default=OPEN)


def _days_agreed(agreements: Agreements) -> Iterator[date]:
    for one in (*agreements.exemptions, *agreements.pauses):
        yield one.from_on
        yield one.until_on or OPEN
    for extension in agreements.extensions:
        yield extension.from_on


def _days_shown(standing: Standing, soon_days: int) -> Iterator[date]:
    """The day from which it is due soon, the first day too late, and the first on which it no longer counts."""
    if standing.due_on is not None:
        yield date.fromordinal(max(1, standing.due_on.toordinal() - soon_days))
        yield min(standing.due_on, OPEN - _DAY) + _DAY
    if standing.expires_on is not None:
        yield standing.expires_on
