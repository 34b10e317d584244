"""A draft and its pages as the editor needs them. Changes nothing."""

from __future__ import annotations

from learning.courses.drafts import NO_DRAFT, draft_of
from learning.courses.format.page import title_in
from learning.courses.models import Draft
from learning.courses.published import course_by_slug
from learning.courses.source_folder import COURSE_PAGE
from learning.errors import NotFound


def draft_or_refuse(slug: str) -> Draft:
    """The draft of a course; raises NotFound where there is no course, or no draft any more."""
    draft = draft_of(course_by_slug(slug).slug)
    if draft is None:
        raise NotFound(NO_DRAFT)
    return draft


def course_title(draft: Draft) -> str:
    """The title of the current version, before the first one that of the draft, or the slug."""
    current = draft.course.current_version
    if current is not None:
        return current.title
    page = next((file.content for file in draft.files if file.path == COURSE_PAGE), b"")
    return title_in(page) or draft.course.slug
