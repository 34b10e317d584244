"""How much learning somebody declared, by calendar year: courses completed here, and what was confirmed elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from learning.clock import day_of
from learning.outside.finding import learnings_of
from learning.outside.yearly import minutes_by_year
from learning.study.completions import completions_of


@dataclass(frozen=True, slots=True)
class YearOfLearning:
    """The declared minutes of one calendar year."""

    year: int
    course_minutes: int
    elsewhere_minutes: int

    @property
    def minutes(self) -> int:
        """Both together."""
        return self.course_minutes + self.elsewhere_minutes


def years_of_learning(
    courses: Iterable[tuple[date, int]], elsewhere: Iterable[tuple[int, int]]
) -> list[YearOfLearning]:
    """Minutes by year, the latest first: of courses by the day each was completed on, of the rest by year."""
    here: dict[int, int] = {}
    for day, minutes in courses:
        here[day.year] = here.get(day.year, 0) + minutes
    there = dict(elsewhere)
    years = sorted(here.keys() | there.keys(), reverse=True)
    return [YearOfLearning(year, here.get(year, 0), there.get(year, 0)) for year in years]


def own_years(person_id: int, *, time_zone: ZoneInfo) -> list[YearOfLearning]:
    """The years of one person; what was voided, or is not confirmed, counts for nothing."""
    records = [record for record in completions_of([person_id]) if not record.void]
    days = [(day_of(record.completed_at, time_zone), record.declared_minutes) for record in records]
    return years_of_learning(days, minutes_by_year(learnings_of(person_id)))
