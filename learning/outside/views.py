"""All pages of outside: importing this module registers them on its Blueprint.

Pages of features to the right and to the left of this one show what stands here: My record one's own learning
elsewhere, a course that it was done so. Their templates are given a function each, which asks when called.
"""

from __future__ import annotations

from typing import Any

from learning.outside import equivalence_views, finding, own_views, register_views, team_views
from learning.outside.blueprint import blueprint
from learning.outside.equivalences import titles_met_by
from learning.outside.models import OutsideLearning
from learning.outside.own_course import DoneElsewhere, done_elsewhere
from learning.outside.yearly import minutes_by_year
from learning.people.access import current_person
from learning.web.context import today

__all__ = ["blueprint", "equivalence_views", "own_views", "register_views", "team_views"]


@blueprint.app_context_processor
def _for_templates() -> dict[str, Any]:
    return {
        "course_done_elsewhere": _course_done_elsewhere,
        "own_outside_learnings": _own_outside_learnings,
        "outside_learnings_of": finding.learnings_of,
        "outside_stage": finding.stage,
        "outside_titles_met_by": titles_met_by,
        "outside_minutes_by_year": minutes_by_year,
    }


def _course_done_elsewhere(course_id: int) -> DoneElsewhere | None:
    return done_elsewhere(current_person().id, course_id, today=today())


def _own_outside_learnings() -> list[OutsideLearning]:
    return finding.learnings_of(current_person().id)
