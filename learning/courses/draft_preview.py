"""A page of a draft as it is being typed: what is wrong with it, and what it will look like. Changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from sqlalchemy import select

from learning.courses.document import Course
from learning.courses.format.file_names import sort_paths
from learning.courses.format.one_page import CourseAround, ReadPage, read_alone, read_within
from learning.courses.format.parser import ParsedCourse
from learning.courses.models import CourseRow, Draft, DraftFile, Version
from learning.courses.published import IS_CURRENT, course_document
from learning.db import db

_KEPT_PAGES = 512
_COURSE_PAGE = "course.md"


def check_typed_page(
    draft: Draft, path: str, text: str, *, today: date, framework_elements: Collection[str] | None = None
) -> ParsedCourse:
    """The course of a draft as if this page said `text`; problems and warnings are those of this page alone.

    The other pages are read once and kept in the process for as long as they say the same.
    """
    slug = draft.course.slug
    paths = list(db.session.scalars(select(DraftFile.path).where(DraftFile.draft_id == draft.id)))
    banks = tuple(sorted(sort_paths(paths)[0].banks.values()))
    find = select(DraftFile.path, DraftFile.content).where(DraftFile.draft_id == draft.id, DraftFile.path.like("%.md"))
    contents = {name: content for name, content in db.session.execute(find) if name != path}
    about = _read(_COURSE_PAGE, contents[_COURSE_PAGE], "en", banks) if _COURSE_PAGE in contents else None
    language = about.language if about else "en"
    read = {name: _read(name, content, language, banks) for name, content in contents.items()}
    other_slugs, earlier = _published(slug)
    around = CourseAround(
        slug=slug,
        paths=paths,
        others={name: page for name, page in read.items() if page},
        other_courses=other_slugs,
        framework_elements=framework_elements,
        today=today,
        earlier=earlier,
    )
    return read_within(path, text.encode("utf-8", "replace"), around)


@lru_cache(maxsize=_KEPT_PAGES)
def _read(path: str, content: bytes, language: str, bank_paths: tuple[str, ...]) -> ReadPage | None:
    return read_alone(path, content, language, bank_paths)


def _published(slug: str) -> tuple[frozenset[str], Course | None]:
    rows = db.session.execute(select(CourseRow.slug, Version.id).join(Version, IS_CURRENT))
    current_ids: dict[str, int] = dict(rows.all())
    earlier = course_document(current_ids[slug]) if slug in current_ids else None
    return frozenset(set(current_ids) - {slug}), earlier
