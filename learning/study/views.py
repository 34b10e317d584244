"""All pages of study: importing this module registers them on its Blueprint."""

from __future__ import annotations

from learning.study import (
    certificate_views,
    check_views,
    course_views,
    lesson_views,
    practice_views,
    record_views,
    refresh_views,
    result_views,
    scenario_views,
)
from learning.study.blueprint import blueprint

__all__ = [
    "blueprint",
    "certificate_views",
    "check_views",
    "course_views",
    "lesson_views",
    "practice_views",
    "record_views",
    "refresh_views",
    "result_views",
    "scenario_views",
]
