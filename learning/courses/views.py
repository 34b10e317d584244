"""All pages of courses: importing this module registers them on its Blueprint."""

from __future__ import annotations

from learning.courses import (
    draft_views,
    history_views,
    outline_views,
    page_edit_views,
    picture_views,
    review_views,
    version_table_views,
    version_views,
    write_views,
)
from learning.courses.blueprint import blueprint

__all__ = [
    "blueprint",
    "draft_views",
    "history_views",
    "outline_views",
    "page_edit_views",
    "picture_views",
    "review_views",
    "version_table_views",
    "version_views",
    "write_views",
]
