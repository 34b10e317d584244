"""All pages of improvement: importing this module registers them on its Blueprint.

Pages of other features show what stands here: “Write” how many comments wait, a course what was changed, and My
learning which comments were answered. Their templates are given a function each, which asks when it is called.
"""

from __future__ import annotations

from typing import Any

from learning.improvement import answer_views, comment_views, figure_views
from learning.improvement.answers_to_comments import changes_of, open_comment_counts
from learning.improvement.blueprint import blueprint
from learning.improvement.comments import news_of_comments

__all__ = ["answer_views", "blueprint", "comment_views", "figure_views"]


@blueprint.app_context_processor
def _for_templates() -> dict[str, Any]:
    return {"open_comment_counts": open_comment_counts, "changes_of": changes_of, "news_of_comments": news_of_comments}
