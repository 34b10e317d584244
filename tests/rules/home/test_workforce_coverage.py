"""Who holds what a framework names, and what somebody declared by year."""

from __future__ import annotations

from datetime import date

from learning.frameworks.coverage import ElementCoverage, Teaching
from learning.frameworks.document import Element
from learning.home.declared_hours import years_of_learning
from learning.home.workforce_coverage import elements_held


def lesson(slug: str, strength) -> Teaching:
    return Teaching(slug, slug.title(), 1, "lessons/01-one.md", "One", strength)


def element(*lessons: Teaching) -> ElementCoverage:
    safety = Element(key="safety", title="Safety", kind="principle", met_by="", text=None, line=1)
    return ElementCoverage(safety, "some-framework/safety", lessons, (), None)


def test_somebody_who_holds_two_courses_counts_once_and_stronger_lessons_count_as_weaker_ones() -> None:
    taught = element(lesson("reading", "read"), lesson("trying", "practised"), lesson("asking", "assessed"))
    holders = {"reading": {1, 2, 3}, "trying": {3, 4}, "asking": {4, 5}, "another": {6, 7}}
    (found,) = elements_held([taught], holders, range(1, 8))
    assert found.percents == {"read": 71, "practised": 42, "assessed": 28}
    assert (found.title, found.course_count, found.is_taught) == ("Safety", 3, True)


def test_only_the_people_asked_about_count() -> None:
    (found,) = elements_held([element(lesson("asking", "assessed"))], {"asking": {1, 2, 99}}, {1, 2, 3, 4})
    assert found.percents["assessed"] == 50


def test_an_element_that_no_lesson_teaches_is_held_by_nobody() -> None:
    (found,) = elements_held([element()], {"asking": {1}}, {1})
    assert (found.is_taught, found.percents["read"]) == (False, 0)


def test_minutes_are_put_together_by_calendar_year_the_latest_first() -> None:
    courses = [(date(2025, 12, 31), 20), (date(2026, 1, 1), 30), (date(2026, 5, 1), 15)]
    years = years_of_learning(courses, [(2026, 360), (2024, 60)])
    assert [(year.year, year.course_minutes, year.elsewhere_minutes, year.minutes) for year in years] == [
        (2026, 45, 360, 405), (2025, 20, 0, 20), (2024, 0, 60, 60),
    ]  # fmt: skip
