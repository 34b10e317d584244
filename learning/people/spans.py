"""PURE. Spans of days, and dated facts as they were known at a moment.

A fact is never mended: what turns out otherwise is withdrawn, and another row says it anew. So what was known at any
moment of the past can be told again, to the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

_Value = TypeVar("_Value")

OPEN = date.max
"""The end of a span that nobody has named."""


class Span(NamedTuple):
    """Days from `from_on` until `until_on`, the first day that is not part of it."""

    from_on: date
    until_on: date = OPEN


ALWAYS = (Span(date.min),)


class DatedFact(NamedTuple, Generic[_Value]):
    """A value that holds for a span of days, said at `recorded_at` and taken back at `withdrawn_at`."""

    value: _Value
    from_on: date
    until_on: date | None
    recorded_at: datetime
    withdrawn_at: datetime | None = None

    @property
    def span(self) -> Span:
        """The days for which it holds."""
        return Span(self.from_on, self.until_on or OPEN)


def is_known(fact: DatedFact[Any], known_at: datetime) -> bool:
    """Whether a fact had been recorded and not been withdrawn at a moment, that moment included."""
    return fact.recorded_at <= known_at and (fact.withdrawn_at is None or fact.withdrawn_at > known_at)


def known(facts: Iterable[DatedFact[_Value]], known_at: datetime) -> list[DatedFact[_Value]]:
    """The facts that were known at a moment."""
    return [fact for fact in facts if is_known(fact, known_at)]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days in the fewest spans, in order; spans without a day are left out."""
    found: list[Span] = []
    for span in sorted(spans):
        if span.until_on <= span.from_on:
            continue
        if found and span.from_on <= found[-1].until_on:
            found[-1] = Span(found[-1].from_on, max(found[-1].until_on, span.until_on))
        else:
            found.append(span)
    return tuple(found)


def common(first: Sequence[Span], second: Sequence[Span]) -> tuple[Span, ...]:
    """The days that both have."""
    return merged(
        Span(max(one.from_on, other.from_on), min(one.until_on, other.until_on)) for one in first for other in second
    )


def without(spans: Sequence[Span], taken: Sequence[Span]) -> tuple[Span, ...]:
    """The days of the first that the second has not."""
    gaps, begin = [], date.min
    for span in merged(taken):
        gaps.append(Span(begin, span.from_on))
        begin = span.until_on
    gaps.append(Span(begin))
    return common(spans, gaps)


def span_on(spans: Iterable[Span], day: date) -> Span | None:
    """The span that a day is in, or None."""
    return next((span for span in spans if span.from_on <= day < span.until_on), None)
