"""A course begun in the browser: its name for good, and a draft with the first lines of its pages."""

from __future__ import annotations

import unicodedata
import uuid
from datetime import datetime

from learning import audit
from learning.courses.drafts import FIRST_REVISION, draft_of
from learning.courses.format.file_names import KEY, MAX_SLUG_LENGTH, RESERVED_SLUGS
from learning.courses.format.page import anchor
from learning.courses.models import Draft, DraftFile
from learning.courses.publishing import lock_course
from learning.db import db
from learning.errors import Invalid
from learning.people.models import Person

LONGEST_TITLE = 120

COURSE_PAGE = """---
summary: Say in one or two sentences what this course is about.
level: informed
---
# {title}

Say what this course is, whom it is for and how long it takes.

## Outcomes

- Say what people can do afterwards.

## Sources

- Say where it comes from, and how far it can be trusted.
"""
FIRST_LESSON = """---
minutes: 5
---
# Title of the first lesson

Write here.
"""


def begin_course(title: str, slug: str, *, author: Person, now: datetime) -> Draft:
    """Begin a course of this title; its slug is made from the title where none is given.

    Raises Invalid for "title" and "slug", also where there is a course of that name already.
    """
    title = " ".join(title.split())
    slug = slug.strip() or slug_from(title)
    fault = _fault_of_slug(slug)
    if fault:
        raise Invalid({"slug": fault})
    course = lock_course(slug, now)
    if course.current_number is not None or draft_of(slug) is not None:
        raise Invalid({"slug": f"There is a course “{slug}” already. Choose another name."})
    draft = Draft(
        course_id=course.id, key=str(uuid.uuid4()), revision=FIRST_REVISION, updated_at=now, updated_by_id=author.id
    )
    pages = {"course.md": COURSE_PAGE.format(title=title), "01-first-lesson.md": FIRST_LESSON}
    draft.files = [DraftFile(path=path, content=text.encode()) for path, text in pages.items()]
    db.session.add(draft)
    db.session.flush()
    audit.record("course begun", f"course:{slug}", actor_id=author.id, now=now, title=title)
    return draft


def slug_from(title: str) -> str:
    """A course's name made of its title: small letters without accents, numbers and hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = "-".join(part for part in anchor(plain).replace("_", "-").split("-") if part)
    return words[:MAX_SLUG_LENGTH].rstrip("-")


def _fault_of_slug(slug: str) -> str:
    if not KEY.fullmatch(slug) or len(slug) > MAX_SLUG_LENGTH:
        return f"Use small letters, numbers and hyphens, at most {MAX_SLUG_LENGTH}: children-and-loss."
    if slug in RESERVED_SLUGS:
        return f"“{slug}” has another meaning here. Choose another name."
    return ""
