"""All pages of improvement: importing this module registers them on its Blueprint.

Two pages of features to the right of this one show what stands here: “Write” how many comments wait, and a course what
was changed. They cannot ask for it, so their templates are given a function each, which asks when it is called.
"""

from __future__ import annotations

from typing import Any

from learning.improvement import answer_views, comment_views, figure_views
from learning.improvement.answers_to_comments import changes_of, open_comment_counts
from learning.improvement.blueprint import blueprint

__all__ = ["answer_views", "blueprint", "comment_views", "figure_views"]


@blueprint.app_context_processor
def _for_templates() -> dict[str, Any]:
    return {"open_comment_counts": open_comment_counts, "changes_of": changes_of}
