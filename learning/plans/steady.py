"""PURE. Until when what is so today stays so by itself: the first day on which a standing may be another one.

What people do in the meantime is another matter: `fact_watch` sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from learning.people.spans import OPEN, Span
from learning.plans.editions import Rule
from learning.plans.standing import NOTHING_AGREED, Agreements, Completion, Standing

_DAY = timedelta(days=1)


def standing_steady_until(
    day: date,
    standing: Standing,
    *,
    rule: Rule,
    completions: Sequence[Completion],
    agreements: Agreements,
) -> date:
    """The first later day on which the standing of a day may be another one, by nothing but time; OPEN for never.

    As long as the person is asked alike, which is `asked_steady_until`. Nothing else of what a standing rests on has
    days of its own: the days it shows itself follow from these.
    """
    first = _first_shown_after(day, standing, rule.soon_days)
    if agreements is not NOTHING_AGREED:
        first = min(first, first_after(day, _days_agreed(agreements)))
    for one in completions:
        if day < one.completed_on < first:
            first = one.completed_on
    return first


def asked_steady_until(day: date, asked: Iterable[Span]) -> date:
    """The first later day on which a person begins or ends to be asked, of all days on which they ever are."""
    return first_after(day, (one for span in asked for one in span))


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


def _first_shown_after(day: date, standing: Standing, soon_days: int) -> date:
    """The day from which it is due soon, the first day too late, or the first on which it no longer counts."""
    # One of 300,000 calls when everybody is settled: three comparisons in place of `first_after`.
    first = OPEN
    due_on, expires_on = standing.due_on, standing.expires_on
    if due_on is not None and due_on >= day:
        soon_on = date.fromordinal(max(1, due_on.toordinal() - soon_days))
        first = soon_on if soon_on > day else min(due_on, OPEN - _DAY) + _DAY
    return expires_on if expires_on is not None and day < expires_on < first else first
