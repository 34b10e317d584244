"""A page of a draft as it is being typed: what is wrong with it, and what it will look like. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import select

from learning.courses.document import Course
from learning.courses.format.one_page import CourseAround, read_within
from learning.courses.format.parser import ParsedCourse
from learning.courses.models import CourseRow, Draft, DraftFile, Version
from learning.courses.outline import page_key
from learning.courses.published import IS_CURRENT, document_for_page
from learning.courses.remembered_facts import remembered_facts
from learning.db import db


def check_typed_page(
    draft: Draft, path: str, text: str, *, today: date, framework_elements: Callable[[], Collection[str] | None]
) -> ParsedCourse:
    """The page of a draft as if it said `text`, with problems and warnings of this page alone.

    Other pages are read only where this one asks for something on them; `one_page` says what is left to saving.
    """
    slug = draft.course.slug
    find = select(DraftFile.path, DraftFile.content).where(DraftFile.draft_id == draft.id, DraftFile.path.like("%.md"))
    paths = list(db.session.scalars(select(DraftFile.path).where(DraftFile.draft_id == draft.id)))
    other_slugs, earlier = _published(slug, page_key(path))
    around = CourseAround(
        slug=slug,
        paths=paths,
        contents={name: content for name, content in db.session.execute(find) if name != path},
        other_courses=other_slugs,
        framework_elements=framework_elements,
        today=today,
        earlier=earlier,
        facts_of=remembered_facts,
    )
    return read_within(path, text.encode("utf-8", "replace"), around)


def _published(slug: str, page: str) -> tuple[frozenset[str], Course | None]:
    rows = db.session.execute(select(CourseRow.slug, Version.id).join(Version, IS_CURRENT))
    current_ids: dict[str, int] = dict(rows.all())
    earlier = document_for_page(current_ids[slug], page) if slug in current_ids else None
    return frozenset(set(current_ids) - {slug}), earlier
